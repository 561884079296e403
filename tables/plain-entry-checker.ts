import { keySchema, unitSchema } from '../core/encoding/schema.ts';
import { showValue } from '../core/errors.ts';
import type { UnsaltedEntry } from '../core/records/entry.ts';
import type { EntryChecker } from './checked-rows.ts';
import type { TableCode } from './cells/table-problem.ts';

type Report = (code: TableCode, column: string, message: string) => void;

/** Checks what any record requires of its entries, independent of their types of row: key, value with unit, period. */
export class PlainEntryChecker implements EntryChecker {
  readonly #rowOfKey = new Map<string, number | null>();

  check(entry: UnsaltedEntry, row: number | null): ReturnType<EntryChecker['check']> {
    const found: { code: TableCode; column: string; message: string }[] = [];
    const report: Report = (code, column, message) => void found.push({ code, column, message });
    this.#checkKey(entry, row, report);
    checkQuantity(entry, report);
    checkPeriod(entry, report);
    return found;
  }

  #checkKey({ key }: UnsaltedEntry, row: number | null, report: Report): void {
    if (!keySchema.safeParse(key).success) {
      const text = `${showValue(key)} is not a key: expected segments of A-Z a-z 0-9 . _ : @ + % ( ) - joined by /`;
      return report('bad-key', 'key', text);
    }
    const earlier = this.#rowOfKey.get(key);
    if (earlier === undefined) this.#rowOfKey.set(key, row);
    else report('duplicate-key', 'key', `the key ${showValue(key)} is already in row ${String(earlier)}`);
  }
}

function checkQuantity({ value, unit }: UnsaltedEntry, report: Report): void {
  if (value === null && unit !== '')
    report(
      'missing-member',
      'value',
      `the row has the unit ${showValue(unit)} but no value: add one, or remove the unit`,
    );
  if (value !== null && unit === '')
    report('missing-member', 'unit', 'the row has a value but no unit: a plain number has the unit 1');
  if (!unitSchema.safeParse(unit).success)
    report(
      'unknown-unit',
      'unit',
      `${showValue(unit)} is not a unit: expected at most 64 visible ASCII characters`,
    );
}

function checkPeriod({ from, until }: UnsaltedEntry, report: Report): void {
  if (from < until || (from === 0 && until === 0)) return;
  report('bad-period', 'until', 'until must be later than from: it is the first moment after the period');
}
