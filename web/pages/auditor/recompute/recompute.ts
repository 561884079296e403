import { checkItem } from '../../../../core/merkle/map/proof.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { isEqualJson } from '../../../../core/encoding/json.ts';
import { FailedCheck } from '../../../../core/errors.ts';
import { type Entry, hashEntries, itemOfEntry } from '../../../../core/records/entry.ts';
import { readCitation } from '../../../../core/records/derivation.ts';
import { KINDS } from '../../../../core/records/kind.ts';
import { hashRecord } from '../../../../core/records/record.ts';
import {
  findRunEntry,
  isRunEntry,
  isSolutionEntry,
  type Run,
  runSchema,
} from '../../../../core/records/run.ts';
import type {
  Engine,
  Figures,
  OpenDocument,
  OpenEngine,
  RepeatOptions,
} from '../../../../core/verify/engine.ts';
import { verifyReperformance } from '../../../../core/verify/reperformance.ts';
import { openInput } from '../../../../core/verify/run-inputs.ts';
import type { Material, MaterialRecord } from './material.ts';
import type { ComparedFigure, RecomputeProgress, Recomputation, ReconciledRecord } from './recomputation.ts';

/** How the engines and documents of runs are opened. */
export interface Engines {
  readonly open: OpenEngine;
  /** Finds the documents that runs used; without it they use none. */
  readonly openDocument?: OpenDocument;
}

/**
 * Computes the figures of a result again, or those of the results that a disclosure cites, and compares each with the registered one. The
 * records and entries are hashed first, so that what a server sent is what was signed.
 * @throws FailedCheck `proof-root` for a record or entries that were changed
 */
export async function recompute(
  { records, isFile }: Material,
  { open: openEngine, openDocument }: Engines,
  report: (progress: RecomputeProgress) => void,
): Promise<Recomputation> {
  report({ step: 'checking', done: null });
  for (const record of records) checkRecord(record);
  report({ step: 'computing', done: null });
  const { open, givenTo } = rememberGiven(openEngine);
  const { finding, computed } = await verifyReperformance({
    bundle: { records },
    engines: null,
    openEngine: open,
    ...(openDocument === undefined ? {} : { openDocument }),
    onSolving: (done) => report({ step: 'computing', done }),
  });
  const runs = records.flatMap((record) => {
    const run = readRun(record);
    return run === null ? [] : [{ record, run }];
  });
  report({ step: 'rows', done: null });
  const reconciled = isFile ? null : await reconcileAll(runs, records, { open, givenTo });
  return {
    finding,
    engines: runs.map(({ run: { method, version, digest } }) => ({ method, version, digest })),
    figures: records.flatMap((record) => compareFigures(record, computed)),
    rows: reconciled === null ? null : reconciled.flatMap(({ rows }) => rows),
    usesOtherRows: reconciled?.some(({ isSame }) => !isSame) ?? false,
  };
}

function checkRecord({ id, record, title, entries }: MaterialRecord): void {
  const found = hashRecord(record);
  if (found !== id) throw changed(`the record ${title}`, id, found);
  if (entries.all) {
    const root = hashEntries(entries.shown.map(withoutSiblings));
    if (root !== record.entries) throw changed(`the entries of ${title}`, record.entries, root);
  } else
    for (const entry of entries.shown)
      checkItem(record.entries, itemOfEntry(withoutSiblings(entry)), entry.siblings ?? []);
}

function withoutSiblings({ siblings: _, ...entry }: MaterialRecord['entries']['shown'][number]): Entry {
  return entry;
}

function changed(what: string, expected: Hex, actual: Hex): FailedCheck {
  return new FailedCheck(
    'proof-root',
    `${what} are not those that were signed: expected ${expected}, got ${actual}`,
    expected,
    actual,
  );
}

function readRun({ record, entries }: MaterialRecord): Run | null {
  if (record.kind !== KINDS.result) return null;
  return runSchema.safeParse(findRunEntry(entries.shown)?.detail).data ?? null;
}

