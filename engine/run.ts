import * as z from 'zod';
import type { Rounding } from './quantities/decimal.ts';
import { EngineError, placeOf, placeOfAsked } from './errors/engine-error.ts';
import { nameRow, showTime } from './factors/factor.ts';
import type { Warning } from './errors/warning.ts';
import type { Draft } from './figures/draft.ts';
import { evaluateDrafts, type Evaluation, type Percentiles } from './figures/evaluators.ts';
import type { UnsureDigits } from './figures/guaranteed.ts';
import { ExactEvaluator } from './figures/exact.ts';
import { distinctTexts } from './rows/row.ts';
import { FigureWriter } from './figures/figure-writer.ts';
import { markRows } from './figures/rows-of-nodes.ts';
import type { Figure } from './figures/figure.ts';
import { WarnedRows } from './figures/warned-rows.ts';
import type { Hex } from '../core/encoding/hex.ts';
import { rootOfRows } from '../core/records/row-set.ts';
import { describeMismatch, valueAt } from '../core/encoding/mismatch.ts';
import type { SolveOptions } from './methods/method.ts';
import type { CommonParameters } from './methods/parameters.ts';
import { findMethod, type RegisteredMethod } from './registry.ts';
import { isActivityType } from './rows/activity.ts';
import type { InputRecord } from './rows/input.ts';
import { checkRows, refuseRows, type CheckContext, type RowWarning } from './rows/checks/check-rows.ts';
import { checkDocuments, readDocument } from './rows/document.ts';
import type { Matrix } from './rows/matrix.ts';
import { openDocuments, warnOfDocuments, type RunDocuments } from './rows/run-documents.ts';
import { countRows, reconcile, type Reconciliation } from './rows/reconcile.ts';
import { compareTexts, isStated, readRows, type Period, type Row } from './rows/row.ts';
import { listUsed, type UsedRecord } from './rows/used-rows.ts';
import { indexRows, type RowIndex } from './rows/row-index.ts';
import type { RandomNumbers, RunDetail, RunInput } from './run-detail.ts';
import type { RunOptions, SolvedRun } from './run-options.ts';
import { Acceptances, joinWarnings, weighWarnings } from './run-warnings.ts';
import { engineName, engineVersion } from './version.ts';
import { GENERATOR } from './quantities/threefry.ts';
import { Assessor, type Assessed, type UncertaintyAsked } from './uncertainty/assess.ts';
import { simulateHere, type SimulatedGroup, type Simulation } from './uncertainty/simulate.ts';
import { draftTrend, type Trend, type TrendAsked } from './uncertainty/trend.ts';

export { checkDocuments, engineName, engineVersion, readDocument };
export type { RunDetail, RunInput } from './run-detail.ts';
export type { RunOptions, RunSolution, SolvedRun } from './run-options.ts';

/** Figures ascending by key, warnings for their readers, and the rows that were used, ascending by record id and key. */
export interface RunResult {
  readonly figures: readonly Figure[];
  readonly warnings: readonly Warning[];
  readonly used: readonly UsedRecord[];
  /** What became of every row that was read. */
  readonly reconciliation: Reconciliation;
  /** The random numbers of a simulation. Absent where nothing was drawn. */
  readonly simulation?: RandomNumbers;
}

/**
 * Computes the figures of a method, named `id@version`, from dataset records. A pure function: the same bits on every machine,
 * in any order of records and entries. Parameters hold `rounding` and `period` besides those of the method.
 * @throws EngineError with its code, row and column
 */
export function runMethod(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  options: RunOptions = {},
): RunResult {
  return prepareRun(method, inputs, parameters, options).finish();
}

/** A run that was read and checked, before its figures are computed. */
export interface PreparedRun {
  /** The simulation of a run of `uncertainty@1`, whose slices can be computed in several threads; null where it has none. */
  readonly simulation: Simulation | null;
  /**
   * Computes the figures. @param groups the results of the groups of the simulation, in their order. Without them, the simulation runs
   * here and gives the same bits.
   */
  readonly finish: (groups?: readonly SimulatedGroup[]) => RunResult;
}

/**
 * Prepares a run, so that a program can compute its simulation in several threads. `finish` returns what `runMethod` returns.
 * @throws as `runMethod`
 */
