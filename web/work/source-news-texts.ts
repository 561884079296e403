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
    because: (reason: string) => `Reason: ${reason}`,
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
    because: (reason) => `原因：${reason}`,
    toOld: (version) => `打开其所用的第 ${version} 版`,
    toNew: (version) => `打开第 ${version} 版`,
    toWithdrawal: '打开撤回声明',
    compare: '比较两个版本',
    replacedShort: (version) => `其来源已被第 ${version} 版取代`,
    withdrawnShort: '其来源已撤回',
  },
);
