import type { KindName } from '../../core/records/kind.ts';

/** Words for names of the protocol (§5) that a reader meets in a record. */
interface RecordWords {
  readonly kinds: Readonly<Record<KindName, string>>;
  /** What the members of a statement say. */
  readonly values: typeof VALUES;
}

const VALUES = {
  correction: 'Correction',
  restatement: 'Restatement',
  withdrawal: 'Withdrawal',
  unqualified: 'Unqualified',
  qualified: 'Qualified',
  adverse: 'Adverse',
  withdrawn: 'Withdrawn',
  accepted: 'Accepted',
  queried: 'Queried',
  rejected: 'Rejected',
  limited: 'Limited',
  reasonable: 'Reasonable',
};

const ENGLISH: RecordWords = {
  kinds: {
    dataset: 'Dataset',
    result: 'Result',
    disclosure: 'Disclosure',
    assurance: 'Assurance',
    decision: 'Decision',
  },
  values: VALUES,
};

const CHINESE: RecordWords = {
  kinds: {
    dataset: '数据集',
    result: '核算结果',
    disclosure: '披露',
    assurance: '核查意见',
    decision: '决定',
  },
  values: {
    correction: '更正',
    restatement: '重述',
    withdrawal: '撤回',
    unqualified: '无保留意见',
    qualified: '保留意见',
    adverse: '否定意见',
    withdrawn: '已撤回',
    accepted: '接受',
    queried: '质询',
    rejected: '拒绝',
    limited: '有限保证',
    reasonable: '合理保证',
  },
};

/** The words for kinds of records, and for what their statements say, in each language. */
export const RECORD_WORDS = { en: ENGLISH, 'zh-CN': CHINESE };
