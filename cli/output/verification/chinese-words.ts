import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { FigureOrigins } from '../../../core/verify/figures.ts';
import type { CheckName } from '../../../core/verify/policy.ts';
import { CHECK_WORDS } from '../../../jobs/verify/check-words.ts';
import { RECORD_WORDS } from '../../../jobs/verify/record-words.ts';
import { MOST_KEYS } from '../wrap-text.ts';
import type { AgeUnit, VerificationWords } from './english-words.ts';

const { kinds, values } = RECORD_WORDS['zh-CN'];
const CHECKS = CHECK_WORDS['zh-CN'];

const STANDINGS: Readonly<Record<Standing['state'], string>> = {
  current: '最新版本',
  superseded: '已被新版本取代',
  withdrawn: '已撤回',
  unknown: '无法得知是否为最新版本，见下文 currentness',
  later: '上链时间晚于判定时间',
};

const ORIGINS: Readonly<Record<keyof FigureOrigins, string>> = {
  recomputed: '项已重新计算，数值一致',
  cited: '项引自核算结果，未重新计算',
  uncited: '项未指明核算结果',
  notOfRun: '项并非其核算结果的运算所得',
  notRecomputed: '项未重新计算',
};

const AGES: Readonly<Record<AgeUnit, string>> = { day: '天', hour: '小时', minute: '分钟', second: '秒' };

/** Names checks by what they state; a policy has their names in English. */
const list = (checks: readonly CheckName[]): string =>
  checks.map((check) => `“${CHECKS[check].name}”（${check}）`).join('、');

const asOfBatch = (batch: number | null, time: string | null): string =>
  `截至第 ${batch} 批次${time === null ? '' : `（${time}）`}`;

const VALUES: Readonly<Record<string, string>> = values;

/** The word for what a statement says; its own words, in quotation marks, where the protocol has no such name. */
function wordOf(said: string): string {
  return Object.hasOwn(VALUES, said) ? VALUES[said]! : quoteText(said);
}

function listKeys(keys: readonly string[]): string {
  const more = keys.length - MOST_KEYS;
  return `${keys.slice(0, MOST_KEYS).join('、')}${more > 0 ? `，另有 ${more} 项` : ''}`;
}

