import type { UnsaltedEntry } from '../core/records/entry.ts';
import { subjectOf, type RowDetail } from '../engine/rows/row-detail.ts';
import { isSummed } from './table-totals.ts';

/** A sum in float64 may be off by this part of it. */
const NOISE = 1e-9;
/** Sums of fewer digits may be equal by chance. */
const FEWEST_DIGITS = 4;

/** What the activities of each sheet add up to, to find a sheet that adds up the others: read beside them, it would count all twice. */
export class SheetSums {
  /** Sheet → kind of row, subject and unit → sum, in float64. */
  readonly #sums = new Map<string, Map<string, number>>();

  add(sheet: string, entry: UnsaltedEntry): void {
    const { value, unit, detail } = entry;
    if (value === null || !isSummed(entry)) return;
    let own = this.#sums.get(sheet);
    if (own === undefined) this.#sums.set(sheet, (own = new Map<string, number>()));
    const known = detail as unknown as RowDetail;
    const name = `${known.row}\n${subjectOf(known)}\n${unit}`;
    own.set(name, (own.get(name) ?? 0) + Number(value));
  }

  /** Returns the sheets whose sums are those of all other sheets together, each kind of them. */
  findSums(): readonly string[] {
    if (this.#sums.size < 2) return [];
    const all = new Map<string, number>();
    for (const own of this.#sums.values())
      for (const [name, sum] of own) all.set(name, (all.get(name) ?? 0) + sum);
    const isSum = ([name, sum]: readonly [string, number]): boolean =>
      Math.abs(all.get(name)! - 2 * sum) <= NOISE * Math.abs(sum) && countDigits(sum) >= FEWEST_DIGITS;
    const found = [...this.#sums].filter(([, own]) => [...own].every(isSum)).map(([sheet]) => sheet);
    // Of two sheets with the same, the second one is the copy.
    return found.slice(-1);
  }
}

function countDigits(sum: number): number {
  return String(Number(sum.toPrecision(12)))
    .replace(/e.*$/, '')
    .replaceAll(/[-.]|0+$/g, '')
    .replace(/^0+/, '').length;
}
