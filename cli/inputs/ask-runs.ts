import type { QuestionPart } from '../../agents/coordinator/answer-parts.ts';
import type { RunName } from '../../agents/handles/run-name.ts';
import type { Procedure } from '../../agents/procedures/procedure.ts';
import { readTables } from '../../agents/procedures/read-tables.ts';
import type { GivenRun } from '../../agents/procedures/workbench.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { Api } from '../../client/http/api.ts';
import { findReading } from '../../jobs/map/recorded-reading.ts';
import { readParameterTimes } from '../../jobs/compute/run-parameters.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { type AskedRuns, type OfRun, parseOfRun, shareOptions } from '../options/asked-runs.ts';
import { takeNamed } from './offered-run.ts';
import { splitTables } from './own-tables.ts';
import { type NamedRunInputs, readRunInputs, type RunInputs } from './run-inputs.ts';
import { type ChosenRun, chooseRun } from './run-parameters.ts';

/** Where inputs are read from. */
export interface AskPlaces {
  readonly openApi: () => Promise<Api>;
  readonly say: (text: string) => void;
  /** With what accepted choices are taken. */
  readonly offered: Parameters<typeof takeNamed>[3];
}

/** Reads what a person gives for the parts of a question. @throws as `readAskedRuns` */
export async function readAskedParts(
  terminal: Terminal,
  procedures: readonly Procedure[],
  asked: AskedRuns,
  places: AskPlaces,
): Promise<QuestionPart[]> {
  const parts: QuestionPart[] = [];
  for (const [at, own] of shareOptions(procedures, asked).entries()) {
    const procedure = procedures[at]!;
    parts.push({ procedure, runs: await readAskedRuns(terminal, procedure, own, places) });
  }
  return parts;
}

/**
 * Reads what a person gives for the runs of a question. A run that may be left out is left out where nothing names it.
 * @throws UsageError `option`; as `readRunInputs` and `chooseRun`
 */
async function readAskedRuns(
  terminal: Terminal,
  procedure: Procedure,
  asked: AskedRuns,
  { openApi, say, offered }: AskPlaces,
): Promise<GivenRun[]> {
  const only = parseOfRun('--only', asked.only, procedure);
  const accepted = parseOfRun('--accept', asked.accepted, procedure);
  const ofRun = (options: readonly OfRun[], run: RunName): string[] =>
    options.filter((each) => each.run === run).map((each) => each.given);
  const given: GivenRun[] = [];
  for (const [at, slot] of procedure.runs.entries()) {
    const file = asked.parameters[at];
    const own = ofRun(only, slot.run);
    if (slot.optional && file === undefined && own.length === 0) continue;
    const names = [...asked.inputs, ...own];
    if (names.length === 0)
      throw new UsageError(
        'option',
        `run ${slot.run} (${slot.about.en}) has no input: name files or records`,
      );
    const { tables, others } = await splitTables(terminal, names);
    const inputs = await readRunInputs(terminal, others, openApi, say);
    const about = { file, groups: [], missing: null, intervals: null };
    const asks = { method: chooseMethod(slot.methods, asked.methods[at]), ...about };
    const stated = file === undefined ? null : await chooseRun(terminal, asks, inputs);
    const run = stated ?? { method: asks.method, parameters: {} };
    const { read, named } = await addOwnTables({ run, inputs }, slot.run, tables, ofRun(accepted, slot.run));
    const chosen = stated ?? (await chooseRun(terminal, asks, read.inputs));
    const taken = await takeNamed(chosen, read.inputs, named, offered);
    const choices = [
      ...(read.given.accepted ?? []),
      ...taken.boundaries.map((name) => ({ name, reason: null })),
      ...taken.taken.map(({ name, proxy }) => ({ name, reason: proxy?.reason ?? null })),
    ];
    given.push({
      ...{ ...read.given, method: chosen.method, inputs: taken.inputs },
      parameters: readParameterTimes(taken.parameters),
      ...(choices.length === 0 ? {} : { accepted: choices }),
      isPrivate: asked.isPrivate || holdsProven(names, read.inputs),
    });
  }
  return given;
}

/**
 * Adds the rows of tables of a company's own to the inputs of a run, by the choices among these names that are for them; `named` are the others.
 * @throws UsageError `option` for a choice that none of them has
 */
async function addOwnTables(
  { run: { method, parameters }, inputs }: { readonly run: ChosenRun; readonly inputs: NamedRunInputs },
  name: RunName,
  tables: readonly File[],
  accepted: readonly string[],
): Promise<{
  readonly read: { readonly given: GivenRun; readonly inputs: NamedRunInputs };
  readonly named: readonly string[];
}> {
  const { records, unregistered, named: known } = inputs;
  const before = { run: name, method, inputs: records, parameters, party: null, isPrivate: false };
  if (tables.length === 0) return { read: { given: before, inputs }, named: accepted };
  const isOfTable = (choice: string): boolean => tables.some((table) => choice.startsWith(`${table.name}#`));
  const [own, others] = [accepted.filter(isOfTable), accepted.filter((choice) => !isOfTable(choice))];
  const { given, unknown } = await readTables(before, tables, own);
  const lost = unknown[0] ?? (given.open === undefined ? undefined : others[0]);
  if (lost !== undefined)
    throw new UsageError(
      'option',
      `${lost}: no choice has this name, or another one comes before it; without this name, the answer lists what is open`,
    );
  const added = given.inputs.slice(records.length);
  return {
    read: {
      given,
      inputs: {
        records: given.inputs,
        unregistered: [...unregistered, ...added.map(({ record }) => record)],
        named: [...known, ...added.map(({ record, entries }) => ({ name: nameOfTable(entries), record }))],
      },
    },
    named: others,
  };
}

/** Returns the name of the table from which rows were read. */
function nameOfTable(entries: InputRecord['entries']): string {
  return findReading(entries)?.name ?? '';
}

/** Whether a proof file or record file is among the inputs: what it shows may be private, and nothing in it says that it is not. */
function holdsProven(names: readonly string[], { records, unregistered }: RunInputs): boolean {
  // A list may be malformed: the method says so.
  const ids = (records as (InputRecord | null)[]).flatMap((each) => each?.record ?? []);
  return ids.some((record) => !unregistered.includes(record) && !names.includes(record));
}

/** @throws UsageError `option` */
function chooseMethod(methods: readonly string[], named: string | undefined): string {
  if (named === undefined) return methods[0]!;
  if (methods.includes(named)) return named;
  throw new UsageError('option', `this run takes ${methods.join(' or ')}, got ${named}`);
}
