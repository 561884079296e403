import { type Json, isEqualJson } from '../../core/encoding/json.ts';
import { shownBy } from '../gate/resolve.ts';
import type { Handle } from '../handles/handle.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Item } from '../handles/item.ts';
import { type AnswerFile, plainThing } from './answer-file.ts';
import { type AnswerFault, faultOf } from './answer-fault.ts';

/**
 * Compares what an answer file says about handles with what its runs and proofs give. Whether a record still stands is not compared: that
 * depends on the reader's policy and time.
 */
export function compareThings({ things, blocks }: AnswerFile, handles: Handles): AnswerFault[] {
  const shown = new Set(blocks.flatMap((block) => shownBy(block, handles).map(({ handle }) => handle)));
  const missing = [...shown].filter((handle) => !Object.hasOwn(things, handle));
  return [
    ...missing.map((handle) => faultOf('thing-missing', `things.${handle}`, { handle })),
    ...Object.entries(things).flatMap(([handle, thing]) => compareThing(handle, thing, handles) ?? []),
  ];
}

function compareThing(handle: Handle, thing: Json, handles: Handles): AnswerFault | null {
  const item = handles.find(handle);
  const place = `things.${handle}`;
  if (item === null) return faultOf('thing-unknown', place, { handle, actual: thing });
  const found = findDifference(withoutStanding(item), withoutStanding(thing as object), place);
  return found === null ? null : faultOf('thing-differs', found.place, { handle, ...found });
}

/** What a policy decides about a figure or record. */
const STANDING = ['verdict', 'policy', 'standing', 'opinions'];

function withoutStanding(item: Item | object): Json {
  const plain = plainThing(item);
  const { source } = plain;
  const own = plain['kind'] === 'record' ? omit(plain) : plain;
  return isObject(source) && source['is'] === 'proven' ? { ...own, source: omit(source) } : own;
}

function omit(object: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !STANDING.includes(name)));
}

interface Difference {
  readonly place: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Returns the first place where two values of JSON differ; null where they are equal. */
function findDifference(
  expected: Json | undefined,
  actual: Json | undefined,
  place: string,
): Difference | null {
  if (isEqualJson(expected, actual)) return null;
  if (!isContainer(expected) || !isContainer(actual) || Array.isArray(expected) !== Array.isArray(actual))
    return { place, expected: expected ?? null, actual: actual ?? null };
  const [one, other] = [expected, actual] as readonly Readonly<Record<string, Json>>[];
  for (const name of new Set([...Object.keys(one!), ...Object.keys(other!)])) {
    const found = findDifference(one![name], other![name], `${place}.${name}`);
    if (found !== null) return found;
  }
  return { place, expected, actual };
}

function isContainer(value: Json | undefined): value is Exclude<Json, string | number | boolean | null> {
  return typeof value === 'object' && value !== null;
}

function isObject(value: unknown): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