export function prepareRun(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  options: RunOptions = {},
): PreparedRun {
  const drafted = draftRun(method, inputs, parameters, options);
  const { asked, drafts, changes, all, rows, checked, trend, documents } = drafted;
  const { roots = true } = options;
  const isMarked = markRows(drafts, all.length);
  const isUsed = (row: Row): boolean => isMarked(row) || documents.isTaken(row);
  const about = [
    ...checkRows(rows, { ...checked, isUsed }),
    ...(trend === null ? [] : checkRows(rows, { ...checked, period: trend.base, isUsed })),
  ];
  const assessor = asked === null ? null : new Assessor(drafts, asked, changes);
  const simulation = assessor?.simulation ?? null;
  return {
    simulation,
    finish: (groups = simulation === null ? [] : simulateHere(simulation)) => {
      const assessed = assessor?.finish(groups) ?? null;
      return writeRun(drafted, { parameters, roots, isUsed, about, assessed });
    },
  };
}

/** What is known of a drafted run when its figures are written. */
interface Writing {
  readonly parameters: unknown;
  readonly roots: boolean;
  readonly isUsed: (row: Row) => boolean;
  readonly about: readonly RowWarning[];
  readonly assessed: Assessed | null;
}

function writeRun(
  {
    all,
    rows,
    found,
    common,
    about: { unsureDigits = 'refuse' },
    checked,
    drafts,
    documents,
    asked,
  }: DraftedRun,
  { parameters, roots, isUsed, about: ofRows, assessed }: Writing,
): RunResult {
  const { period, rounding, mass, listed } = common;
  const exact = new ExactEvaluator();
  const acceptances = new Acceptances(common.accepted);
  const accept = <W extends Warning>(warning: W): W => acceptances.accept(warning);
  const about = [...ofRows, ...(assessed?.warnings ?? [])].map(accept);
  const engine = `${engineName} ${engineVersion}`;
  const showing = {
    ...{ engine, period, rounding, mass, listed, roots, unsureDigits, exact, accept },
    warnings: new WarnedRows(about, all.length),
  };
  const writer = new FigureWriter(
    assessed === null ? showing : { ...showing, uncertaintyOf: assessed.noteOf },
  );
  const figures = drafts.map((draft) => writer.write(draft)).sort((a, b) => compareTexts(a.key, b.key));
  const ofDocuments = warnOfDocuments(documents, all, isUsed).map(accept);
  const warnings = [...joinWarnings(writer.warnings, weighWarnings(about, drafts, exact)), ...ofDocuments];
  refuseUnusedProxies(common, writer.warnings);
  if (checked.isRepeated !== true) acceptances.refuseUnused();
  return {
    figures,
    warnings,
    used: listUsed({ rows: all, isUsed, period, listed }),
    reconciliation: reconcile(all, {
      ...checked,
      isUsed,
      reasonOf: found.leavesOut(parameters, rows),
    }),
    ...(asked === null || asked.approach === 1
      ? {}
      : { simulation: { generator: GENERATOR, seed: asked.seed, draws: asked.draws } }),
  };
}

/**
 * Computes the figures of a method in four ways, to compare them: exactly, in float64, with their derivatives, and by simulation. Figures are
 * not rounded; they ascend by key.
 * @throws as `runMethod`; EngineError `out-of-range` for a number that float64 cannot hold
 */
export function evaluateRun(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  simulation: Percentiles,
  options: RunOptions = {},
): Evaluation[] {
  const { drafts } = draftRun(method, inputs, parameters, options);
  return evaluateDrafts(
    drafts.toSorted((a, b) => compareTexts(a.key, b.key)),
    simulation,
  );
}

/** A run that was read, before anything is computed. */
interface OpenedRun {
  readonly found: RegisteredMethod;
  /** What is asked about the uncertainty of the figures, and their trend. */
  readonly asked: UncertaintyAsked | null;
  readonly trend: TrendAsked | null;
  readonly common: CommonParameters;
  /** The parameters of the method that computes the figures. Where a method such as `uncertainty@1` wraps another one, those of the inner one. */
  readonly about: Partial<AskedFigures>;
  readonly all: readonly Row[];
  readonly rows: RowIndex;
  readonly documents: RunDocuments;
  readonly checked: Omit<CheckContext, 'isUsed'>;
}

