import type { NotRenewed, RefreshReport } from '../../client/refresh/refresh-proof.ts';
import { formatTime } from '../../core/encoding/time.ts';
import type { Standing } from '../../core/verify/currentness.ts';
import { formatCount, plainText } from './text-format.ts';
import { formatFields, wrapLine } from './wrap-text.ts';

/** Returns what a refresh changed, for people, and what to do next. */
export function formatRefresh(
  report: RefreshReport,
  { file, next }: { readonly file: string; readonly next: string },
): string {
  const { batch, anchoredAt, standing, counts, answers, added, dropped } = report;
  const fields: [string, string][] = [
    ['  heads', `${describeMove(batch)}, anchored ${formatTime(anchoredAt)}`],
    ['  subject', describeChange(standing)],
    ...report.basis.map(({ record, standing: now }): [string, string] => [
      '  cites',
      `${record}: ${describeStanding(now)}`,
    ]),
    ...describeAnswers(answers),
    ...describeJudges(report),
    ...(report.replayedBy.length === 0
      ? []
      : [['  replayed', `by ${report.replayedBy.join(', ')}`] as [string, string]]),
    ['  records', `${counts.records}: ${added.length} added, ${dropped.length} replaced by newer ones`],
    ...(counts.links === 0 ? [] : [['  order', formatCount(counts.links, 'link')] as [string, string]]),
    ...(counts.parties === 0
      ? []
      : [['  streams', `all of ${formatCount(counts.parties, 'party', 'parties')}`] as [string, string]]),
  ];
  return [
    `written to ${file}`,
    formatFields(fields),
    ...report.notRenewed.map((each) => wrapLine(`– ${describeMissing(each)}`, 2)),
    ...report.findings.map((finding) => wrapLine(`! the replay found ${finding}: see ledger replay`, 2)),
    `next: ${next}`,
  ].join('\n');
}

function describeMove({ before, after, latest }: RefreshReport['batch']): string {
  const ledger = after === latest ? 'the newest final batch' : `the newest final batch is ${latest}`;
  if (before === after) return `as of batch ${after} as before, ${ledger}`;
  return `as of batch ${before === null ? '' : `${before} → `}${after}, ${ledger}`;
}

function describeChange({ before, after }: RefreshReport['standing']): string {
  const now = describeStanding(after);
  const was = describeStanding(before);
  return was === now ? `${now}, as before` : `${was} → ${now}`;
}

function describeStanding({ state, by, change, reason }: Standing): string {
  if (state === 'unknown') return 'not known';
  const words = [change === 'withdrawal' ? null : change, reason].filter((word) => word !== null);
  const why = words.length === 0 ? '' : ` (${words.map(plainText).join(': ')})`;
  return `${state}${by === null ? '' : ` by ${by}`}${why}`;
}

function describeAnswers(answers: RefreshReport['answers']): [string, string][] {
  if (answers.length === 0) return [['  answers', 'none']];
  return answers.map(({ isNew, says, kind, party, version, counts }) => [
    '  answers',
    `${isNew ? 'new: ' : ''}${plainText(says)}, ${kind} by ${party}${counts ? '' : ` on ${version.record}, counts as no answer to this version`}`,
  ]);
}

function describeJudges({ judges }: RefreshReport): [string, string][] {
  const byParty = Map.groupBy(judges, ({ party }) => party);
  return [...byParty].map(([party, streams]) => {
    const given = streams.filter(({ record }) => record !== null).map(({ kind }) => kind);
    return ['  judge', `${party}: ${given.length === 0 ? 'none' : given.join(', ')}`];
  });
}

function describeMissing({ what, record, why }: NotRenewed): string {
  const named = record ?? '';
  if (what === 'replays') return `no replays: ${why}`;
  if (what === 'newer') return `not shown: record ${named}: ${why}`;
  if (what === 'later-record') return `no head for record ${named}: ${why}`;
  return `left out: record ${named}: ${why}`;
}
