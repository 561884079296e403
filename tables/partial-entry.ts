import type { UnsaltedEntry } from '../core/records/entry.ts';
import type { NumberStyle } from './cells/number-cell.ts';
import type { Cell } from './cells/table.ts';
import type { FindingCode } from './layout/finding.ts';

/**
 * How the cells of a table are written. With a number style, cells are as people write them:
 * numbers, units and details are converted to what the ledger hashes. With `as-hashed` they already are, and nothing is converted.
 */
export type CellStyle = NumberStyle | 'as-hashed';

/** An entry while it is read. The cell of its value is kept until the unit is known. */
export interface PartialEntry {
  readonly entry: { -readonly [Member in keyof UnsaltedEntry]: UnsaltedEntry[Member] };
  rawValue: Cell;
  /** By what the value is still to be divided, where the cell has a fraction. */
  divisor: bigint;
  /** Amounts that are added to the value, or subtracted from it. */
  readonly terms: Term[];
  /** What the unit is per, where another column than that of units says it; else empty. */
  per: string;
  hasFrom: boolean;
  hasUntil: boolean;
  /** How many of its times could not be read, which was reported. */
  unreadTimes: number;
  /** How many days the period has, where a column says it. */
  days: number | null;
  /** What was read differently from the cells, with the texts that it is about. */
  readonly notes: Map<FindingCode, string>;
  /** Whether a name in it says that the row is left out. */
  isLeftOut: boolean;
}

/** An amount beside the value, and its column. */
export interface Term {
  readonly column: string;
  readonly cell: Cell;
  readonly sign: 1n | -1n;
}

/** Returns an entry before its first cell is read. */
export function createPartial(): PartialEntry {
  return {
    entry: { key: '', value: null, unit: '', from: 0, until: 0, detail: null },
    rawValue: null,
    divisor: 1n,
    terms: [],
    per: '',
    hasFrom: false,
    hasUntil: false,
    unreadTimes: 0,
    days: null,
    notes: new Map(),
    isLeftOut: false,
  };
}
