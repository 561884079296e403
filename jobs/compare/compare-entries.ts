import type { Entry } from '../../client/generated/openapi.ts';
import { type Decimal, parseDecimal, writeTrimmed } from '../../core/encoding/decimal.ts';
import { isEqualJson } from '../../core/encoding/json.ts';

/** What became of an entry between two versions. */
export interface EntryChange {
  /** The key in the second version, or in the first one where it is removed. */
  readonly key: string;
  /** `followed`: the first version has it for an earlier year, which is part of its key, and no longer; the second one for a later year. */
  readonly kind: 'added' | 'removed' | 'changed' | 'followed';
  /** The entry of the first version; null where it is added. Where it is followed it has another key. */
  readonly before: Entry | null;
  /** The entry of the second version; null where it is removed. */
  readonly after: Entry | null;
  /** The second value minus the first, exact; null where they cannot be subtracted. */
  readonly difference: string | null;
  /** The difference in percent of the size of the first value, rounded to two decimals; null where there is none, or the first value is 0. */
  readonly percent: string | null;
  /** What else changed. */
  readonly others: readonly ('unit' | 'period' | 'detail')[];
}

/** Returns the entries that differ between two versions, by key, in the order of keys. Salts do not count. */
export function compareEntries(before: readonly Entry[], after: readonly Entry[]): EntryChange[] {
  const old = new Map(before.map((entry) => [entry.key, entry]));
  const changes: EntryChange[] = [];
  for (const entry of after) {
    const change = compareEntry(entry.key, old.get(entry.key) ?? null, entry);
    if (change !== null) changes.push(change);
    old.delete(entry.key);
  }
  for (const entry of old.values()) changes.push(compareEntry(entry.key, entry, null)!);
  return pairYears(changes).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Makes one change of a removed and an added entry whose keys differ in a later year alone, where only one of each can be meant. */
function pairYears(changes: readonly EntryChange[]): EntryChange[] {
  const alike = Map.groupBy(changes, nameWithoutYear);
  alike.delete(null);
  const paired = [...alike.values()].flatMap((group) => {
    const [removed, added, ...more] = group.toSorted((a, b) => (a.key < b.key ? -1 : 1));
    if (removed?.kind !== 'removed' || added?.kind !== 'added' || more.length > 0) return [];
    const { before } = removed;
    const { key, after } = added;
    const change = { key, kind: 'followed', before, after, others: [] } as const;
    return [{ parts: [removed, added], change: { ...change, ...subtractValues(before!, after!) } }];
  });
  const gone = new Set(paired.flatMap(({ parts }) => parts));
  return [...changes.filter((change) => !gone.has(change)), ...paired.map(({ change }) => change)];
}

const YEAR = /^(?:19|20)\d{2}$/;

/** The key without its year, and the unit; null for a change of another kind, or a key without one year. */
function nameWithoutYear({ key, kind, before, after }: EntryChange): string | null {
  if (kind !== 'added' && kind !== 'removed') return null;
  const segments = key.split('/');
  if (segments.filter((segment) => YEAR.test(segment)).length !== 1) return null;
  const name = segments.map((segment) => (YEAR.test(segment) ? '' : segment)).join('/');
  return `${name} ${(after ?? before)!.unit}`;
}

type Period = Pick<Entry, 'from' | 'until'>;

/** The entries that are followed by those of a later period. */
export interface Followed {
  readonly count: number;
  readonly before: Period;
  readonly after: Period;
}

/** Returns the periods of all entries that are followed, where each has the same and they do not overlap; else null. */
export function findFollowed(changes: readonly EntryChange[]): Followed | null {
  const followed = changes.filter(({ kind }) => kind === 'followed');
  const [first] = followed;
  if (first === undefined) return null;
  const [before, after] = [periodOf(first.before!), periodOf(first.after!)];
  const isSame = (one: Period, other: Period): boolean =>
    one.from === other.from && one.until === other.until;
  const isAlike = followed.every((each) => isSame(each.before!, before) && isSame(each.after!, after));
  if (!isAlike || before.from >= before.until || before.until > after.from) return null;
  return { count: followed.length, before, after };
}

function periodOf({ from, until }: Entry): Period {
  return { from, until };
}

function compareEntry(key: string, before: Entry | null, after: Entry | null): EntryChange | null {
  const none = { difference: null, percent: null, others: [] };
  if (before === null) return { key, kind: 'added', before, after, ...none };
  if (after === null) return { key, kind: 'removed', before, after, ...none };
  const others = [
    ...(before.unit === after.unit ? [] : (['unit'] as const)),
    ...(before.from === after.from && before.until === after.until ? [] : (['period'] as const)),
    ...(isEqualJson(before.detail, after.detail) ? [] : (['detail'] as const)),
  ];
  if (before.value === after.value && others.length === 0) return null;
  return { key, kind: 'changed', before, after, ...subtractValues(before, after), others };
}

function subtractValues(before: Entry, after: Entry): Pick<EntryChange, 'difference' | 'percent'> {
  if (before.value === null || after.value === null || before.unit !== after.unit)
    return { difference: null, percent: null };
  const [a, b] = alignDecimals(parseDecimal(before.value), parseDecimal(after.value));
  const difference = b.coefficient - a.coefficient;
  return {
    difference: writeTrimmed({ coefficient: difference, scale: a.scale }),
    percent: a.coefficient === 0n ? null : writePercent(difference, a.coefficient),
  };
}

function alignDecimals(a: Decimal, b: Decimal): [Decimal, Decimal] {
  const scale = Math.max(a.scale, b.scale);
  const align = (one: Decimal): Decimal => ({
    coefficient: one.coefficient * 10n ** BigInt(scale - one.scale),
    scale,
  });
  return [align(a), align(b)];
}

/** A rise is positive, also of a negative value. Rounds halves away from zero. */
function writePercent(part: bigint, whole: bigint): string {
  const [over, under] = [abs(part) * 10_000n, abs(whole)];
  const rounded = (2n * over + under) / (2n * under);
  return writeTrimmed({ coefficient: part < 0n ? -rounded : rounded, scale: 2 });
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
