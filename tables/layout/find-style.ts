import type { NumberStyle } from '../cells/number-cell.ts';
import type { RawTable } from '../cells/table.ts';
import { findOrder } from '../cells/written-time.ts';

/** Rows of each table among which the style is looked for. */
const MOST_ROWS = 5000;

/** A number whose marks say what they are: both kinds; one kind more than once; or one before another count of digits than three. */
const BOTH = /^[+-]?\d{1,3}(?:([., '’\u00a0\u202f])\d{3})+([.,])\d+$/;
const GROUPS = /^[+-]?\d{1,3}([., '’\u00a0\u202f])\d{3}(?:\1\d{3})+$/;
const DECIMAL = /^[+-]?\d+([.,])(?:\d{1,2}|\d{4,})$/;
/** One mark before three digits: `1,234` may be either. */
const UNSURE = /^[+-]?\d{1,3}([., '’\u00a0\u202f])\d{3}$/;

/**
 * Returns how the numbers of a table, or of the sheets of a workbook, are written, from those that can be read in one way only. Where none says it, or two disagree, decimals
 * begin with a point, and a number such as 1,234 is refused later, because it has two meanings.
 */
export async function findStyle(tables: readonly RawTable[]): Promise<NumberStyle> {
  const decimals = new Map<string, number>();
  const thousands = new Map<string, number>();
  const unsure = new Set<string>();
  const days: string[] = [];
  for (const { rows } of tables) {
    let count = 0;
    for await (const batch of rows) {
      for (const { cells } of batch)
        for (const cell of cells) if (typeof cell === 'string') note(cell.trim());
      count += batch.length;
      if (count >= MOST_ROWS) break;
    }
  }
  return { ...chooseStyle(decimals, thousands, unsure), order: findOrder(days) };

  function note(written: string): void {
    if (!/^[+-]?\d/.test(written)) return;
    const text = bareNumber(written);
    if (/[/-]/.test(text) && text.length <= 10) days.push(text);
    const both = BOTH.exec(text);
    if (both !== null && both[1] !== both[2]) {
      add(thousands, both[1]!);
      add(decimals, both[2]!);
      return;
    }
    const groups = GROUPS.exec(text)?.[1];
    if (groups !== undefined) add(thousands, groups);
    const decimal = DECIMAL.exec(text)?.[1];
    if (decimal !== undefined) add(decimals, decimal);
    const either = UNSURE.exec(text)?.[1];
    if (either !== undefined) unsure.add(either);
  }
}

/** Returns a number without a minus or a unit behind it: `12.5` of `12.5 MWh`. */
function bareNumber(text: string): string {
  return text.replace(/(?<=\d)(?:[-−]|\s+[^\d\s]\S*)$/, '');
}

function add(counts: Map<string, number>, mark: string): void {
  counts.set(mark, (counts.get(mark) ?? 0) + 1);
}

function chooseStyle(
  decimals: ReadonlyMap<string, number>,
  thousands: ReadonlyMap<string, number>,
  unsure: ReadonlySet<string>,
): NumberStyle {
  const groups = [...thousands.keys()];
  const [mark, ...others] = [...decimals.keys()].filter((each) => !groups.includes(each));
  if (others.length > 0) return { decimal: '.', thousands: null };
  const isComma = mark === ',' || (mark === undefined && groups.includes('.'));
  const decimal = isComma ? ',' : '.';
  const other = isComma ? '.' : ',';
  const isSure = mark !== undefined || groups.length > 0;
  const candidates = [...groups, ...[...unsure].filter((each) => each !== other || isSure)];
  return { decimal, thousands: candidates.find((each) => each !== decimal) ?? null };
}
