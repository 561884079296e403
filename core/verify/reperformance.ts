import type { z } from 'zod';
import type { BundleRecord, ShownEntry } from '../proofs/bundle.ts';
import { type Hex, ZERO_HASH } from '../encoding/hex.ts';
import { isEqualJson, type JsonObject } from '../encoding/json.ts';
import { describeMismatch, valueAt } from '../encoding/mismatch.ts';
import { KINDS } from '../records/kind.ts';
import {
  findRunEntry,
  findSolution,
  isRunEntry,
  isSolutionEntry,
  type Run,
  type RunInput,
  runSchema,
} from '../records/run.ts';
import { type Citing, compareCited, listCitations } from './citations.ts';
import type {
  Engine,
  Figures,
  OpenDocument,
  OpenEngine,
  RepeatedInput,
  RepeatOptions,
  RunFigure,
} from './engine.ts';
import type { GivenRows } from './given-rows.ts';
import { readDocuments, readOne } from './run-documents.ts';
import { compareInputs, countInput, findInputs } from './run-inputs.ts';
import { type Finding, fail, findingOf, pass, runCheck, skip, worstOf } from './result.ts';
import { countSamples, type Work } from './work.ts';

/** What the check needs of a record in a proof file. */
type ReperformedRecord = Pick<BundleRecord, 'id' | 'record' | 'entries'>;

/** What is computed again, and with which engines. */
export interface Reperformance {
  readonly bundle: { readonly records: readonly ReperformedRecord[] };
  /** The SHA-256 of each accepted engine; null where no policy chooses, and every engine at hand is accepted. */
  readonly engines: readonly Hex[] | null;
  readonly openEngine: OpenEngine | undefined;
  /** Rows of whole records, from files beside the proof file. They count for the records that name their root. */
  readonly rows?: readonly GivenRows[];
  /** Finds the documents that runs use. A run that uses one which is not found is not computed again. */
  readonly openDocument?: OpenDocument;
  /** Called while the equations of a run are solved again, with the part that is done, from 0 to 1. */
  readonly onSolving?: (done: number) => void;
  /** Counts the rows that runs use; without it they are not limited. */
  readonly work?: Work;
}

/** What the check reperformance found, and the figures of each result that was computed again. */
export interface Reperformed {
  readonly finding: Finding;
  readonly computed: ReadonlyMap<Hex, Figures>;
}

/**
 * Verifies every result in the proof file by computing its figures again, with the engine that its run names. Each figure must be
 * the same to the digit, and so must each figure of another record that cites one of them (§11).
 */
export async function verifyReperformance(asked: Reperformance): Promise<Reperformed> {
  const computed = new Map<Hex, Figures>();
  return { finding: await runCheck(() => compareResults(asked, computed)), computed };
}

async function compareResults(asked: Reperformance, computed: Map<Hex, Figures>): Promise<Finding> {
  const { bundle, engines } = asked;
  const citations = listCitations(bundle.records);
  const cited = new Set(citations.map(({ citation }) => citation.result));
  // A result that shows nothing and is not cited is in the file for another record, such as an assurance of several results.
  const results = bundle.records.filter(
    ({ id, record: { kind }, entries: { shown } }) =>
      kind === KINDS.result && (shown.length > 0 || cited.has(id)),
  );
  const absent = [...cited].find((id) => !results.some((result) => result.id === id));
  if (results.length === 0 && absent === undefined)
    return skip('no-run', 'the proof file shows no entries of a result');
  if (engines?.length === 0) return skip('no-engines', 'no engine is accepted');
  const findings =
    absent === undefined
      ? []
      : [skip('no-run', `figures cite the result ${absent}, which is not in the proof file`)];
  for (const result of results) {
    // A run that takes too much work is left out: it must not hide another one that fails.
    const outcome = await reperform(result, asked).catch((error: unknown): Outcome => ({
      finding: findingOf(error),
    }));
    findings.push('finding' in outcome ? outcome.finding : compareShown(result, outcome));
    if (!('finding' in outcome)) computed.set(result.id, outcome.figures);
  }
  return compareCitations(worstOf(findings)!, citations, computed);
}

/** Returns the finding on the results, unless an entry that cites one of their figures has another value, unit or period. */
function compareCitations(
  found: Finding,
  citations: readonly Citing[],
  computed: ReadonlyMap<Hex, Figures>,
): Finding {
  if (found.result === 'fail') return found;
  let same = 0;
  for (const { record, entry, citation } of citations) {
    const figure = computed.get(citation.result)?.get(citation.key);
    if (figure === undefined) continue;
    const difference = compareCited(record, entry, figure);
    if (difference !== null) return difference;
    same += 1;
  }
  if (found.result !== 'pass') return found;
  const others = citations.length - same;
  const citing = [
    ...(same > 0 ? [`${countEntries(same)} citing them with the same values`] : []),
    ...(others > 0 ? [`${countEntries(others)} citing figures that are not from a run`] : []),
  ];
  return pass([found.basis, ...citing].join('; '));
}

function countEntries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

/** A run that was computed again, with the same inputs and outputs; or the finding that says why not. */
type Outcome = Repeated | { readonly finding: Finding };

interface Repeated {
  readonly run: Run;
  readonly figures: Figures;
  readonly equations: Equations;
}

/** What became of the equations of a run: it has none that take long, its solution was given and checked, or they were solved again. */
type Equations = 'none' | 'checked' | 'solved';

