import { defineTexts } from '../../language/texts.ts';

/** The words about opinions and decisions: whether what they are about is still the newest, and what others say about a record. */
export const useAnswerTexts = defineTexts(
  {
    opinion: {
      replaced: (before: string, after: string, when: string) =>
        `This opinion is about version ${before}, which was replaced by version ${after} on ${when}`,
      withdrawn: (before: string, when: string) =>
        `This opinion is about version ${before}, and its record was withdrawn on ${when}`,
      none: (after: string) => `There is no opinion on version ${after} yet.`,
      given: (after: string) => `Opinions on version ${after}:`,
      sourceReplaced: (title: string, source: string, version: string, when: string) =>
        `This opinion is about “${title}”, which was made from “${source}”: that was replaced by version ${version} on ${when}`,
      sourceWithdrawn: (title: string, source: string, when: string) =>
        `This opinion is about “${title}”, which was made from “${source}”: that was withdrawn on ${when}`,
    },
    decision: {
      replaced: (before: string, after: string, when: string) =>
        `This decision is about version ${before}, which was replaced by version ${after} on ${when}`,
      withdrawn: (before: string, when: string) =>
        `This decision is about version ${before}, and its record was withdrawn on ${when}`,
      none: (after: string) => `There is no decision on version ${after} yet.`,
      given: (after: string) => `Decisions on version ${after}:`,
      sourceReplaced: (title: string, source: string, version: string, when: string) =>
        `This decision is about “${title}”, which was made from “${source}”: that was replaced by version ${version} on ${when}`,
      sourceWithdrawn: (title: string, source: string, when: string) =>
        `This decision is about “${title}”, which was made from “${source}”: that was withdrawn on ${when}`,
    },
    toAnswered: 'Open the record that it is about',
    toVersion: (version: string) => `Open version ${version}`,
    toWithdrawal: 'Open the withdrawal',
    compare: 'Compare the two versions',
    title: 'What others say about it',
    none: 'No assurance and no decision about this record itself.',
    more: 'Show more',
    disclosures: 'What others say about disclosures made from it',
    noneOfDisclosure: 'no assurance and no decision yet',
    countsNoLonger: (word: string) => `${word}, counts no longer`,
    moreDisclosures: (count: string) => `Only the first ${count} disclosures are shown.`,
  },
  {
    opinion: {
      replaced: (before, after, when) => `本核查意见针对第 ${before} 版，该版已于${when}被第 ${after} 版取代`,
      withdrawn: (before, when) => `本核查意见针对第 ${before} 版，该记录已于${when}撤回`,
      none: (after) => `第 ${after} 版尚无核查意见。`,
      given: (after) => `针对第 ${after} 版的核查意见：`,
      sourceReplaced: (title, source, version, when) =>
        `本核查意见针对“${title}”，其依据“${source}”已于${when}被第 ${version} 版取代`,
      sourceWithdrawn: (title, source, when) => `本核查意见针对“${title}”，其依据“${source}”已于${when}撤回`,
    },
    decision: {
      replaced: (before, after, when) => `本决定针对第 ${before} 版，该版已于${when}被第 ${after} 版取代`,
      withdrawn: (before, when) => `本决定针对第 ${before} 版，该记录已于${when}撤回`,
      none: (after) => `第 ${after} 版尚无决定。`,
      given: (after) => `针对第 ${after} 版的决定：`,
      sourceReplaced: (title, source, version, when) =>
        `本决定针对“${title}”，其依据“${source}”已于${when}被第 ${version} 版取代`,
      sourceWithdrawn: (title, source, when) => `本决定针对“${title}”，其依据“${source}”已于${when}撤回`,
    },
    toAnswered: '打开所针对的记录',
    toVersion: (version) => `打开第 ${version} 版`,
    toWithdrawal: '打开撤回声明',
    compare: '比较两个版本',
    title: '他方意见',
    none: '尚无直接针对本记录的核查意见或决定。',
    more: '显示更多',
    disclosures: '对据此编制的披露的意见',
    noneOfDisclosure: '尚无核查意见或决定',
    countsNoLonger: (word) => `${word}，不再有效`,
    moreDisclosures: (count) => `仅显示前 ${count} 份披露。`,
  },
);
