import { describe, expect, it } from 'vitest';
import { groupBoxes } from '../../web/graph/picture/group-boxes.ts';
import { placeBoxes } from '../../web/graph/picture/layout.ts';
import { areaOf, isBoxIn, isPathIn } from '../../web/graph/picture/use-frame.ts';

/** A figure of a set of rows, all from one dataset, and of a factor. */
const COUNT = 2000;
const rows = Array.from({ length: COUNT }, (_, index) => `row ${index}`);
const boxes = ['dataset', 'factors', 'factor', 'set', 'figure', ...rows].map((id) => ({
  id,
  width: 216,
  height: 70,
}));
const arrows = [
  { from: 'set', to: 'figure' },
  { from: 'factors', to: 'factor' },
  { from: 'factor', to: 'figure' },
  ...rows.flatMap((id) => [
    { from: 'dataset', to: id },
    { from: id, to: 'set' },
  ]),
];

describe('a picture of 2,000 boxes', () => {
  it('is placed as a few, since the rows of a set have the same neighbours', () => {
    const groups = groupBoxes(boxes, arrows, 18);
    expect(groups.map(({ members }) => members.length).sort((a, b) => b - a)).toEqual([2000, 1, 1, 1, 1, 1]);
    expect(groupBoxes(boxes, arrows.slice(0, -1), 18)).toHaveLength(7);
  });

  it('has its rows in one column without overlaps, and all arrows lead to the right', async () => {
    const { places, paths, height } = await placeBoxes(boxes, arrows);
    expect(places.map(({ id }) => id)).toEqual(boxes.map(({ id }) => id));
    const column = places.slice(5);
    expect(new Set(column.map(({ x }) => x)).size).toBe(1);
    expect(column.every(({ y }, index) => index === 0 || y >= column[index - 1]!.y + 70 + 18)).toBe(true);
    expect(Math.max(...places.map((place) => place.y + place.height))).toBeLessThan(height);
    expect(paths).toHaveLength(arrows.length);
    for (const [index, path] of paths.entries()) {
      const [from, to] = [arrows[index]!.from, arrows[index]!.to].map((id) =>
        places.find((place) => place.id === id)!,
      );
      expect(path[0]).toEqual({ x: from!.x + 216, y: from!.y + 35 });
      expect(path.at(-1)).toEqual({ x: to!.x, y: to!.y + 35 });
      expect(path.every(({ x }, at) => at === 0 || x > path[at - 1]!.x)).toBe(true);
    }
  });

  it('has at most 40 boxes in the document for a frame of 1,000 by 660 pixels, wherever it is scrolled to', async () => {
    const { places, paths, height } = await placeBoxes(boxes, arrows);
    const frame = { width: 1000, height: 660 };
    for (let y = 0; y < height; y += 330) {
      const area = areaOf({ x: 0, y }, frame, 1);
      const shown = { left: 0, top: y, right: 1000, bottom: y + 660 };
      const drawn = places.filter((place) => isBoxIn(place, area));
      expect(drawn.length).toBeGreaterThan(5);
      expect(drawn.length).toBeLessThanOrEqual(40);
      expect(places.filter((place) => isBoxIn(place, shown) && !drawn.includes(place))).toEqual([]);
    }
    const pathsAt = (y: number): number =>
      paths.filter((path) => isPathIn(path, areaOf({ x: 0, y }, frame, 1))).length;
    // A row has an arrow to it and one from it; those of all others lead past them to the set in the middle.
    expect(pathsAt(0)).toBeGreaterThan(10);
    expect(pathsAt(0)).toBeLessThanOrEqual(80);
    expect(pathsAt(height / 2 - 330)).toBeGreaterThan(COUNT);
  });
});