/** What a terminal says around the verification of a proof file, in Chinese. */
export const CHINESE_WORDS: VerificationWords = {
  verdict: {
    failed: (checks) => `✗ 验证未通过：${list(checks)}`,
    because: (explanation) => `——${explanation}`,
    changedFigures: '所示数据并非所签署的数据。请勿使用。',
    hidden:
      '! 文件真实，但未展示数据：该记录确已如文件所示签署并上链，但文件未展示其任何数据，因此不能证明任何数据。请向该主体索取展示数据的文件。',
    verified: '✓ 验证通过',
    hidesFigures: '! 文件真实，但未展示数据',
    unchecked: (parts) => `– 尚未核实：${parts.join('；')}`,
    notRequired: (checks) => `验证条件不要求：${list(checks)}`,
    required: (checks) => `必需但无法检查：${list(checks)}`,
    cutShort: (checks) => `中途停止，结果不明：${list(checks)}`,
    alsoUnchecked: (checks) => `；另有未检查的：${list(checks)}`,
    with: (parts) => `，${parts.join('；')}`,
    notAsked: '未要求为最新版本',
    warned: (count, reasons) => `有 ${count} 条警告：${reasons.join('；')}`,
    asOf: (time) => `截至 ${time}`,
    asOfBatch,
    newer: (count) => `另有 ${count} 个更新的批次，可用 ledger proof refresh 更新文件`,
    judgedAt: (time) => `按 ${time} 的状态判定，而非今日：此后上链的记录不计入判定。链的状态则按今日读取。`,
    newestNotAsked: '未要求为最新版本：验证条件如此规定。可能已有新版本，或已撤回。',
  },
  checks: {
    passed: (records, checks) => `✓ ${records} 条记录均通过：${list(checks)}`,
    several: (checks) => `${checks.join('、')}：`,
    more: (count) => `（另有 ${count} 项）`,
    ofRecord: (id) => `记录 ${id}…：`,
    ofRecords: (count) => `${count} 条记录：`,
    code: '代码',
    expected: '应为',
    actual: '实为',
    age: (parts) => parts.map(([count, unit]) => `${count} ${AGES[unit]}`).join(' '),
  },
  summary: {
    says: (title, kind, subject, sequence) =>
      `文件内容：${title === null ? '' : `${title}，`}${kinds[kind]} ${subject}，第 ${sequence} 版`,
    labels: {
      ...{ record: '记录', party: '主体', sealed: '封批', anchored: '上链', ledger: '账本' },
      ...{ standing: '状态', cites: '引用', absent: '不存在', figures: '数据', says: '内容' },
      ...{ assurance: '核查', decision: '决定', others: '他人意见' },
    },
    notLookedUp: '未查询标识：链没有答复',
    offline: '未查询标识：离线',
    notRegistered: '登记册中无此主体',
    sealed: (time, batch) => `${time}，第 ${batch} 批次`,
    sealedTime: '封批时间为链上时间，取自最新的最终区块，可能早于服务器受理记录的时间',
    anchored: (time, chainId) => `${time}，链 ${chainId}`,
    document: '文档',
    period: (from, until) =>
      from === 0 && until === 0 ? '无期间' : `${formatTime(from)} 至 ${formatTime(until)}（不含）`,
    absentEntry: (key) => `${key}：据文件所示，记录中没有此项`,
    standing: ({ state, by, batch, asOf }, change, reason) => {
      if (state === 'unknown' || state === 'later') return STANDINGS[state];
      const known = asOfBatch(batch, asOf === null ? null : formatTime(asOf));
      if (state === 'current') return `${known}为最新版本`;
      const newest = by === null ? '' : `，取代它的记录为 ${by}`;
      const what = change === null ? '' : `（${wordOf(change)}）`;
      return `${STANDINGS[state]}${newest}${what}${reason === null ? '' : `，理由：${reason}`}，${known}`;
    },
    cited: (title, record, standing) => `${title}，${record}：${standing}`,
    absentStream: (stream, party, batch, basis) =>
      `据文件所示，${asOfBatch(batch, null)}${party === null ? '' : `，${party}`} 没有记录系列 ${stream}。程序原文：${basis}`,
    origin: (origin, keys) => `${keys.length} ${ORIGINS[origin]}：${listKeys(keys)}`,
    renamed: (key, cited, reason) => `${key} 即核算结果中的 ${cited}：${reason}`,
    unused: (record, keys) => `已列出 ${record}… 的 ${keys.length} 行而运算未使用：${listKeys(keys)}`,
    nobody: '就文件所示，尚无',
    ownOpinion: wordOf,
    ownWords: (texts) => texts.join('，'),
    answer: ({ says, party, level, scope, standard, target, reason, gone }) =>
      [
        `${wordOf(says)}，出自 ${party}`,
        ...(level === null ? [] : [`保证等级：${wordOf(level)}`]),
        ...(scope === null ? [] : [`范围：${quoteText(scope)}`]),
        ...(standard === null ? [] : [`标准：${quoteText(standard)}`]),
        target,
        ...(reason === null ? [] : [`理由：${quoteText(reason)}`]),
        ...(gone === null ? [] : [`${gone}，不计为意见`]),
      ].join('，'),
    thisVersion: '针对本版本',
    otherVersion: (sequence, record) => `仅针对第 ${sequence ?? '?'} 版，记录 ${record}`,
    otherRecord: (kind, title, record) => {
      const what = kind === 'cited' ? '所引用的核算结果' : kind === null ? '记录' : kinds[kind];
      return `针对${what} ${title === null ? '' : `"${title}"，`}${record}`;
    },
  },
  beside: {
    unnamed: (file, sha256) =>
      `✗ ${file} 不是该证明文件所指的文件：所示条目均未指明其 SHA-256 ${sha256} [document-not-named]`,
    named: (file, by) =>
      `✓ ${file} 即为下列条目所指的文件：${by.map(({ record, key }) => `${record} 的 ${key}`).join('、')}`,
    checkedNothing: (library, keccak) =>
      `${library}（采用 ${keccak}）未检查任何内容：该文件不是可读取的证明文件，因此没有可检查的收录证明`,
    disagrees: (library, records) =>
      `${library} 对下列记录的收录得出不同结论：${records.join('、')}。这是程序缺陷，请反馈`,
    agrees: (library, keccak, held, proofs) =>
      `${library}（采用 ${keccak}）结论一致：${proofs} 个收录证明中有 ${held} 个成立。它只检查收录`,
  },
};
