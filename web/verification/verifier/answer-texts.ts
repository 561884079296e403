import { defineTexts } from '../../language/texts.ts';

export const useAnswerTexts = defineTexts(
  {
    verdicts: {
      verified: 'Each statement holds',
      'not-verified': 'This answer does not hold',
      unchecked: 'Not all of this answer could be checked',
    },
    unsigned: 'Figures that are computed here are signed by nobody.',
    unproven: (rows: string) =>
      `No proof file that verifies shows these rows of inputs: ${rows}. They are as the writer of the answer gave them.`,
    question: 'Question',
    byForms: 'Answered by the forms planner.',
    byModel: (model: string, host: string) => `Steps chosen by the model ${model} at ${host}.`,
    rows: (rows: string) => `Rows of its runs: ${rows}.`,
    proofs: (proofs: string) => `Proof files in it: ${proofs}.`,
    statements: 'Statements',
    statement: (number: string) => `Statement ${number}`,
    states: {
      proven: 'proven',
      computed: 'computed here again: equal, unsigned',
      'no-figure': 'no figure: found here again',
      'not-checked': 'not checked',
      failed: 'does not hold',
    },
    wholeFile: 'About the whole file',
    values: (expected: string, actual: string) => `expected ${expected}, got ${actual}`,
    /** What to do here about what is missing. */
    give: {
      'engine-missing': 'Drop it on this page.',
      'document-missing': 'Drop it on this page.',
    },
  },
  {
    verdicts: {
      verified: '各项陈述均成立',
      'not-verified': '此回答不成立',
      unchecked: '此回答未能全部核验',
    },
    unsigned: '在此处计算的数值无人签名。',
    unproven: (rows) => `以下数量的输入数据行不在任何通过核验的证明文件中：${rows}。它们出自回答的编写者。`,
    question: '问题',
    byForms: '由表单规划器回答。',
    byModel: (model, host) => `步骤由 ${host} 的模型 ${model} 选择。`,
    rows: (rows) => `所用数据行：${rows}。`,
    proofs: (proofs) => `所含证明文件：${proofs}。`,
    statements: '陈述',
    statement: (number) => `陈述 ${number}`,
    states: {
      proven: '已证明',
      computed: '在此重新计算：相同，未签名',
      'no-figure': '无数值：在此重新得出',
      'not-checked': '未核验',
      failed: '不成立',
    },
    wholeFile: '关于整个文件',
    values: (expected, actual) => `应为 ${expected}，实为 ${actual}`,
    give: {
      'engine-missing': '请将其拖放到本页。',
      'document-missing': '请将其拖放到本页。',
    },
  },
);
