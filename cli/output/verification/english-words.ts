import { formatTime } from '../../../core/encoding/time.ts';
import { quoteText } from '../../../core/outside-text.ts';
import type { KindName } from '../../../core/records/kind.ts';
import type { Answer } from '../../../core/verify/answers.ts';
import type { Standing } from '../../../core/verify/currentness.ts';
import type { FigureOrigins } from '../../../core/verify/figures.ts';
import type { CheckName } from '../../../core/verify/policy.ts';
import { SEALED_TIME } from '../sealed-time.ts';
import { formatCount, formatPeriod, plainText } from '../text-format.ts';
import { listKeys } from '../wrap-text.ts';

/** An entry that names a file. */
interface NamedEntry {
  readonly record: string;
  readonly key: string;
}

/** A unit in which ages are written. */
export type AgeUnit = 'day' | 'hour' | 'minute' | 'second';

/** What somebody said about a record, as the file has it; what it is about, and what became of it, in words. */
export interface ShownAnswer extends Pick<Answer, 'says' | 'level' | 'scope' | 'standard' | 'reason'> {
  /** The identifier of the party, or its id. */
  readonly party: string;
  readonly target: string;
  /** How it stands where it counts no longer. */
  readonly gone: string | null;
}

const ORIGINS: Readonly<Record<keyof FigureOrigins, string>> = {
  recomputed: 'computed again with the same value',
  cited: 'from a result that was not computed again',
  uncited: 'without a result that it comes from',
  notOfRun: 'not from the run of the result',
  notRecomputed: 'not computed again',
};

const list = (checks: readonly CheckName[]): string => checks.join(', ');

