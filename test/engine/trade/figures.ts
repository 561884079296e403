import { expect } from 'vitest';
import type { RunResult } from '../../../engine/run.ts';

/** A figure with the bound that it states, and what reading its decimal into a double adds. */
export interface Sure {
  readonly value: number;
  readonly bound: number;
}

/** Returns the figures of a run by their keys. */
export function read(result: RunResult): Map<string, Sure> {
  return new Map(
    result.figures.map(({ key, value, detail }) => [
      key,
      { value: Number(value), bound: Number(detail.bound ?? 0) + Math.abs(Number(value)) * 1e-12 },
    ]),
  );
}

export function addUp(figures: readonly Sure[]): Sure {
  return figures.reduce((sum, { value, bound }) => ({ value: sum.value + value, bound: sum.bound + bound }), {
    value: 0,
    bound: 0,
  });
}

/** Whether two sums agree within their bounds, and within what adding doubles loses. */
export function expectEqual(a: Sure, b: Sure, what: string): void {
  const room = a.bound + b.bound + (Math.abs(a.value) + Math.abs(b.value)) * 1e-13;
  expect(Math.abs(a.value - b.value), what).toBeLessThanOrEqual(room);
}
