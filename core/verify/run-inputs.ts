import type { BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { isEqualJson, type JsonObject } from '../encoding/json.ts';
import type { UnsaltedEntry } from '../records/entry.ts';
import { rootOfRows } from '../records/row-set.ts';
import type { Run, RunInput } from '../records/run.ts';
import { countTests, openSelection } from '../records/selection.ts';
import type { UsedRows } from './engine.ts';
import type { GivenRows } from './given-rows.ts';
import { type Finding, fail, skip } from './result.ts';
import type { Work } from './work.ts';

/** The rows of one input of a run, as an engine gets them. `isGiven` tells that they come from a file beside the proof file. */
export interface FoundInput {
  readonly record: Hex;
  readonly entries: readonly UnsaltedEntry[];
  readonly isGiven: boolean;
}

/** The rows of all inputs of a run; or the finding that says why they are not complete, or not those that the run names. */
export type FoundInputs = { readonly inputs: readonly FoundInput[] } | { readonly finding: Finding };

/** What rows are looked for in. */
export interface Available {
  readonly records: readonly Pick<BundleRecord, 'id' | 'record' | 'entries'>[];
  /** From files beside the proof file. */
  readonly given: readonly GivenRows[];
  /** Counts the rows that are looked at; without it they are not limited. */
  readonly work: Work | undefined;
}

/**
 * Finds the rows that a run names: among the given rows of a record, else among those that the proof file shows.
 * @throws OverWork before more rows are looked at than one verification does
 */
export function findInputs(id: Hex, { inputs }: Run, { records, given, work }: Available): FoundInputs {
  const found: FoundInput[] = [];
  for (const input of inputs) {
    const holder = records.find((each) => each.id === input.record);
    const whole = given.find(({ root }) => root === holder?.record.entries);
    const available = whole?.entries ?? holder?.entries.shown ?? [];
    work?.spend(whole === undefined ? 'tests' : 'givenRows', countInputTests(input, available.length));
    const entries = chooseRows(input, available);
    const finding = judgeRows(id, input, entries);
    if (finding !== null) return { finding };
    found.push({ record: input.record, entries, isGiven: whole !== undefined });
  }
  return { inputs: found };
}

/** Returns a test for the entries that an input of a run names, rows and documents. */
export function openInput(input: RunInput): (entry: UnsaltedEntry) => boolean {
  const listed = new Set('keys' in input ? input.keys : input.documents);
  const selects = 'keys' in input ? null : openSelection(input.selection);
  return (entry) => listed.has(entry.key) || selects?.(entry) === true;
}

/** Returns about how many comparisons tell which of some entries an input of a run names. */
export function countInputTests(input: RunInput, entries: number): number {
  return entries * ('keys' in input ? 1 : countTests(input.selection));
}

/** Returns how many entries an input of a run names. */
export function countInput(input: RunInput): number {
  return 'keys' in input ? input.keys.length : input.count + (input.documents?.length ?? 0);
}

function chooseRows(input: RunInput, available: readonly UnsaltedEntry[]): readonly UnsaltedEntry[] {
  return available.filter(openInput(input));
}

/** Returns what is wrong with the rows found for an input; null where they can be those that it names. What the engine used is compared later. */
function judgeRows(id: Hex, input: RunInput, entries: readonly UnsaltedEntry[]): Finding | null {
  const expected = 'keys' in input ? new Set(input.keys).size : countInput(input);
  if (entries.length < expected)
    return skip('inputs-not-shown', describeShort(input.record, expected, entries.length));
  if ('keys' in input) return null;
  const documents = new Set(input.documents);
  const count = entries.filter(({ key }) => !documents.has(key)).length;
  if (count === input.count) return null;
  const basis = `the run of ${id} counts ${input.count} rows of ${input.record}, but its selection selects ${count}`;
  return fail('inputs-differ', basis, count, input.count);
}

function describeShort(record: Hex, wanted: number, found: number): string {
  return `the run used ${wanted} rows of record ${record}, but the proof file shows only ${found} of them. Ask its party for a re-performable proof file, or for all entries of that record in a file (ledger record entries ${record} --out rows.ndjson), and give it with --rows`;
}

/** Returns a failure where the rows that the engine used are not those that the run names. */
export function compareInputs(id: Hex, { inputs }: Run, used: readonly UsedRows[]): Finding | null {
  const named = inputs.map(writeInput);
  const computed = used.map((each, index) => writeUsed(each, inputs[index]));
  if (isEqualJson(computed, named)) return null;
  return fail('inputs-differ', `the run of ${id} names other rows than it uses`, computed, named);
}

function writeInput(input: RunInput): JsonObject {
  return input as unknown as JsonObject;
}

/** Returns the rows that an engine used in the form of the run: an engine may list rows that the run names as a set. */
function writeUsed(used: UsedRows, input: RunInput | undefined): JsonObject {
  const { record } = used;
  if (!('keys' in used)) return { ...used } as unknown as JsonObject;
  if (input === undefined || 'keys' in input) return { record, keys: [...used.keys] };
  const documents = new Set(input.documents);
  const keys = used.keys.filter((key) => !documents.has(key));
  const listed = used.keys.filter((key) => documents.has(key));
  return {
    record,
    selection: input.selection as JsonObject,
    count: keys.length,
    root: keys.length === 0 ? null : rootOfRows(input.record, keys),
    ...(input.documents === undefined ? {} : { documents: listed }),
  };
}
