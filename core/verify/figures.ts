import type { BundleRecord, ShownEntry } from '../proofs/bundle.ts';
import { type Hex, ZERO_HASH } from '../encoding/hex.ts';
import { isAnswer, type KindName, KINDS } from '../records/kind.ts';
import { readCitation, readRelabelling } from '../records/derivation.ts';
import { findRunEntry, runSchema } from '../records/run.ts';
import { answersOf } from '../records/statement.ts';
import type { Figures } from './engine.ts';
import { countInputTests, openInput } from './run-inputs.ts';
import { type Finding, fail, skip, type VerifyCode } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Where the figures come from that the subject shows: their keys, each in one list (§11). */
export interface FigureOrigins {
  /** Computed again here, or citing a figure that was, with the same value. */
  readonly recomputed: readonly string[];
  /** Citing a figure of a result that was not computed again. */
  readonly cited: readonly string[];
  /** Figures of a disclosure that cite nothing. */
  readonly uncited: readonly string[];
  /** Figures of a result that its run does not name; figures of a disclosure that cite one of these. */
  readonly notOfRun: readonly string[];
  /** Figures of a result that were not computed again. */
  readonly notRecomputed: readonly string[];
}

/** A figure that a disclosure shows under another key than the result. */
export interface Relabelled {
  readonly key: string;
  readonly cited: string;
  readonly reason: string;
}

/** Returns the record whose figures a file is about: its subject, or what that assures or decides in the end. */
export function findObject({ bundle, byId }: VerificationContext): BundleRecord {
  let object = bundle.records[0]!;
  const passed = new Set<BundleRecord>();
  // Only records whose ids are wrong can answer each other in a circle.
  while (isAnswer(object.record.kind) && !passed.has(object)) {
    passed.add(object);
    object = byId.get(answersOf(object.statement) ?? ZERO_HASH) ?? object;
  }
  return object;
}

/** Returns where the figures of a record come from; null if it is neither a result nor a disclosure. */
export function countFigures(
  { byId }: VerificationContext,
  subject: BundleRecord,
  computed: ReadonlyMap<Hex, Figures>,
): FigureOrigins | null {
  const { kind } = subject.record;
  if (kind !== KINDS.result && kind !== KINDS.disclosure) return null;
  const outputsOf = readOutputs(byId);
  const originOf = (entry: ShownEntry): keyof FigureOrigins => {
    const citation = readCitation(entry.detail);
    if (citation === null && kind === KINDS.disclosure) return 'uncited';
    const own = { result: subject.id, key: entry.key };
    // A result's own run says what it computes, whatever its entries cite.
    const { result, key } = citation === null || outputsOf(subject.id) !== undefined ? own : citation;
    if (computed.get(result)?.has(key) === true) return 'recomputed';
    if (outputsOf(result)?.has(key) === false) return 'notOfRun';
    return citation === null ? 'notRecomputed' : 'cited';
  };
  const figures = listFigures(subject).map((entry) => ({ key: entry.key, origin: originOf(entry) }));
  const keysOf = (wanted: keyof FigureOrigins): string[] =>
    figures.filter(({ origin }) => origin === wanted).map(({ key }) => key);
  return {
    recomputed: keysOf('recomputed'),
    cited: keysOf('cited'),
    uncited: keysOf('uncited'),
    notOfRun: keysOf('notOfRun'),
    notRecomputed: keysOf('notRecomputed'),
  };
}

/**
 * Where reperformance is required, something that was computed again must stand behind the subject: another result
 * beside it in the file says nothing about it (§11).
 */
export function requireOwn(
  context: VerificationContext,
  finding: Finding,
  computed: ReadonlyMap<Hex, Figures>,
): Finding {
  if (!context.policy.require.includes('reperformance') || finding.result !== 'pass') return finding;
  if (listBehind(findObject(context)).some((id) => computed.has(id))) return finding;
  return skip('no-run', `${finding.basis}; but no figure of the subject comes from what was computed again`);
}

/** Returns the results whose figures a record shows: itself, or those that a disclosure cites. */
function listBehind({ id, record, entries }: BundleRecord): Hex[] {
  if (record.kind === KINDS.result) return [id];
  return entries.shown.flatMap(({ detail }) => readCitation(detail)?.result ?? []);
}

