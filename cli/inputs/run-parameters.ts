import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import {
  addGroups,
  addIntervals,
  type Approach,
  proposeParameters,
  showParameters,
  WITH_INTERVALS,
} from '../../jobs/compute/own-parameters.ts';
import { parseParameters } from '../../jobs/compute/run-parameters.ts';
import { type DataRow, type Parameters, setAt } from '../../jobs/compute/suggest-parameters.ts';
import { type CataloguedMethod, findCataloguedMethod } from '../../jobs/engines/methods-catalogue.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { NamedRunInputs } from './run-inputs.ts';

/** What a file can say where the inputs say nothing. */
const EXAMPLES: Parameters = {
  rounding: { mode: 'half-even', decimals: 3 },
  period: { from: '2023-01-01', until: '2024-01-01' },
  gwpSet: 'AR5',
  grids: { location: 'national', residual: 'national' },
};

/** Says which parameters the inputs leave open, with a file that has the others. */
function refuseOpen(parameters: Parameters, missing: readonly string[]): EngineError {
  const example = Object.fromEntries(missing.map((name) => [name, EXAMPLES[name] ?? '…']));
  const file = showParameters({ ...example, ...parameters });
  const text = `this method needs --parameters FILE, because its inputs do not say ${missing.join(', ')}: for example ${file}; ledger compute --help says more`;
  return new EngineError('bad-parameters', text, null, placeOfAsked('parameters'));
}

/** What the options of a run say about its parameters. */
export interface AskedParameters {
  readonly method: string;
  /** The file; absent: what the data leave no choice about. */
  readonly file: string | undefined;
  /** Files with lists of groups, which are inputs of the run too. */
  readonly groups: readonly string[];
  /** What becomes of members of groups that the table lacks; null: what the parameters or the method say. */
  readonly missing: 'refuse' | 'leave-out' | null;
  /** How intervals are computed; null: none are. */
  readonly intervals: Approach | null;
}

/** A run as it is asked for: with intervals, another method computes the figures of the first one. */
export interface ChosenRun {
  readonly method: string;
  readonly parameters: Parameters;
}

/**
 * Returns the method and the parameters of a run.
 * @throws EngineError `bad-parameters` without a file, where the data do not say enough; `unknown-method`; as `readParameters`
 */
export async function chooseRun(
  terminal: Terminal,
  { method, file, groups, missing, intervals }: AskedParameters,
  inputs: NamedRunInputs,
): Promise<ChosenRun> {
  if (file !== undefined && groups.length === 0 && missing === null && intervals === null)
    return { method, parameters: await readParameters(terminal, file) };
  const catalogued = await findCataloguedMethod(method);
  const rows = listRows(inputs);
  const given =
    file === undefined ? decideParameters(rows, catalogued) : await readParameters(terminal, file);
  const listed = groups.length === 0 ? given : addGroups(given, rows);
  const grouped = missing === null ? listed : setAt(listed, ['groups', 'missing'], missing);
  if (intervals === null) return { method, parameters: grouped };
  const outer = await findCataloguedMethod(WITH_INTERVALS);
  return { method: outer.name, parameters: addIntervals(grouped, intervals, { method: catalogued, outer }) };
}

/** Returns what the inputs leave no choice about. @throws EngineError `bad-parameters` where that is not enough */
function decideParameters(rows: readonly DataRow[], method: CataloguedMethod): Parameters {
  const { parameters, missing } = proposeParameters(rows, method);
  if (missing.length > 0) throw refuseOpen(parameters, missing);
  return parameters;
}

/** Returns all rows of the inputs. A list of records may be malformed: the method says so. */
function listRows({ records }: NamedRunInputs): DataRow[] {
  const list = records as (InputRecord | null)[];
  if (!Array.isArray(list)) return [];
  return list.flatMap((input) => (Array.isArray(input?.entries) ? (input.entries as DataRow[]) : []));
}

/** Returns the parameters of a run in a file. @throws UsageError `file-unreadable`; BadInput */
async function readParameters(terminal: Terminal, path: string): Promise<Parameters> {
  const bytes = await readBytes(terminal, path);
  return readNaming(path, () => parseParameters(bytes));
}
