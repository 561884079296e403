import { describe, expect, it } from 'vitest';
import type { Place } from '../../web/graph/picture/layout.ts';
import { findNext } from '../../web/graph/picture/next-box.ts';

const place = (id: string, x: number, y: number): Place => ({ id, x, y, width: 100, height: 40 });
const places = [
  place('row', 0, 0),
  place('other', 0, 80),
  place('figure', 200, 60),
  place('record', 400, 60),
];
const arrows = [
  { from: 'row', to: 'figure' },
  { from: 'other', to: 'figure' },
  { from: 'figure', to: 'record' },
];
const next = (key: string, from: string): string | null => findNext(key, from, 'figure', places, arrows);

describe('an arrow key in a picture', () => {
  it('to the left leads to the nearest thing that a box was made from, to the right to what was made from it', () => {
    expect(next('ArrowLeft', 'figure')).toBe('other');
    expect(next('ArrowRight', 'figure')).toBe('record');
    expect(next('ArrowRight', 'row')).toBe('figure');
  });

  it('up and down leads through a column', () => {
    expect(next('ArrowDown', 'row')).toBe('other');
    expect(next('ArrowUp', 'other')).toBe('row');
  });

  it('leads nowhere at an end, and Home to the root', () => {
    expect(next('ArrowLeft', 'row')).toBeNull();
    expect(next('ArrowUp', 'row')).toBeNull();
    expect(next('x', 'row')).toBeNull();
    expect(next('Home', 'row')).toBe('figure');
  });
});
