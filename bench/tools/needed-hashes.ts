/**
 * Counts the inner nodes of a map from its keys alone, with another algorithm than core's. A map has an inner node for each prefix
 * that at least two keys share, so this counts the shared prefixes, one depth after the other.
 */
const PREFIX_BITS = 52;

/** Returns the first 52 bits of each key, sorted. They fit exactly in a number and differ for a few million random keys. */
function prefixesOf(keys: Uint8Array): Float64Array {
  const view = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
  return Float64Array.from({ length: keys.length / 32 }, (_, index) => {
    const [high, low] = [view.getUint32(index * 32), view.getUint32(index * 32 + 4)];
    return high * 2 ** (PREFIX_BITS - 32) + (low >>> (64 - PREFIX_BITS));
  }).sort();
}

/** Counts, over all depths, the runs of at least two equal prefixes for which `counts` is true. */
function countRuns(prefixes: Float64Array, counts: (from: number, until: number) => boolean): number {
  let nodes = 0;
  for (let depth = 0, found = 1; found > 0; depth++, nodes += found) {
    if (depth > PREFIX_BITS) throw new Error('two keys agree in their first 52 bits');
    const cut = 2 ** (PREFIX_BITS - depth);
    found = 0;
    for (let from = 0; from < prefixes.length;) {
      const prefix = Math.floor(prefixes[from]! / cut);
      let until = from + 1;
      while (until < prefixes.length && Math.floor(prefixes[until]! / cut) === prefix) until++;
      if (until - from > 1 && counts(from, until)) found++;
      from = until;
    }
  }
  return nodes;
}

/** Returns how many inner nodes the map of these keys has. */
export function countInner(keys: Uint8Array): number {
  return countRuns(prefixesOf(keys), () => true);
}

/** Returns how many inner nodes of the map of all keys are on the path of at least one changed key. */
export function countPaths(keys: Uint8Array, changed: Uint8Array): number {
  const all = prefixesOf(keys);
  const changes = new Set(prefixesOf(changed));
  const before = new Uint32Array(all.length + 1);
  all.forEach((prefix, index) => (before[index + 1] = before[index]! + (changes.has(prefix) ? 1 : 0)));
  return countRuns(all, (from, until) => before[until]! > before[from]!);
}
