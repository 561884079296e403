import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { AbsentStream } from '../../../core/verify/absent-streams.ts';
import type { Answer } from '../../../core/verify/answers.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { FigureOrigins } from '../../../core/verify/figures.ts';
import type { Summary } from '../../../core/verify/summary.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { describeParty } from '../party-text.ts';
import { SEALED_TIME } from '../sealed-time.ts';
import { formatCount, formatPeriod, formatTable, plainText } from '../text-format.ts';
import { listKeys, wrapLine } from '../wrap-text.ts';

const NOT_LOOKED_UP = 'identifier not looked up: no answer from the chain';
const OFFLINE = 'identifier not looked up: offline';
const INDENT = 12;

/** Returns what a proof file says about its subject: who, what, when, whether it stands, and what others say. The checks say whether it is true. */
export function formatSummary(
  summary: Summary,
  { ledger, chainId, records }: Bundle,
  { parties, checks }: Pick<ProofVerification, 'parties' | 'checks'>,
): string {
  const isAsked = !checks.some(({ code }) => code === 'no-chain');
  const { title, kind, subject, sequence, record, sealedAt, anchoredAt, batch, figures } = summary;
  const nameOf = (id: string): string => {
    const party = parties.find((each) => each.id === id);
    return plainText(party?.identifiers?.[0] ?? id);
  };
  const own = parties.find(({ id }) => id === summary.party) ?? { id: summary.party, identifiers: null };
  const { entries } = records[0]!;
  return [
    wrapLine(
      `The file says: ${title === '' ? '' : `${quoteText(title)}, `}${kind} ${plainText(subject)}, sequence ${sequence}`,
      INDENT,
    ),
    line('record', record),
    ...describeParty(own, isAsked ? NOT_LOOKED_UP : OFFLINE).map((text, index) =>
      line(index === 0 ? 'party' : '', text),
    ),
    line('sealed', `${formatTime(sealedAt)}, batch ${batch}`),
    line('', SEALED_TIME),
    line('anchored', `${formatTime(anchoredAt)}, on chain ${chainId}`),
    line('ledger', ledger),
    ...(figures.length === 0 && entries.shown.length === 0 ? [] : [indent(formatTable(rowsOf(records)))]),
    ...entries.absent.map(({ key }) => wrapLine(`  ${plainText(key)}: absent, as the file says`, 4)),
    ...describeOrigins(summary),
    line('standing', describeStanding(summary.standing)),
    ...summary.basis.map((cited) =>
      line('cites', `${quoteText(cited.title)}, ${cited.record}: ${describeStanding(cited.standing)}`),
    ),
    ...summary.absentStreams.map((absent) => describeAbsent(absent, summary, nameOf)),
    ...describeOwnWords(records),
    ...describeAnswers('assurance', 'assured', summary, nameOf),
    ...describeAnswers('decision', 'decided', summary, nameOf),
    ...describeOthers(summary, nameOf),
  ].join('\n');
}

function line(label: string, text: string): string {
  return wrapLine(`  ${label.padEnd(INDENT - 2)}${text}`, INDENT);
}

function rowsOf(records: Bundle['records']): string[][] {
  return records[0]!.entries.shown.map(({ key, value, unit, from, until }) => [
    plainText(key),
    value === null ? 'document' : `${plainText(value)} ${plainText(unit)}`,
    formatPeriod(from, until),
  ]);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((each) => wrapLine(`    ${each}`, 8))
    .join('\n');
}

function describeStanding({ state, by, change, reason, batch, asOf }: Standing): string {
  if (state === 'unknown') return 'not known: see currentness below';
  if (state === 'later') return 'anchored after the time of the judgement';
  const known = `as of batch ${batch}${asOf === null ? '' : `, ${formatTime(asOf)}`}`;
  const why = reason === null ? '' : `: ${quoteText(reason)}`;
  if (state === 'current') return `current, ${known}`;
  const what = change === null || change === 'withdrawal' ? '' : ` (${plainText(change)})`;
  return `${state}${by === null ? '' : ` by ${by}`}${what}${why}, ${known}`;
}

