import type { Inventory } from './inventory.ts';
import type { StoryRecord } from './story-record.ts';
import { type Teller, shorten } from './tell.ts';

const ROWS_TOLD = 3;

/** Tells the first entries of a record, and its id. */
export function tellRows(tell: Teller, { entries, id }: StoryRecord): void {
  for (const { key, value, unit } of entries.slice(0, ROWS_TOLD))
    tell.note(`${key.padEnd(34)} ${String(value).padStart(9)} ${unit}`);
  if (entries.length > ROWS_TOLD) tell.note(`and ${entries.length - ROWS_TOLD} more`);
  tell.note(`record ${shorten(id)}`);
}

/** Tells every figure of an inventory with what it rests on, then its warnings. */
export function tellInventory(tell: Teller, { result }: Inventory): void {
  for (const { key, value, unit, detail } of result.figures) {
    const covers = [detail.gases.join(' + '), detail.gwpSet, ...yearsOf(detail.factors)].filter(
      (part) => part !== null && part !== '',
    );
    tell.note(`${key.padEnd(34)} ${value.padStart(11)} ${unit.padEnd(8)} ${covers.join(', ')}`);
  }
  for (const { message } of result.warnings) tell.note(`warning: ${message}`);
}

function yearsOf(factors: Inventory['result']['figures'][number]['detail']['factors']): string[] {
  return factors
    .filter(({ geography }) => geography !== undefined)
    .map(({ year, basis }) => `factor ${year} (${basis ?? ''})`);
}