/** Compares the figures that a record shows: those of a result with its run, those of a disclosure with the figures that they cite. */
function compareFigures(
  { id, record, entries }: MaterialRecord,
  computed: ReadonlyMap<Hex, Figures>,
): ComparedFigure[] {
  if (record.kind !== KINDS.result && record.kind !== KINDS.disclosure) return [];
  return entries.shown
    .filter((entry) => !isRunEntry(entry) && !isSolutionEntry(entry))
    .map(({ key, value, unit, from, until, detail }) => {
      const citation = readCitation(detail);
      const figure =
        citation === null ? computed.get(id)?.get(key) : computed.get(citation.result)?.get(citation.key);
      const about = { record: id, key, from, until, detail, registered: { value, unit } };
      if (figure === undefined) return { ...about, computed: null, state: 'not-computed' };
      const quantity = { value: figure.value, unit: figure.unit };
      if (figure.value !== value || figure.unit !== unit)
        return { ...about, computed: quantity, state: 'differs' };
      const isSame =
        figure.from === from &&
        figure.until === until &&
        (citation !== null || isEqualJson(figure.detail, detail));
      return { ...about, computed: quantity, state: isSame ? 'equal' : 'detail' };
    });
}

/** What engines export besides what verification needs. */
interface RunningEngine extends Engine {
  readonly runMethod?: (
    method: string,
    inputs: readonly { readonly record: string; readonly entries: readonly Entry[] }[],
    parameters: unknown,
    given: Partial<RepeatOptions>,
  ) => {
    readonly used: readonly { readonly record: string; readonly keys: readonly string[] }[];
    readonly reconciliation?: readonly Omit<ReconciledRecord, 'title'>[];
  };
}

/** The engines that repeated runs, and the documents and solution that each run was given: they are read and solved once. */
interface Remembered {
  readonly open: OpenEngine;
  readonly givenTo: (run: Run) => Partial<RepeatOptions>;
}

function rememberGiven(openEngine: OpenEngine): Remembered {
  const given = new Map<string, RepeatOptions>();
  const nameRun = (
    { method, parameters, rounding }: Pick<Run, 'method' | 'parameters' | 'rounding'>,
    ids: readonly string[],
  ) => JSON.stringify([method, parameters, rounding, ids]);
  return {
    open: async (digest) => {
      const engine = await openEngine(digest);
      if (engine === null) return null;
      return {
        ...engine,
        repeatRun: (run, inputs, options) => {
          const ids = inputs.map(({ record }) => record);
          if (options !== undefined) given.set(nameRun(run, ids), options);
          return engine.repeatRun(run, inputs, options);
        },
      };
    },
    givenTo: (run) =>
      given.get(
        nameRun(
          run,
          run.inputs.map(({ record }) => record),
        ),
      ) ?? {},
  };
}

interface Reconciled {
  readonly rows: readonly ReconciledRecord[];
  readonly isSame: boolean;
}

/** Runs each method over all rows of its inputs, and returns what became of them; null where this is not possible. */
async function reconcileAll(
  runs: readonly { readonly run: Run }[],
  records: readonly MaterialRecord[],
  remembered: Remembered,
): Promise<Reconciled[] | null> {
  const all: Reconciled[] = [];
  for (const { run } of runs) {
    const reconciled = await reconcile(run, records, remembered);
    if (reconciled === null) return null;
    all.push(reconciled);
  }
  return all;
}

async function reconcile(
  run: Run,
  records: readonly MaterialRecord[],
  { open, givenTo }: Remembered,
): Promise<Reconciled | null> {
  const inputs = run.inputs.flatMap(({ record }) => records.find(({ id }) => id === record) ?? []);
  if (inputs.length < run.inputs.length || inputs.some(({ entries }) => !entries.all)) return null;
  const engine: RunningEngine | null = await open(run.digest);
  try {
    const given = inputs.map(({ id, entries }) => ({
      record: id,
      entries: entries.shown.map(withoutSiblings),
    }));
    const parameters = { ...run.parameters, rounding: run.rounding };
    const result = engine?.runMethod?.(run.method, given, parameters, givenTo(run));
    if (result?.reconciliation === undefined) return null;
    return {
      rows: result.reconciliation.map((each) => ({
        ...each,
        title: records.find(({ id }) => id === each.record)?.title ?? '',
      })),
      isSame: run.inputs.every((input) => {
        const isNamed = openInput(input);
        const named = inputs.find(({ id }) => id === input.record)?.entries.shown.filter(isNamed) ?? [];
        const own = result.used.find(({ record }) => record === input.record)?.keys ?? [];
        return isEqualJson(named.map(({ key }) => key).sort(), [...own].sort());
      }),
    };
  } catch {
    // A method can't run without the documents that rows name which the registered run did not use.
    return null;
  }
}
