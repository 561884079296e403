import { formatComparison } from '../../cli/output/comparison-table.ts';
import { formatFigures } from '../../cli/output/figures-table.ts';
import { resultOfEntries } from '../../cli/inputs/result-inputs.ts';
import { compareResults } from '../../engine/compare.ts';
import type { Inventory } from './inventory.ts';
import type { StoryRecord } from './story-record.ts';
import { type Teller, shorten } from '../terminal/tell.ts';

const ROWS_TOLD = 3;

/** Tells the first entries of a record, and its id. */
export function tellRows(tell: Teller, { entries, id }: StoryRecord): void {
  for (const { key, value, unit } of entries.slice(0, ROWS_TOLD))
    tell.note(`${key.padEnd(34)} ${String(value).padStart(9)} ${unit}`);
  if (entries.length > ROWS_TOLD) tell.note(`and ${entries.length - ROWS_TOLD} more`);
  tell.note(`record ${shorten(id)}`);
}

/** Tells every figure of an inventory with what it covers, then its warnings. */
export function tellInventory(tell: Teller, { result }: Inventory): void {
  tellTable(tell, formatFigures(result));
}

/** Tells figure by figure what a restated result changes, and from which rows. */
export function tellRestatement(tell: Teller, before: StoryRecord, after: StoryRecord): void {
  const [old, fresh] = [before, after].map(({ entries }) => resultOfEntries(entries, 'whole'));
  tellTable(tell, formatComparison(compareResults(old!, fresh!)));
}

function tellTable(tell: Teller, table: string): void {
  for (const line of table.split('\n')) if (line !== '') tell.note(line);
}
