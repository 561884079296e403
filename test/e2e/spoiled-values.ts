import { BUNDLE_JSON, type Json, formatJson } from '../../core/encoding/json.ts';

/** The path to a value within JSON: names of members, and indexes. */
export type Path = readonly (string | number)[];

/** Returns the paths to all values that contain no others, including empty arrays and objects. */
export function listLeaves(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const members: [string | number, Json][] = Array.isArray(value)
    ? value.map((item, index) => [index, item])
    : Object.entries(value);
  return members.flatMap(([name, member]) => listLeaves(member, [...path, name]));
}

/** Returns JSON with one value replaced. */
function replaceLeaf(value: Json, [name, ...rest]: Path, leaf: Json): Json {
  if (name === undefined) return leaf;
  if (Array.isArray(value))
    return value.map((item, index) => (index === name ? replaceLeaf(item, rest, leaf) : item));
  const object = value as Record<string, Json>;
  return { ...object, [name]: replaceLeaf(object[name] ?? null, rest, leaf) };
}

function leafAt(value: Json, path: Path): Json {
  return path.reduce<Json>((at, name) => (at as Record<string | number, Json>)[name] ?? null, value);
}

const utf8 = new TextEncoder();
/** Replaces the value while its file is written, so that its bytes can be found. */
const MARK = 'carbon-ledger-mark';

/**
 * Yields files with one changed byte in one value: one byte chosen by the seed, or every byte in turn. A byte becomes its
 * neighbour, so that the file mostly stays valid JSON and only the value is wrong.
 */
export function* spoil(
  bundle: Json,
  path: Path,
  { every, seed }: { every: boolean; seed: number },
): Generator<Uint8Array> {
  const [before = '', after = ''] = formatJson(replaceLeaf(bundle, path, MARK), BUNDLE_JSON).split(
    `"${MARK}"`,
  );
  const value = utf8.encode(JSON.stringify(leafAt(bundle, path)));
  const [from, until] = value[0] === 0x22 && value.length > 2 ? [1, value.length - 1] : [0, value.length];
  const chosen = from + (Math.abs(seed) % (until - from));
  for (let at = every ? from : chosen; at < (every ? until : chosen + 1); at++) {
    const spoiled = value.slice();
    spoiled[at] = neighbourOf(spoiled[at]!);
    yield utf8.encode(before + new TextDecoder().decode(spoiled) + after);
  }
}

/** Returns another byte of the same sort: 0 ↔ 1, … 8 → 9, 9 → 8, a ↔ b, … */
function neighbourOf(byte: number): number {
  return byte === 0x39 ? 0x38 : byte ^ 1;
}