/** Parameters that some methods have. */
interface AskedFigures {
  readonly gwpSet: string;
  readonly unsureDigits: UnsureDigits;
}

/** The graphs of the figures of a run, and what they were made of. */
interface DraftedRun extends OpenedRun {
  readonly changes: Trend['changes'];
  readonly drafts: readonly Draft[];
}

/** Reads the rows and documents of a run. @throws EngineError with its code, row and column */
function openRun(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  { isRepeated = false, documents: given = [] }: RunOptions,
): OpenedRun {
  const found = findMethod(method);
  const common = parseParameters(found, parameters);
  const all = readRows(inputs);
  const documents = openDocuments(given, all);
  const rows = indexRows(all);
  const wrapped = found.wraps?.(parameters) ?? null;
  const { asked = null, trend = null } = wrapped ?? {};
  const about = (
    wrapped === null ? common : wrapped.method.parse(wrapped.parameters)
  ) as Partial<AskedFigures>;
  const { gwpSet } = about;
  const checked = {
    inputs,
    reads: (wrapped?.method ?? found).reads,
    period: common.period,
    isRepeated,
    ...(gwpSet === undefined ? {} : { gwpSet }),
  };
  return { found, asked, trend, common, about, all, rows, documents, checked };
}

/** Returns the figures of a run before they are computed. @throws EngineError with its code, row and column */
function draftRun(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  options: RunOptions,
): DraftedRun {
  const opened = openRun(method, inputs, parameters, options);
  const { found, trend, common, rows, documents, checked } = opened;
  const { period, proxies } = common;
  const solution = options.solution?.matrix;
  if (solution !== undefined && found.solve === null)
    throw new EngineError(
      'bad-document',
      `${method} solves no equations, so it takes no solution`,
      method,
      placeOfAsked('solution'),
    );
  // A solution is that of the table of the period, and never of the base year.
  const draftOf = (own: Period, solved: { readonly solution?: Matrix }): Draft[] => {
    refuseRows(rows, { ...checked, period: own });
    return found.compute({ rows, period: own, proxies, documents, ...solved }, parameters);
  };
  const now = draftOf(period, solution === undefined ? {} : { solution });
  const since = trend === null ? NO_TREND : draftTrend(now, draftOf(trend.base, {}), trend);
  const drafts = [...now, ...since.drafts];
  if (drafts.length > 0) return { ...opened, changes: since.changes, drafts };
  throw new EngineError(
    'missing-activity',
    describeNothing(method, opened),
    period,
    placeOfAsked('parameters.period'),
  );
}

/** Returns why a run has no figure: of what time its activities are, or of what types, where the method reads none of them. */
function describeNothing(method: string, { all, checked: { reads, period } }: OpenedRun): string {
  const activities = all.filter(({ detail }) => isActivityType(detail.row));
  const read = activities.filter((row) => reads.includes(row.detail.row) && isStated(row));
  const time = `${showTime(period.from)} to ${showTime(period.until)}`;
  const text = `no row in the period (${time}) is of a type that ${method} computes`;
  if (read.length > 0) {
    const from = read.reduce((least, row) => (row.from < least ? row.from : least), read[0]!.from);
    const until = read.reduce((most, row) => (row.until > most ? row.until : most), 0);
    return `${text}: your rows are of ${showTime(from)} to ${showTime(until)}. Correct the period in the parameters, or give rows of it`;
  }
  const types = distinctTexts(activities.map(({ detail }) => detail.row));
  const found =
    types.length === 0 ? 'the inputs hold no activity' : `your activities are ${types.join(', ')}`;
  return `${text}: ${found}. It computes ${reads.filter(isActivityType).join(', ')}`;
}

const NO_TREND: Trend = { drafts: [], changes: new Map() };

/**
 * Solves the equations of a run, so that `runMethod` need not: null where its method has none. The same bits on every machine. Solving can
 * take minutes; what a solution is worth is checked by `runMethod` in seconds.
 * @throws as `runMethod`; the reason of the signal when it aborts
 */
