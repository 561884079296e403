import { defineTexts } from '../../language/texts.ts';

/** What a page says about engines that a proof file names and of those that were dropped. */
export const useEngineTexts = defineTexts(
  {
    title: 'The figures were computed with an engine that does not run here. Its SHA-256:',
    missing:
      'The engine is not on this page. Drop the engine’s file here, or choose it: a file *.mjs with this SHA-256, from a release or from the party.',
    choose: 'Choose the engine’s file',
    refused:
      'Your policy does not accept the engine. An engine decides which figures are right: accept it only if you know its SHA-256 from the notes of a release, or from somebody whom you trust.',
    accept: 'Accept this engine',
    noPolicy: 'Without a policy, no other engine is accepted. First choose the ledger that you mean.',
    vain: (name: string) => `${name} is not used: it is not an engine that the open file names.`,
    has: 'Its SHA-256:',
    named: 'Needed is the engine with the SHA-256:',
    namesNone: 'The open file names no engine.',
  },
  {
    title: '这些数据由另一计算引擎算出，该引擎无法在此运行。其 SHA-256：',
    missing:
      '本页面没有该引擎。请将引擎文件拖放到此处，或选择该文件：文件名为 *.mjs，SHA-256 与上面一致，可从发布版本或该主体取得。',
    choose: '选择引擎文件',
    refused:
      '您的验证条件未认可该引擎。引擎决定哪些数据正确：只有从发布说明或您信任的来源得知其 SHA-256 时，才应认可。',
    accept: '认可该引擎',
    noPolicy: '没有验证条件时，不认可其他引擎。请先选定账本。',
    vain: (name) => `未使用 ${name}：它不是所打开文件指明的引擎。`,
    has: '其 SHA-256：',
    named: '需要的引擎，其 SHA-256：',
    namesNone: '所打开的文件未指明引擎。',
  },
);
