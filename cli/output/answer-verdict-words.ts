import type { AnswerFaultCode } from '../../agents/answer/answer-fault.ts';
import type { AnswerReport } from '../../agents/answer/report-answer.ts';
import type { StatementState } from '../../agents/answer/judge-blocks.ts';
import type { Language } from '../../agents/words/language.ts';
import type { RestatedRecord } from '../../jobs/follow/find-restated.ts';
import { showHidden } from '../../core/outside-text.ts';
import { formatCount } from './text-format.ts';

/** What a terminal says about an answer file, in one language. */
export interface AnswerVerdictWords {
  readonly headlines: Readonly<Record<AnswerReport['verdict'], string>>;
  /** What each state says about the figures of a statement. */
  readonly states: Readonly<Record<StatementState, string>>;
  /** The options that give what is missing. */
  readonly give: Readonly<Partial<Record<AnswerFaultCode, string>>>;
  readonly question: (type: string, text: string) => string;
  readonly answered: (report: AnswerReport) => string;
  readonly unproven: (rows: number) => string;
  readonly statement: (number: number) => string;
  readonly restated: (restated: RestatedRecord) => string;
  readonly notAsked: (records: number) => string;
  readonly notKnown: (unknown: readonly string[], records: number) => string;
  readonly values: (expected: string, actual: string) => string;
}

const ENGLISH: AnswerVerdictWords = {
  headlines: {
    verified: '✓ Verified: each statement holds; what was computed here is signed by nobody',
    'not-verified': '✗ Not verified',
    unchecked: '– Unchecked: not all of it could be checked',
  },
  states: {
    proven: 'its figures are proven under your policy',
    computed: 'computed here again and equal; nobody signed it',
    'no-figure': 'without a figure; found here again and equal',
    'not-checked': 'not checked',
    failed: 'does not hold',
  },
  give: {
    'engine-missing': 'Give it with --engine.',
    'document-missing': 'Give it with --documents.',
    'proof-unchecked': 'Use --policy, or --ledger and --rpc.',
  },
  question: (type, text) => `Question (${type}): ${text}`,
  answered: ({ by, rows, proofs }) => {
    const answerer = by === 'forms' ? 'the forms planner' : showHidden(`${by.model} at ${by.host}`);
    return `Answered by ${answerer}, from ${formatCount(rows, 'row')} and ${formatCount(proofs.length, 'checked proof file')}.`;
  },
  unproven: (rows) =>
    `No proof file that verifies shows ${formatCount(rows, 'row')}: they are as the writer of the answer gave them.`,
  statement: (number) => `statement ${number}`,
  restated: ({ record, newest, sequence, isWithdrawn }) =>
    `the record ${record} was ${isWithdrawn ? 'withdrawn by' : 'restated by'} version ${sequence}, ${newest}: ask again [restated]`,
  notAsked: (records) =>
    `Not followed: whether ${formatCount(records, 'record')} behind these statements changed since. Use --follow [not-followed]`,
  notKnown: (unknown, records) =>
    `The server does not know ${formatCount(unknown.length, 'record')} of ${records}, so these were not followed: ${unknown.join(', ')} [not-followed]`,
  values: (expected, actual) => `: expected ${expected}, got ${actual}`,
};

const CHINESE: AnswerVerdictWords = {
  headlines: {
    verified: '✓ 核验通过：各项陈述均成立；在此处计算的数值无人签名',
    'not-verified': '✗ 核验未通过',
    unchecked: '– 未能核验：并非全部内容都能核验',
  },
  states: {
    proven: '其数值已按您的验证条件证明',
    computed: '在此重新计算，结果相同；无人签名',
    'no-figure': '无数值；在此重新得出，结果相同',
    'not-checked': '未核验',
    failed: '不成立',
  },
  give: {
    'engine-missing': '请用 --engine 提供。',
    'document-missing': '请用 --documents 提供。',
    'proof-unchecked': '请使用 --policy，或 --ledger 与 --rpc。',
  },
  question: (type, text) => `问题（${type}）：${text}`,
  answered: ({ by, rows, proofs }) => {
    const answerer = by === 'forms' ? '表单规划器' : showHidden(`${by.host} 的模型 ${by.model}`);
    return `由${answerer}回答，依据 ${rows} 行数据和 ${proofs.length} 个已核验的证明文件。`;
  },
  unproven: (rows) => `有 ${rows} 行不在任何通过核验的证明文件中：它们出自回答的编写者。`,
  statement: (number) => `陈述 ${number}`,
  restated: ({ record, newest, sequence, isWithdrawn }) =>
    `记录 ${record} 已由第 ${sequence} 版 ${newest} ${isWithdrawn ? '撤回' : '重述'}：请重新提问 [restated]`,
  notAsked: (records) =>
    `未追踪：这些陈述所依据的 ${records} 条记录此后是否变更。请使用 --follow [not-followed]`,
  notKnown: (unknown, records) =>
    `${records} 条记录中，服务器不知道 ${unknown.length} 条，因此未追踪：${unknown.join(', ')} [not-followed]`,
  values: (expected, actual) => `：应为 ${expected}，实为 ${actual}`,
};

/** What a terminal says about an answer file, in each language. */
export const ANSWER_VERDICT_WORDS: Readonly<Record<Language, AnswerVerdictWords>> = {
  en: ENGLISH,
  'zh-CN': CHINESE,
};
