/**
 * Returns the name that a misspelt one most resembles, the first of equally close ones; null where more than one letter in three would have to
 * change.
 * @example
 * findNearestName('geografy', ['fuel', 'geography']) // → 'geography'
 */
export function findNearestName(name: string, names: Iterable<string>): string | null {
  let nearest: string | null = null;
  let least = Infinity;
  for (const other of names) {
    const [short, long] = name.length < other.length ? [name, other] : [other, name];
    const most = long.length / 3;
    if (long.length - short.length > most) continue;
    const count = countChanges(short.toLowerCase(), long.toLowerCase());
    if (count <= most && count < least) [nearest, least] = [other, count];
  }
  return nearest;
}

/** Returns how many letters must be added, left out, replaced or swapped with their neighbour (optimal string alignment). */
function countChanges(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: a.length + 1 }, (_, index) => index);
  for (let row = 1; row <= b.length; row++) {
    const counts = [row];
    for (let at = 1; at <= a.length; at++) {
      const isSame = a[at - 1] === b[row - 1];
      const isSwapped = at > 1 && row > 1 && a[at - 1] === b[row - 2] && a[at - 2] === b[row - 1];
      const ways = [
        counts[at - 1]! + 1,
        above[at]! + 1,
        above[at - 1]! + (isSame ? 0 : 1),
        ...(isSwapped ? [before[at - 2]! + 1] : []),
      ];
      counts.push(ways.reduce((least, way) => (way < least ? way : least)));
    }
    [before, above] = [above, counts];
  }
  return above[a.length]!;
}
