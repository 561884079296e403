import type { Bundle } from '../../../core/proofs/bundle.ts';
import type { AbsentStream } from '../../../core/verify/absent-streams.ts';
import type { Answer } from '../../../core/verify/answers.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { FigureOrigins } from '../../../core/verify/figures.ts';
import type { Summary } from '../../../core/verify/summary.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Language } from '../../../agents/words/language.ts';
import { describeParty } from '../party-text.ts';
import { formatTable, plainText } from '../text-format.ts';
import { padWide, wrapLine } from '../wrap-text.ts';
import type { VerificationWords } from './english-words.ts';
import { VERIFICATION_WORDS } from './verification-words.ts';

type Words = VerificationWords['summary'];

const INDENT = 12;

/** Returns what a proof file says about its subject: who, what, when, whether it stands, and what others say. The checks say whether it is true. */
export function formatSummary(
  summary: Summary,
  { ledger, chainId, records }: Bundle,
  { parties, checks }: Pick<ProofVerification, 'parties' | 'checks'>,
  language: Language,
): string {
  const words = VERIFICATION_WORDS[language].summary;
  const { labels } = words;
  const isAsked = !checks.some(({ code }) => code === 'no-chain');
  const { title, kind, subject, sequence, record, sealedAt, anchoredAt, batch, figures } = summary;
  const nameOf = (id: string): string => {
    const party = parties.find((each) => each.id === id);
    return plainText(party?.identifiers?.[0] ?? id);
  };
  const own = parties.find(({ id }) => id === summary.party) ?? { id: summary.party, identifiers: null };
  const { entries } = records[0]!;
  return [
    wrapLine(words.says(title === '' ? null : quoteText(title), kind, plainText(subject), sequence), INDENT),
    line(labels.record, record),
    ...describeParty(own, isAsked ? words.notLookedUp : words.offline, words.notRegistered).map(
      (text, index) => line(index === 0 ? labels.party : '', text),
    ),
    line(labels.sealed, words.sealed(formatTime(sealedAt), batch)),
    line('', words.sealedTime),
    line(labels.anchored, words.anchored(formatTime(anchoredAt), chainId)),
    line(labels.ledger, ledger),
    ...(figures.length === 0 && entries.shown.length === 0
      ? []
      : [indent(formatTable(rowsOf(records, words)))]),
    ...entries.absent.map(({ key }) => wrapLine(`  ${words.absentEntry(plainText(key))}`, 4)),
    ...describeOrigins(summary, words),
    line(labels.standing, describeStanding(summary.standing, words)),
    ...summary.basis.map(({ title: cited, record: id, standing }) =>
      line(labels.cites, words.cited(quoteText(cited), id, describeStanding(standing, words))),
    ),
    ...summary.absentStreams.map((absent) => describeAbsent(absent, summary, nameOf, words)),
    ...describeOwnWords(records, words),
    ...describeAnswers('assurance', summary, nameOf, words),
    ...describeAnswers('decision', summary, nameOf, words),
    ...describeOthers(summary, nameOf, words),
  ].join('\n');
}

function line(label: string, text: string): string {
  return wrapLine(`  ${padWide(label, INDENT - 2)}${text}`, INDENT);
}

function rowsOf(records: Bundle['records'], { document, period }: Words): string[][] {
  return records[0]!.entries.shown.map(({ key, value, unit, from, until }) => [
    plainText(key),
    value === null ? document : `${plainText(value)} ${plainText(unit)}`,
    period(from, until),
  ]);
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((each) => wrapLine(`    ${each}`, 8))
    .join('\n');
}

function describeStanding(standing: Standing, words: Words): string {
  const { change, reason } = standing;
  const what = change === null || change === 'withdrawal' ? null : plainText(change);
  return words.standing(standing, what, reason === null ? null : quoteText(reason));
}

function describeAbsent(
  { party, kind, subject, batch, basis }: AbsentStream,
  own: Summary,
  nameOf: (id: string) => string,
  { labels, absentStream }: Words,
): string {
  const whose = party === own.party ? null : nameOf(party);
  return line(labels.absent, absentStream(`${kind}/${plainText(subject)}`, whose, batch, basis));
}

function describeOrigins({ origins, relabelled, unusedRows }: Summary, words: Words): string[] {
  const counted = Object.entries(origins ?? {}).flatMap(([origin, keys]: [string, readonly string[]]) =>
    keys.length === 0 ? [] : [words.origin(origin as keyof FigureOrigins, keys.map(plainText))],
  );
  const renamed = relabelled.map(({ key, cited, reason }) =>
    words.renamed(plainText(key), plainText(cited), quoteText(reason)),
  );
  const unused = unusedRows.map(({ record, keys }) => words.unused(record.slice(0, 12), keys.map(plainText)));
  return [...counted, ...renamed, ...unused].map((text, index) =>
    line(index === 0 ? words.labels.figures : '', text),
  );
}

/** Says what an assurance or decision says, if the file is about one. */
function describeOwnWords([subject]: Bundle['records'], { labels, ownOpinion, ownWords }: Words): string[] {
  const { opinion, outcome, level, scope, reason } = subject!.statement;
  const [says, ...others] = [opinion ?? outcome, level, scope, reason].filter(
    (word): word is string => typeof word === 'string' && word !== '',
  );
  return subject!.record.kind < 4 || says === undefined
    ? []
    : [line(labels.says, ownWords([ownOpinion(says), ...others.map(quoteText)]))];
}

function describeAnswers(
  kind: Answer['kind'],
  summary: Summary,
  nameOf: (party: string) => string,
  words: Words,
): string[] {
  const label = words.labels[kind];
  const shown = summary.answers.filter((answer) => answer.kind === kind);
  if (shown.length > 0)
    return shown.map((answer) => line(label, describeAnswer(answer, summary, nameOf, words)));
  return summary.kind === 'assurance' || summary.kind === 'decision' ? [] : [line(label, words.nobody)];
}

/** Lists what others say about other records in the file, each with what it answers. */
function describeOthers(summary: Summary, nameOf: (party: string) => string, words: Words): string[] {
  return summary.otherAnswers.map((answer, index) =>
    line(index === 0 ? words.labels.others : '', describeAnswer(answer, summary, nameOf, words)),
  );
}

function describeAnswer(
  answer: Answer,
  summary: Summary,
  nameOf: (party: string) => string,
  words: Words,
): string {
  const { standing } = answer;
  const isGone =
    standing.state === 'superseded' || standing.state === 'withdrawn' || standing.state === 'later';
  return words.answer({
    ...answer,
    party: nameOf(answer.party),
    target: describeTarget(answer, summary, words),
    gone: isGone ? describeStanding(standing, words) : null,
  });
}

function describeTarget(
  { about, version }: Answer,
  { record: own, basis }: Summary,
  { thisVersion, otherVersion, otherRecord }: Words,
): string {
  const { record, kind, sequence, title } = version;
  if (record === own) return thisVersion;
  if (about === 'subject') return otherVersion(sequence, record);
  const isCited = basis.some((cited) => cited.record === record);
  return otherRecord(
    isCited ? 'cited' : kind,
    title === null || title === '' ? null : plainText(title),
    record,
  );
}
