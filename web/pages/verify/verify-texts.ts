import { defineTexts } from '../../language/texts.ts';

export const useVerifyTexts = defineTexts(
  {
    title: 'Verify',
    lead: 'See whether a figure is genuine, current and assured. Your browser checks the file itself, against the chain that you name.',
    linkLabel: 'Or paste the link or id of a record',
    linkHelp: 'Its proof file is fetched from this ledger, then checked here like any other.',
    linkButton: 'Verify the record',
    linkWrong: 'This is neither a link to a record nor a record id (0x and 64 digits).',
    fetching: 'Fetching the proof file of the record…',
    keepTitle: 'Keep this page',
    keepText:
      'The same as one file that works without any server, today and in ten years. It asks only the endpoints that you type.',
    keepButton: 'Download verify.html',
    keepHash: 'Its SHA-256, to compare with the notes of the release:',
  },
  {
    title: '验证',
    lead: '查看数据是否真实、是否最新、是否经过核查。由您的浏览器依据您指定的链自行检查文件。',
    linkLabel: '或粘贴记录的链接或编号',
    linkHelp: '从本账本获取其证明文件，随后与其他文件一样在此检查。',
    linkButton: '验证记录',
    linkWrong: '这既不是记录的链接，也不是记录编号（0x 加 64 位）。',
    fetching: '正在获取该记录的证明文件…',
    keepTitle: '保存本页面',
    keepText: '同样的功能，单个文件，无需任何服务器，今天和十年后都能使用。它只访问您填写的节点。',
    keepButton: '下载 verify.html',
    keepHash: '其 SHA-256，可与发布说明比对：',
  },
);
