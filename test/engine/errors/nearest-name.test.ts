import { describe, expect, it } from 'vitest';
import { findNearestName } from '../../../engine/errors/nearest-name.ts';

const NAMES = ['fuel', 'category', 'geography', 'facility', 'calorific', 'origin', 'share', 'boundary'];

describe('findNearestName', () => {
  it.each([
    ['orgin', 'origin'],
    ['geografy', 'geography'],
    ['shares', 'share'],
    ['sahre', 'share'],
    ['Fuel', 'fuel'],
    ['faculty', 'facility'],
  ])('takes %s for %s', (name, nearest) => {
    expect(findNearestName(name, NAMES)).toBe(nearest);
  });

  it.each(['site', 'comment', '', 'x'.repeat(100_000)])('finds nothing like %s', (name) => {
    expect(findNearestName(name, NAMES)).toBeNull();
  });
});