function describeAbsent(
  { party, kind, subject, batch, basis }: AbsentStream,
  own: Summary,
  nameOf: (id: string) => string,
): string {
  const whose = party === own.party ? '' : ` of ${nameOf(party)}`;
  return line(
    'absent',
    `no stream ${kind}/${plainText(subject)}${whose}, as of batch ${batch}, as the file says; ${basis}`,
  );
}

const ORIGINS: Readonly<Record<keyof FigureOrigins, string>> = {
  recomputed: 'computed again with the same value',
  cited: 'from a result that was not computed again',
  uncited: 'without a result that it comes from',
  notOfRun: 'not from the run of the result',
  notRecomputed: 'not computed again',
};

function describeOrigins({ origins, relabelled, unusedRows }: Summary): string[] {
  const counted = Object.entries(origins ?? {}).flatMap(([origin, keys]: [string, readonly string[]]) =>
    keys.length === 0
      ? []
      : [`${keys.length} ${ORIGINS[origin as keyof FigureOrigins]}: ${listKeys(keys.map(plainText))}`],
  );
  const renamed = relabelled.map(
    ({ key, cited, reason }) =>
      `${plainText(key)} is ${plainText(cited)} of the result: ${quoteText(reason)}`,
  );
  const unused = unusedRows.map(
    ({ record, keys }) =>
      `${formatCount(keys.length, 'row')} of ${record.slice(0, 12)}… shown, not used by the run: ${listKeys(keys.map(plainText))}`,
  );
  return [...counted, ...renamed, ...unused].map((text, index) => line(index === 0 ? 'figures' : '', text));
}

/** Says what an assurance or decision says, if the file is about one. */
function describeOwnWords([subject]: Bundle['records']): string[] {
  const { opinion, outcome, level, scope, reason } = subject!.statement;
  const words = [opinion ?? outcome, level, scope, reason].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return subject!.record.kind < 4 || words.length === 0
    ? []
    : [line('says', words.map(quoteText).join(', '))];
}

function describeAnswers(
  kind: Answer['kind'],
  label: string,
  summary: Summary,
  nameOf: (party: string) => string,
): string[] {
  const shown = summary.answers.filter((answer) => answer.kind === kind);
  if (shown.length > 0) return shown.map((answer) => line(label, describeAnswer(answer, summary, nameOf)));
  return summary.kind === 'assurance' || summary.kind === 'decision'
    ? []
    : [line(label, 'by nobody, as far as the file shows')];
}

/** Lists what others say about other records in the file, each with what it answers. */
function describeOthers(summary: Summary, nameOf: (party: string) => string): string[] {
  return summary.otherAnswers.map((answer, index) =>
    line(index === 0 ? 'others' : '', describeAnswer(answer, summary, nameOf)),
  );
}

function describeAnswer(answer: Answer, summary: Summary, nameOf: (party: string) => string): string {
  const { party, says, level, scope, standard, reason, standing } = answer;
  const quoted = (text: string | null, before: string): string =>
    text === null ? '' : `, ${before}${quoteText(text)}`;
  const words = `${plainText(says)} by ${nameOf(party)}${quoted(level, 'level ')}${quoted(scope, 'scope ')}${quoted(standard, 'standard ')}`;
  const target = describeTarget(answer, summary);
  const state =
    standing.state === 'superseded' || standing.state === 'withdrawn' || standing.state === 'later'
      ? `; ${describeStanding(standing)}: counts as no answer`
      : '';
  return `${words}; ${target}${reason === null ? '' : `: ${quoteText(reason)}`}${state}`;
}

function describeTarget({ about, version }: Answer, { record: own, basis }: Summary): string {
  const { record, kind, sequence, title } = version;
  if (record === own) return 'for this version';
  if (about === 'subject') return `for sequence ${sequence ?? '?'} alone, record ${record}`;
  const what = basis.some((cited) => cited.record === record) ? 'cited result' : (kind ?? 'record');
  return `for the ${what} ${title === null || title === '' ? '' : `"${plainText(title)}", `}${record}`;
}