/** Returns the keys that the run of a result names as its outputs; undefined where the proof file shows no run of it. Each run is read once. */
function readOutputs(byId: VerificationContext['byId']): (result: Hex) => ReadonlySet<string> | undefined {
  const known = new Map<Hex, ReadonlySet<string> | undefined>();
  return (result) => {
    if (!known.has(result)) {
      const entry = findRunEntry(byId.get(result)?.entries.shown ?? []);
      const run = runSchema.safeParse(entry?.detail).data;
      known.set(result, run === undefined ? undefined : new Set(run.outputs));
    }
    return known.get(result);
  };
}

/** Returns the entries that a record shows and that are quantities. */
export function listFigures({ entries }: BundleRecord): ShownEntry[] {
  return entries.shown.filter(({ unit }) => unit !== '');
}

/**
 * Tells whether a file is about figures and shows none: about a result or a disclosure whose figures are all hidden. Its verdict says that
 * the record is genuine, and nothing about a figure (§11).
 */
export function hidesFigures({
  summary,
  shownFigures,
}: {
  readonly summary: { readonly kind: KindName } | null;
  readonly shownFigures: number;
}): boolean {
  return shownFigures === 0 && (summary?.kind === 'result' || summary?.kind === 'disclosure');
}

/** Returns the figures that the subject shows under another key than the cited result. */
export function listRelabelled({ bundle }: VerificationContext): Relabelled[] {
  return bundle.records[0]!.entries.shown.flatMap(({ key, detail }) => {
    const [citation, reason] = [readCitation(detail), readRelabelling(detail)];
    if (citation === null || reason === null || citation.key === key) return [];
    return [{ key, cited: citation.key, reason }];
  });
}

/** Rows of one record that the proof file shows and that no run in it names. */
export interface UnusedRows {
  readonly record: Hex;
  readonly keys: readonly string[];
}

/**
 * Returns the rows that the proof file shows of a run's inputs and that the run did not use, by record.
 * @throws OverWork before more rows are looked at than one verification does
 */
export function listUnusedRows({ bundle, byId, work }: VerificationContext): UnusedRows[] {
  const tests = new Map<Hex, ((entry: ShownEntry) => boolean)[]>();
  for (const { entries } of bundle.records)
    for (const input of runSchema.safeParse(findRunEntry(entries.shown)?.detail).data?.inputs ?? []) {
      work.spend('tests', countInputTests(input, byId.get(input.record)?.entries.shown.length ?? 0));
      const known = tests.get(input.record);
      if (known === undefined) tests.set(input.record, [openInput(input)]);
      else known.push(openInput(input));
    }
  return [...tests].flatMap(([record, named]) => {
    const shown = byId.get(record)?.entries.shown ?? [];
    const unused = shown.filter((entry) => !named.some((isNamed) => isNamed(entry))).map(({ key }) => key);
    return unused.length === 0 ? [] : [{ record, keys: unused }];
  });
}

/** Returns the findings on figures of the subject, or of what it answers, that no run stands behind: those that cite nothing, and those that a run does not name (§11). */
export function findUnfounded({ policy }: VerificationContext, origins: FigureOrigins | null): Finding[] {
  const { uncited = [], notOfRun = [] } = origins ?? {};
  const found = [
    ...describeUnfounded('figure-uncited', uncited, ['cites no result', 'cite no result']),
    ...describeUnfounded('figure-not-of-run', notOfRun, [
      'is not among the outputs of the run of its result',
      'are not among the outputs of the run of their result',
    ]),
  ];
  const result = policy.require.includes('reperformance') ? 'fail' : 'warn';
  return found.map((finding) => ({ ...finding, result }));
}

function describeUnfounded(
  code: VerifyCode,
  keys: readonly string[],
  [one, many]: readonly [string, string],
): Finding[] {
  if (keys.length === 0) return [];
  const what = keys.length === 1 ? `1 figure ${one}` : `${keys.length} figures ${many}`;
  return [fail(code, `${what}, so nothing says how it was computed: ${keys.join(', ')}`, null, keys)];
}
