import { defineTexts } from '../language/texts.ts';

export const useSourceNewsTexts = defineTexts(
  {
    disclosed: {
      replaced: (title: string, version: string, when: string) =>
        `“${title}”, which it discloses from, was replaced by version ${version} on ${when}`,
      withdrawn: (title: string, when: string) =>
        `“${title}”, which it discloses from, was withdrawn on ${when}`,
    },
    used: {
      replaced: (title: string, version: string, when: string) =>
        `“${title}”, which it was made from, was replaced by version ${version} on ${when}`,
      withdrawn: (title: string, when: string) =>
        `“${title}”, which it was made from, was withdrawn on ${when}`,
    },
    step: (before: string, after: string, reason: string | null) =>
      reason === null
        ? `Version ${before} to ${after}: no reason given`
        : `Version ${before} to ${after}: ${reason}`,
    withdrawalStep: (before: string, reason: string | null) =>
      reason === null
        ? `Withdrawn after version ${before}: no reason given`
        : `Withdrawn after version ${before}: ${reason}`,
    earlierSteps: (number: number, count: string) =>
      number === 1 ? '1 earlier version between' : `${count} earlier versions between`,
    toOld: (version: string) => `Open version ${version}, which it used`,
    toNew: (version: string) => `Open version ${version}`,
    toWithdrawal: 'Open the withdrawal',
    compare: 'Compare the two versions',
    replacedShort: (version: string) => `Its source was replaced: version ${version}`,
    withdrawnShort: 'Its source was withdrawn',
  },
  {
    disclosed: {
      replaced: (title, version, when) => `所披露的“${title}”已于${when}被第 ${version} 版取代`,
      withdrawn: (title, when) => `所披露的“${title}”已于${when}撤回`,
    },
    used: {
      replaced: (title, version, when) => `所依据的“${title}”已于${when}被第 ${version} 版取代`,
      withdrawn: (title, when) => `所依据的“${title}”已于${when}撤回`,
    },
    step: (before, after, reason) => `第 ${before} 版至第 ${after} 版：${reason ?? '未说明原因'}`,
    withdrawalStep: (before, reason) => `第 ${before} 版之后撤回：${reason ?? '未说明原因'}`,
    earlierSteps: (_number, count) => `其间另有 ${count} 个较早的版本`,
    toOld: (version) => `打开其所用的第 ${version} 版`,
    toNew: (version) => `打开第 ${version} 版`,
    toWithdrawal: '打开撤回声明',
    compare: '比较两个版本',
    replacedShort: (version) => `其来源已被第 ${version} 版取代`,
    withdrawnShort: '其来源已撤回',
  },
);
