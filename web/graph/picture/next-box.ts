import type { Arrow } from './boxes.ts';
import type { Place } from './layout.ts';

/**
 * Returns the box to which a key leads: left to what it was made from, right to what was made from it, up and down in its column, Home to
 * the root. Null where the key leads nowhere.
 */
export function findNext(
  key: string,
  from: string,
  root: string,
  places: readonly Place[],
  arrows: readonly Arrow[],
): string | null {
  if (key === 'Home') return root;
  const own = places.find(({ id }) => id === from);
  if (own === undefined) return null;
  if (key === 'ArrowLeft') return nearest(own, listNeighbours(places, arrows, 'from', from));
  if (key === 'ArrowRight') return nearest(own, listNeighbours(places, arrows, 'to', from));
  if (key !== 'ArrowUp' && key !== 'ArrowDown') return null;
  const column = places.filter(({ x, width }) => x < own.x + own.width && own.x < x + width);
  const beyond = column.filter(({ y }) => (key === 'ArrowUp' ? y < own.y : y > own.y));
  return nearest(own, beyond);
}

function listNeighbours(
  places: readonly Place[],
  arrows: readonly Arrow[],
  end: 'from' | 'to',
  id: string,
): Place[] {
  const other = end === 'from' ? 'to' : 'from';
  const ids = new Set(arrows.filter((arrow) => arrow[other] === id).map((arrow) => arrow[end]));
  return places.filter((place) => ids.has(place.id));
}

function nearest(own: Place, others: readonly Place[]): string | null {
  const distance = ({ y, height }: Place): number => Math.abs(y + height / 2 - own.y - own.height / 2);
  const [first] = others.toSorted((a, b) => distance(a) - distance(b));
  return first?.id ?? null;
}
