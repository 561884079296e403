import { defineTexts } from '../../language/texts.ts';

export const useVerifierTexts = defineTexts(
  {
    drop: 'Drop a proof file or an answer file here',
    dropMore: 'Drop another file here',
    choose: 'Choose files',
    dropHelp:
      'A proof file is called *.carbon-proof.json, an answer file *.carbon-answer.json. Files of rows (*.ndjson), documents and engines (*.mjs) can come with it. The file stays in this browser.',
    dropHelpShort: 'The file stays in this browser.',
    files: 'Files',
    remove: (name: string) => `Remove ${name}`,
    beside: 'Beside the proof files',
    verifying: (name: string) => `Verifying ${name}`,
    waiting: 'Waiting',
    checksDone: (done: string) => `Checks made so far: ${done}`,
    slow: 'The chain answers slowly. The verification goes on.',
    stop: 'Stop',
    failed: 'This file could not be verified',
  },
  {
    drop: '将证明文件或回答文件拖放到此处',
    dropMore: '可继续拖放其他文件',
    choose: '选择文件',
    dropHelp:
      '证明文件名为 *.carbon-proof.json，回答文件名为 *.carbon-answer.json。数据行文件（*.ndjson）、文档和引擎文件（*.mjs）可一并打开。文件不会离开本浏览器。',
    dropHelpShort: '文件不会离开本浏览器。',
    files: '文件',
    remove: (name) => `移除 ${name}`,
    beside: '随附文件',
    verifying: (name) => `正在验证 ${name}`,
    waiting: '等待中',
    checksDone: (done) => `已完成检查：${done}`,
    slow: '链节点响应较慢，验证仍在进行。',
    stop: '停止',
    failed: '无法验证此文件',
  },
);