async function reperform(result: ReperformedRecord, asked: Reperformance): Promise<Outcome> {
  const { bundle, engines, openEngine, rows = [], work } = asked;
  const entry = findRunEntry(result.entries.shown);
  if (entry === undefined)
    return { finding: skip('no-run', `the result ${result.id} does not show its entry run`) };
  const parsed = runSchema.safeParse(entry.detail);
  if (!parsed.success)
    return {
      finding: fail('run-malformed', describeMalformed(result.id, entry.detail, parsed.error)),
    };
  const run = parsed.data;
  if (engines?.includes(run.digest) === false) {
    const basis = `the run names the engine ${run.digest}, which is not accepted`;
    return { finding: { ...skip('engine-not-accepted', basis), actual: run.digest } };
  }
  const engine = (await openEngine?.(run.digest)) ?? null;
  if (engine === null) {
    const basis = `the engine ${run.version} with the SHA-256 ${run.digest} is not available here`;
    return { finding: { ...skip('engine-missing', basis), actual: run.digest } };
  }
  const claim = compareClaims(result, run, engine);
  if (claim !== null) return { finding: claim };
  work?.spend('samples', countSamples(run, countRows(run.inputs)));
  const given = new Set(rows.map(({ root }) => root));
  const isGiven = ({ record }: RunInput): boolean =>
    given.has(bundle.records.find(({ id }) => id === record)?.record.entries ?? ZERO_HASH);
  work?.spend('rows', countRows(run.inputs.filter((input) => !isGiven(input))) + run.outputs.length);
  const found = findInputs(result.id, run, { records: bundle.records, given: rows, work });
  if ('finding' in found) return found;
  const read = await readDocuments(result.id, found.inputs, engine, asked.openDocument);
  return 'finding' in read ? read : computeAgain({ result, run, engine, ...found, ...read }, asked);
}

function describeMalformed(id: Hex, detail: unknown, { issues }: z.ZodError): string {
  const issue = issues[0]!;
  const mismatch = describeMismatch(issue, valueAt(detail, issue.path));
  return `the entry run of ${id}, ${issue.path.map(String).join('.')}: ${mismatch}`;
}

function countRows(inputs: readonly RunInput[]): number {
  return inputs.reduce((sum, input) => sum + countInput(input), 0);
}

/** Compares what the run says about its engine and inputs with what they are. */
function compareClaims({ record }: ReperformedRecord, run: Run, engine: Engine): Finding | null {
  const [named, own] = [`${run.engine} ${run.version}`, `${engine.engineName} ${engine.engineVersion}`];
  if (named !== own)
    return fail(
      'engine-differs',
      `the engine with this digest is ${own}, but the run names ${named}`,
      own,
      named,
    );
  const inputs = run.inputs.map((input) => input.record);
  if (!isEqualJson(inputs, record.sources))
    return fail(
      'inputs-differ',
      'the run names other inputs than the sources of its record',
      record.sources,
      inputs,
    );
  return null;
}

/** A run with all that it names. */
interface Complete extends Pick<RepeatOptions, 'documents'> {
  readonly result: ReperformedRecord;
  readonly run: Run;
  readonly engine: Engine;
  readonly inputs: readonly RepeatedInput[];
}

async function computeAgain(complete: Complete, asked: Reperformance): Promise<Outcome> {
  const { result, run, engine, inputs, documents } = complete;
  const name = findSolution(result.entries.shown);
  const given = name === null ? null : await readOne(engine, name, asked.openDocument);
  if (given !== null && 'finding' in given) return given;
  let again: ReturnType<Engine['repeatRun']>;
  let solution: RepeatOptions['solution'] | null = given;
  try {
    const { onSolving } = asked;
    const progress = onSolving === undefined ? {} : { onProgress: onSolving };
    solution ??= (await engine.solveAgain?.(run, inputs, { documents, ...progress })) ?? null;
    again = engine.repeatRun(run, inputs, { documents, ...(solution === null ? {} : { solution }) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { finding: fail('run-refused', `the engine cannot compute the run again: ${reason}`) };
  }
  const difference = compareRuns(result.id, run, again);
  if (difference !== null) return { finding: difference };
  const figures = new Map(again.figures.map((figure) => [figure.key, figure]));
  return { run, figures, equations: given !== null ? 'checked' : solution === null ? 'none' : 'solved' };
}

const EQUATIONS: Readonly<Record<Equations, string>> = {
  none: '',
  checked: '; the given solution of its equations was checked',
  solved: '; its equations were solved again',
};

function compareRuns(id: Hex, run: Run, again: ReturnType<Engine['repeatRun']>): Finding | null {
  const difference = compareInputs(id, run, again.used);
  if (difference !== null) return difference;
  const keys = again.figures.map(({ key }) => key);
  if (!isEqualJson(keys, run.outputs))
    return fail(
      'outputs-differ',
      `the run of ${id} names other figures than the engine computes`,
      keys,
      run.outputs,
    );
  return null;
}

function compareShown(
  { id, entries: { shown } }: ReperformedRecord,
  { run, figures, equations }: Repeated,
): Finding {
  const own = shown.filter((entry) => !isRunEntry(entry) && !isSolutionEntry(entry));
  const compared = own.flatMap((figure) => {
    const computed = figures.get(figure.key);
    return computed === undefined ? [] : [{ figure, expected: pick(computed), actual: pick(figure) }];
  });
  for (const { figure, expected, actual } of compared) {
    if (isEqualJson(expected, actual)) continue;
    const basis = `${figure.key} of ${id} differs from what the engine computes`;
    return fail('figure-differs', basis, expected, actual);
  }
  const others = own.length - compared.length;
  return pass(
    `${compared.length} of ${figures.size} figures of ${id} computed again to the digit with ${run.engine} ${run.version}${EQUATIONS[equations]}${others > 0 ? `; ${countEntries(others)} shown in addition, not from its run` : ''}`,
  );
}

function pick({ key, value, unit, from, until, detail }: RunFigure | ShownEntry): JsonObject {
  return { key, value, unit, from, until, detail: detail as JsonObject };
}
