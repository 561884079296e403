import type { NotRenewed, RefreshReport } from '../../../jobs/refresh/refresh-proof.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import { formatCount, plainText } from '../text-format.ts';
import { formatFields, wrapLine } from '../wrap-text.ts';

/** Returns what a refresh changed, for people, and what to do next. */
export function formatRefresh(
  report: RefreshReport,
  { file, next }: { readonly file: string; readonly next: string },
): string {
  const { batch, anchoredAt, standing, counts, added, dropped } = report;
  const fields: [string, string][] = [
    ['  heads', `${describeMove(batch)}, anchored ${formatTime(anchoredAt)}`],
    ['  subject', describeChange(standing)],
    ...report.basis.map(({ record, standing: now }): [string, string] => [
      '  cites',
      `${record}: ${describeStanding(now)}`,
    ]),
    ...describeAnswers(report),
    ...describeJudges(report),
    ...(report.replayedBy.length === 0
      ? []
      : [['  replayed', `by ${report.replayedBy.map(nameIn(report)).join(', ')}`] as [string, string]]),
    ['  records', `${counts.records}: ${added.length} added, ${dropped.length} left out`],
    ...report.whyDropped.map(({ record, kind, why }): [string, string] => [
      '  left out',
      `${record}, ${kind}: ${why}`,
    ]),
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
  const words = [
    change === null || change === 'withdrawal' ? [] : [plainText(change)],
    reason === null ? [] : [quoteText(reason)],
  ].flat();
  const why = words.length === 0 ? '' : ` (${words.join(': ')})`;
  return `${state}${by === null ? '' : ` by ${by}`}${why}`;
}

/** Returns what names a party by its first identifier, or by its id if that is not known or the registry has none. */
function nameIn({ parties }: RefreshReport): (party: string) => string {
  return (party) => {
    const identifiers = parties.find(({ id }) => id === party)?.identifiers ?? null;
    if (identifiers?.length === 0) return `${party}, not registered`;
    return plainText(identifiers?.[0] ?? party);
  };
}

function describeAnswers(report: RefreshReport): [string, string][] {
  const { answers, record } = report;
  if (answers.length === 0) return [['  answers', 'none']];
  const nameOf = nameIn(report);
  return answers.map(({ isNew, says, kind, party, version, standing, counts }) => {
    const target = version.record === record ? '' : ` on version ${version.record}`;
    const worth = counts ? '' : `: ${standing.state === 'superseded' ? 'replaced, ' : ''}counts as no answer`;
    return [
      '  answers',
      `${isNew ? 'new: ' : ''}${plainText(says)}, ${kind} by ${nameOf(party)}${target}${worth}`,
    ];
  });
}

function describeJudges(report: RefreshReport): [string, string][] {
  const byParty = Map.groupBy(report.judges, ({ party }) => party);
  return [...byParty].map(([party, streams]) => {
    const given = streams.filter(({ record }) => record !== null).map(({ kind }) => kind);
    return ['  judge', `${nameIn(report)(party)}: ${given.length === 0 ? 'none' : given.join(', ')}`];
  });
}

function describeMissing({ what, record, why }: NotRenewed): string {
  const named = record ?? '';
  if (what === 'reperformance')
    return `figures cannot be computed again, as the policy requires: ${plainText(why)}`;
  if (what === 'replays') return `no replays: ${why}`;
  if (what === 'newer') return `not shown: ${why}: ${named}`;
  if (what === 'later-record') return `no head for record ${named}: ${why}`;
  return `left out: record ${named}: ${why}`;
}
