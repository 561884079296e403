import type { Json, JsonObject } from '../../../core/encoding/json.ts';

/** Returns a number from 0 up to, but not including, `below`. */
export type Pick = (below: number) => number;

/** Returns the same sequence of numbers for the same seed (mulberry32). */
export function openPick(seed: number): Pick {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

/** A place in JSON: a container, and the name or index of one of its members. */
interface Place {
  readonly holder: Json[] | JsonObject;
  readonly name: string | number;
}

function listPlaces(value: Json, places: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null) return places;
  const names = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const name of names) {
    places.push({ holder: value, name });
    listPlaces(read({ holder: value, name }), places);
  }
  return places;
}

function read({ holder, name }: Place): Json {
  return (holder as JsonObject)[name]!;
}

function write({ holder, name }: Place, value: Json): void {
  (holder as JsonObject)[name] = value;
}

/** Values that programs often handle badly. */
const ODD: readonly Json[] = [
  ...[null, true, false, '', '0x', '0', '-1', '1e3', 'ä', '\ud83d\ude00', `0x${'00'.repeat(32)}`],
  ...[0, 1, -1, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  ...[[], {}, [[]], [{}], ['0x'], { __proto__: null }, { constructor: 1 }],
];

const copy = <Value extends Json>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** One change of a proof file in memory; `others` are proof files of the same ledger. */
type Mutation = (file: JsonObject, others: readonly JsonObject[], pick: Pick) => void;

const pickFrom = <Value>(values: readonly Value[], pick: Pick): Value => values[pick(values.length)]!;

/** Returns a list of the file that has at least `least` items; null if there is none. */
function pickList(file: JsonObject, least: number, pick: Pick): Json[] | null {
  const lists = listPlaces(file).flatMap((place) => {
    const value = read(place);
    return Array.isArray(value) && value.length >= least ? [value] : [];
  });
  return lists.length === 0 ? null : pickFrom(lists, pick);
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  remove: (file, _, pick) => {
    const { holder, name } = pickFrom(listPlaces(file), pick);
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else Reflect.deleteProperty(holder, name);
  },
  'remove from a list': (file, _, pick) => {
    const list = pickList(file, 1, pick);
    list?.splice(pick(list.length), 1);
  },
  'empty a list': (file, _, pick) => pickList(file, 1, pick)?.splice(0),
  repeat: (file, _, pick) => {
    const list = pickList(file, 1, pick);
    list?.splice(pick(list.length + 1), 0, copy(pickFrom(list, pick)));
  },
  swap: (file, _, pick) => {
    const list = pickList(file, 2, pick);
    if (list === null) return;
    const [a, b] = [pick(list.length), pick(list.length)];
    [list[a], list[b]] = [list[b]!, list[a]!];
  },
  'odd value': (file, _, pick) => write(pickFrom(listPlaces(file), pick), copy(pickFrom(ODD, pick))),
  'null or not': (file, _, pick) => {
    const places = listPlaces(file).filter(
      (place) => read(place) === null || typeof read(place) === 'object',
    );
    write(pickFrom(places, pick), null);
  },
  'other value of the file': (file, _, pick) => {
    const places = listPlaces(file);
    write(pickFrom(places, pick), copy(read(pickFrom(places, pick))));
  },
  'same member elsewhere': (file, others, pick) => {
    const place = pickFrom(listPlaces(file), pick);
    const same = listPlaces(pickFrom([file, ...others], pick)).filter(({ name }) => name === place.name);
    if (same.length > 0) write(place, copy(read(pickFrom(same, pick))));
  },
  'item of another file': (file, others, pick) => {
    const names = ['records', 'history', 'heads', 'parties', 'windows'];
    const name = pickFrom(names, pick);
    const from = pickFrom(others, pick)[name] as Json[];
    const to = file[name];
    if (from.length > 0 && Array.isArray(to)) to.splice(pick(to.length + 1), 0, copy(pickFrom(from, pick)));
  },
  'unknown member': (file, _, pick) => {
    const { holder } = pickFrom(listPlaces(file), pick);
    if (!Array.isArray(holder)) holder[pickFrom(['x', '__proto__', 'constructor', 'Id'], pick)] = 1;
  },
  number: (file, _, pick) => {
    const places = listPlaces(file).filter((place) => typeof read(place) === 'number');
    if (places.length === 0) return;
    const place = pickFrom(places, pick);
    write(place, Number(read(place)) + pickFrom([1, -1, 1000, -1000], pick));
  },
  text: (file, _, pick) => {
    const places = listPlaces(file).filter((place) => typeof read(place) === 'string');
    if (places.length === 0) return;
    const place = pickFrom(places, pick);
    const text = read(place) as string;
    const at = pick(text.length + 1);
    const marks = ['0', '1', 'a', 'A', '/', ' ', '\n', 'é', ''];
    write(place, text.slice(0, at) + pickFrom(marks, pick) + text.slice(at + pick(2)));
  },
};

/** Changes of the text of a proof file. */
const TEXT_MUTATIONS: readonly ((text: string, pick: Pick) => string)[] = [
  (text) => `${text}\n`,
  (text) => JSON.stringify(JSON.parse(text), null, 1),
  (text, pick) => text.slice(0, pick(text.length)),
  (text, pick) => {
    const at = pick(text.length);
    return (
      text.slice(0, at) + pickFrom(['"', '{', '[', ',', ':', '\\', '1', '\u0000'], pick) + text.slice(at)
    );
  },
  (text) => text.replace('{', '{"chainId":1,'),
  (text, pick) => text + text.slice(pick(text.length)),
];

/** A changed proof file. */
export interface Mutant {
  readonly text: string;
  /** The names of the changes, for a message. */
  readonly changes: readonly string[];
}

/** Returns a proof file with one to three changes; one in ten mutants also has a change of its text. */
export function mutateProof(
  original: string,
  others: readonly JsonObject[],
  write: (value: Json) => string,
  pick: Pick,
): Mutant {
  const file = JSON.parse(original) as JsonObject;
  const changes = Array.from({ length: 1 + pick(3) }, () => pickFrom(Object.keys(MUTATIONS), pick));
  for (const change of changes) if (listPlaces(file).length > 0) MUTATIONS[change]!(file, others, pick);
  const text = write(file);
  if (pick(10) > 0) return { text, changes };
  return { text: pickFrom(TEXT_MUTATIONS, pick)(text, pick), changes: [...changes, 'text of the file'] };
}