/** What a terminal says around the verification of a proof file, in English. Texts from outside are given as they are to be shown. */
export const ENGLISH_WORDS = {
  verdict: {
    failed: (checks: readonly CheckName[]) => `✗ NOT VERIFIED: ${list(checks)}`,
    because: (explanation: string) => ` — ${explanation}`,
    changedFigures: 'the figures shown are not those that were signed. Do not use them.',
    hidden:
      '! GENUINE, SHOWS NO FIGURES: the record was signed and anchored as the file says, but the file shows none of its figures, so it proves none. Ask the party for a file that shows them.',
    verified: '✓ verified',
    hidesFigures: '! genuine, shows no figures',
    unchecked: (parts: readonly string[]) => `– unchecked: ${parts.join('; ')}`,
    notRequired: (checks: readonly CheckName[]) => `The policy does not require: ${list(checks)}`,
    required: (checks: readonly CheckName[]) => `required, but could not be checked: ${list(checks)}`,
    cutShort: (checks: readonly CheckName[]) =>
      `cut short, so that nobody knows what it finds: ${list(checks)}`,
    alsoUnchecked: (checks: readonly CheckName[]) => `; also not checked: ${list(checks)}`,
    with: (parts: readonly string[]) => `, ${parts.join('; ')}`,
    notAsked: 'not asked whether it is the newest',
    warned: (count: number, reasons: readonly string[]) =>
      `with ${formatCount(count, 'warning')}: ${reasons.join('; ')}`,
    asOf: (time: string) => `as of ${time}`,
    asOfBatch: (batch: number, time: string | null) =>
      `as of batch ${batch}${time === null ? '' : `, ${time}`}`,
    newer: (count: number) =>
      `${formatCount(count, 'newer batch exists', 'newer batches exist')}, ledger proof refresh renews the file`,
    judgedAt: (time: string) =>
      `As of ${time}, not of today: records that were anchored later are no part of the judgement. The chain is read as it is today.`,
    newestNotAsked:
      'Not asked whether this is the newest version: the policy says so. A newer version, or a withdrawal, may exist.',
  },
  checks: {
    passed: (records: number, checks: readonly CheckName[]) =>
      `✓ ${formatCount(records, 'record')}: ${list(checks)} passed`,
    several: (checks: readonly CheckName[]) => `${list(checks)}: `,
    more: (count: number) => ` (and ${count} more)`,
    ofRecord: (id: string) => `record ${id}…: `,
    ofRecords: (count: number) => `${count} records: `,
    code: 'code',
    expected: 'expected',
    actual: 'actual',
    /** A duration in its two largest units. */
    age: (parts: readonly (readonly [count: number, unit: AgeUnit])[]) =>
      parts.map(([count, unit]) => formatCount(count, unit)).join(' '),
  },
  summary: {
    says: (title: string | null, kind: KindName, subject: string, sequence: number) =>
      `The file says: ${title === null ? '' : `${title}, `}${kind} ${subject}, sequence ${sequence}`,
    labels: {
      ...{ record: 'record', party: 'party', sealed: 'sealed', anchored: 'anchored', ledger: 'ledger' },
      ...{ standing: 'standing', cites: 'cites', absent: 'absent', figures: 'figures', says: 'says' },
      ...{ assurance: 'assured', decision: 'decided', others: 'others' },
    },
    notLookedUp: 'identifier not looked up: no answer from the chain',
    offline: 'identifier not looked up: offline',
    notRegistered: 'not in the registry',
    sealed: (time: string, batch: number) => `${time}, batch ${batch}`,
    sealedTime: SEALED_TIME,
    anchored: (time: string, chainId: number) => `${time}, on chain ${chainId}`,
    document: 'document',
    period: formatPeriod,
    absentEntry: (key: string) => `${key}: absent, as the file says`,
    standing: ({ state, by, batch, asOf }: Standing, change: string | null, reason: string | null) => {
      if (state === 'unknown') return 'not known: see currentness below';
      if (state === 'later') return 'anchored after the time of the judgement';
      const known = `as of batch ${batch}${asOf === null ? '' : `, ${formatTime(asOf)}`}`;
      if (state === 'current') return `current, ${known}`;
      const what = change === null ? '' : ` (${change})`;
      const why = reason === null ? '' : `: ${reason}`;
      return `${state}${by === null ? '' : ` by ${by}`}${what}${why}, ${known}`;
    },
    cited: (title: string, record: string, standing: string) => `${title}, ${record}: ${standing}`,
    absentStream: (stream: string, party: string | null, batch: number, basis: string) =>
      `no stream ${stream}${party === null ? '' : ` of ${party}`}, as of batch ${batch}, as the file says; ${basis}`,
    origin: (origin: keyof FigureOrigins, keys: readonly string[]) =>
      `${keys.length} ${ORIGINS[origin]}: ${listKeys(keys)}`,
    renamed: (key: string, cited: string, reason: string) => `${key} is ${cited} of the result: ${reason}`,
    unused: (record: string, keys: readonly string[]) =>
      `${formatCount(keys.length, 'row')} of ${record}… shown, not used by the run: ${listKeys(keys)}`,
    nobody: 'by nobody, as far as the file shows',
    /** What an assurance or decision says itself, and what others say. */
    ownOpinion: quoteText,
    ownWords: (texts: readonly string[]) => texts.join(', '),
    answer: ({ says, party, level, scope, standard, target, reason, gone }: ShownAnswer) => {
      const quoted = (before: string, text: string | null): string =>
        text === null ? '' : `, ${before} ${quoteText(text)}`;
      const words = `${plainText(says)} by ${party}${quoted('level', level)}${quoted('scope', scope)}${quoted('standard', standard)}`;
      const why = reason === null ? '' : `: ${quoteText(reason)}`;
      return `${words}; ${target}${why}${gone === null ? '' : `; ${gone}: counts as no answer`}`;
    },
    thisVersion: 'for this version',
    otherVersion: (sequence: number | null, record: string) =>
      `for sequence ${sequence ?? '?'} alone, record ${record}`,
    otherRecord: (kind: KindName | 'cited' | null, title: string | null, record: string) =>
      `for the ${kind === 'cited' ? 'cited result' : (kind ?? 'record')} ${title === null ? '' : `"${title}", `}${record}`,
  },
  /** What is said beside a verification. */
  beside: {
    unnamed: (file: string, sha256: string) =>
      `✗ ${file} is not a document of this proof file: none of the entries shown names the SHA-256 ${sha256} [document-not-named]`,
    named: (file: string, by: readonly NamedEntry[]) =>
      `✓ ${file} is the document that is named by ${by.map(({ record, key }) => `${key} of ${record}`).join(', ')}`,
    checkedNothing: (library: string, keccak: string) =>
      `${library} with ${keccak} checked nothing: the file cannot be read as a proof file, so it has no inclusion to check`,
    disagrees: (library: string, records: readonly string[]) =>
      `${library} disagrees about the inclusion of ${records.join(', ')}: this is a defect, please report it`,
    agrees: (library: string, keccak: string, held: number, proofs: number) =>
      `${library} with ${keccak} agrees: ${held} of ${proofs} inclusion proofs hold. It checks inclusion alone`,
  },
};

/** What a terminal says around the verification of a proof file. */
export type VerificationWords = typeof ENGLISH_WORDS;