export async function solveRun(
  method: string,
  inputs: readonly InputRecord[],
  parameters: unknown,
  { documents: given = [], isRepeated = false, ...progress }: SolveOptions & RunOptions = {},
): Promise<SolvedRun | null> {
  const { found, common, rows, documents, checked } = openRun(method, inputs, parameters, {
    documents: given,
    isRepeated,
  });
  if (found.solve === null) return null;
  const { period, proxies } = common;
  refuseRows(rows, checked);
  const matrix = await found.solve({ rows, period, proxies, documents }, parameters, progress);
  return matrix === null ? null : { matrix };
}

/**
 * Returns the detail of the entry `run` (§10) for a result. `parameters` are those that the method was run with; `digest` is
 * the SHA-256 of the engine file, as `0x` hex.
 */
export function describeRun(
  method: string,
  parameters: { readonly rounding?: Rounding } & Readonly<Record<string, unknown>>,
  result: RunResult,
  digest: string,
): RunDetail {
  // A method can have a rounding of its own, which the parameters need not state.
  const { rounding = findMethod(method).parse(parameters).rounding, ...others } = parameters;
  return {
    engine: engineName,
    version: engineVersion,
    digest,
    method,
    parameters: others,
    inputs: result.used.map(describeInput),
    outputs: result.figures.map(({ key }) => key),
    rounding,
    reconciliation: countRows(result.reconciliation),
    ...result.simulation,
  };
}

/** A run as its description (§10) says what to repeat. */
type RepeatedRun = Pick<RunDetail, 'method' | 'parameters' | 'rounding'> &
  Partial<Pick<RunDetail, 'outputs' | 'draws'>>;

/**
 * Repeats a run from its description (§10) and the records that it names, so that its figures can be checked.
 * @throws as `runMethod`; EngineError `bad-parameters` before anything is drawn, if it would draw more than its description says
 */
export function repeatRun(
  { method, parameters, rounding, outputs = [], draws = 0 }: RepeatedRun,
  inputs: readonly InputRecord[],
  options: RunOptions = {},
): RunResult {
  const prepared = prepareRun(method, inputs, { ...parameters, rounding }, { ...options, isRepeated: true });
  const { simulation } = prepared;
  if (simulation !== null && (simulation.draws > draws || simulation.figures > outputs.length))
    throw new EngineError(
      'bad-parameters',
      `the run describes ${draws} draws of ${outputs.length} figures, but would make ${simulation.draws} of ${simulation.figures}`,
      draws,
      placeOfAsked('parameters.draws'),
    );
  return prepared.finish();
}

/** Solves the equations of a run that is repeated; null where it has none. @throws as `solveRun` */
export function solveAgain(
  { method, parameters, rounding }: RepeatedRun,
  inputs: readonly InputRecord[],
  options: SolveOptions & RunOptions = {},
): Promise<SolvedRun | null> {
  return solveRun(method, inputs, { ...parameters, rounding }, { ...options, isRepeated: true });
}

function parseParameters(method: RegisteredMethod, parameters: unknown): CommonParameters {
  try {
    return method.parse(parameters);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const lines = cause.issues.map((issue) =>
      [issue.path.join('.'), describeMismatch(issue, valueAt(parameters, issue.path))]
        .filter((part) => part !== '')
        .join(': '),
    );
    const place = placeOfAsked(['parameters', ...(cause.issues[0]?.path ?? [])].join('.'));
    throw new EngineError('bad-parameters', lines.join('; '), parameters, place);
  }
}

/** Throws for a proxy that no activity needs. Each one that is used has given a warning. */
function refuseUnusedProxies({ proxies }: CommonParameters, warnings: readonly Warning[]): void {
  const warned = new Set(warnings.map(({ row }) => nameRow(row)));
  for (const { record, key } of proxies) {
    if (warned.has(nameRow({ record, key }))) continue;
    const text = `${key} is declared as a proxy, but no activity needs it: remove it from parameters.proxies`;
    throw new EngineError('unused-proxy', text, key, placeOf({ record, key }, 'parameters.proxies'));
  }
}

function describeInput({ record, keys: all, selection, documents = [] }: UsedRecord): RunInput {
  if (selection === undefined) return { record, keys: all };
  const keys = documents.length === 0 ? all : all.filter((key) => !documents.includes(key));
  const set = { record, selection, count: keys.length, root: rootOfRows(record as Hex, keys) };
  return documents.length === 0 ? set : { ...set, documents };
}
