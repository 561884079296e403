import { BUNDLE_JSON, formatJson } from '../../core/encoding/json.ts';
import { type Amount, HUNDRED, parseAmount } from '../quantities/decimal.ts';
import { EngineError } from '../errors/engine-error.ts';
import { compareTexts } from '../rows/row.ts';
import { convertAmount, parseUnit } from '../quantities/unit.ts';
import type { DatasetEntry } from './validate.ts';

/** A member that differs. An absent member is null. */
export interface MemberChange {
  readonly member: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A row that both versions have, with the members that differ. */
export interface RowChange {
  readonly key: string;
  readonly changes: readonly MemberChange[];
  /**
   * The change of the value, exact, in the unit of the version before. Null where units do not convert or a row is a document.
   */
  readonly absolute: string | null;
  /** The change in per cent of the value before, rounded half-even to six decimals. Null where that value is zero. */
  readonly percent: string | null;
  readonly unit: string;
}

/** The differences between two versions of a dataset, ascending by key. */
export interface DatasetDiff {
  readonly added: readonly DatasetEntry[];
  readonly removed: readonly DatasetEntry[];
  readonly changed: readonly RowChange[];
  readonly unchanged: number;
}

const PERCENT_DECIMALS = 6;

/** Compares two versions of a dataset row by row, by key. */
export function diffDatasets(before: readonly DatasetEntry[], after: readonly DatasetEntry[]): DatasetDiff {
  const [old, fresh] = [before, after].map((entries) => new Map(entries.map((entry) => [entry.key, entry])));
  const pairs = [...old!.values()].flatMap((entry) => {
    const other = fresh!.get(entry.key);
    return other === undefined ? [] : [[entry, other] as const];
  });
  const changed = pairs
    .map(([entry, other]) => compareRows(entry, other))
    .filter((change) => change !== null);
  return {
    added: sortRows(after.filter(({ key }) => !old!.has(key))),
    removed: sortRows(before.filter(({ key }) => !fresh!.has(key))),
    changed: sortRows(changed),
    unchanged: pairs.length - changed.length,
  };
}

/** Whether two entries have the same value, unit, period and detail. Keys are not compared. */
export function isSameRow(a: DatasetEntry, b: DatasetEntry): boolean {
  return compareMembers(a, b).length === 0;
}

function sortRows<Row extends { readonly key: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => compareTexts(a.key, b.key));
}

function compareRows(before: DatasetEntry, after: DatasetEntry): RowChange | null {
  const changes = compareMembers(before, after);
  if (changes.length === 0) return null;
  return { key: before.key, changes, ...measureChange(before, after), unit: before.unit };
}

function compareMembers(before: DatasetEntry, after: DatasetEntry): MemberChange[] {
  const plain = (['value', 'unit', 'from', 'until'] as const).map((member) => ({
    member,
    before: before[member],
    after: after[member],
  }));
  return [
    ...plain.filter(isDifferent),
    ...compareObjects(before.detail ?? {}, after.detail ?? {}, 'detail.'),
  ];
}

type Members = Readonly<Record<string, unknown>>;

/** Returns, ascending, the members that differ between two objects, each name with the prefix. Absent members are null. */
export function compareObjects(before: Members, after: Members, prefix: string): MemberChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort(compareTexts);
  return names
    .map((name) => ({
      member: `${prefix}${name}`,
      before: before[name] ?? null,
      after: after[name] ?? null,
    }))
    .filter(isDifferent);
}

function isDifferent({ before, after }: MemberChange): boolean {
  return formatJson(before, BUNDLE_JSON) !== formatJson(after, BUNDLE_JSON);
}

function measureChange(before: DatasetEntry, after: DatasetEntry): Pick<RowChange, 'absolute' | 'percent'> {
  const [old, fresh] = [readAmount(before, before.unit), readAmount(after, before.unit)];
  if (old === null || fresh === null) return { absolute: null, percent: null };
  const change = fresh.minus(old);
  const percent = old.isZero() ? null : change.times(HUNDRED).div(old.abs()).round(PERCENT_DECIMALS);
  return { absolute: String(change), percent: percent === null ? null : String(percent) };
}

/** Returns the amount in the target unit; null where the entry is a document or its unit does not convert. */
function readAmount({ value, unit }: DatasetEntry, target: string): Amount | null {
  if (value === null || unit === '' || target === '') return null;
  const amount = parseAmount(value);
  if (unit === target) return amount;
  try {
    const [from, to] = [parseUnit(unit), parseUnit(target)];
    return from.substance === to.substance ? convertAmount(amount, from, to) : null;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}
