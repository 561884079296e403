import { execFileSync } from 'node:child_process';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { runMethod } from '../../engine/run.ts';

/** A number of another program, and that of life-cycle@1. */
export interface Compared {
  /** The file of the other program, and what in it. */
  readonly where: string;
  readonly what: string;
  readonly theirs: number;
  readonly ours: number;
}

/** Returns the bytes of a file of the newest commit of a repository, with or without a work tree. */
export function readFileOf(repository: string, path: string): Buffer {
  return execFileSync('git', ['-C', repository, 'show', `HEAD:${path}`], { maxBuffer: 1 << 28 });
}

/** Checks that a file states a text that a case was written from. @throws Error if it does not any more */
export function requireText(repository: string, path: string, text: string): void {
  if (!readFileOf(repository, path).toString('utf8').includes(text))
    throw new Error(`${path} does not have ${JSON.stringify(text)} any more: read it, and correct the case`);
}

const YEAR = { from: 1704067200, until: 1735689600 };

/** What a functional unit needs: 1 kg unless something else is stated. */
export interface Demand {
  readonly product: string;
  readonly amount?: string;
  readonly unit?: string;
}

/** Returns the figures of a run of life-cycle@1 by their keys, without `product/u/`. */
export function computeFigures(
  entries: readonly UnsaltedEntry[],
  { product, amount = '1', unit = 'kg' }: Demand,
  parameters: object,
): ReadonlyMap<string, number> {
  const asked = { name: 'u', product, amount, unit, boundary: 'cradle-to-gate' };
  const { figures } = runMethod('life-cycle@1', [{ record: `0x${'a'.repeat(64)}`, entries: [...entries] }], {
    ...{ period: YEAR, rounding: { mode: 'half-even', digits: 12 }, functionalUnits: [asked] },
    ...{ show: ['inventory', 'processes', 'flows', 'runs'], ...parameters },
  });
  return new Map(figures.map(({ key, value }) => [key.replace('product/u/', ''), Number(value)]));
}
