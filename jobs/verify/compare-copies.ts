import type { Hex } from '../../core/encoding/hex.ts';
import { formatJson, type Json } from '../../core/encoding/json.ts';
import { hashJsonText } from '../../core/hashing/json-hash.ts';
import { type Bundle, type BundleRecord, parseBundle, type ShownEntry } from '../../core/proofs/bundle.ts';
import { hashRecord } from '../../core/records/record.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { checkShownEntries } from '../../core/verify/entries.ts';

/** A value of a proof file beside the one that was signed. */
export interface Changed {
  readonly record: Hex;
  /** An entry, by its key, or a member of the statement, by its name. */
  readonly part: 'entry' | 'statement';
  readonly name: string;
  /** What was signed and what the file shows: value and unit, or another member, as texts; null where it is missing. */
  readonly signed: string | null;
  readonly shown: string | null;
}

/** The most characters of a value that are shown. */
const MOST_SHOWN = 400;

/** Records of several files, by what they are compared by, and what was found out about each. */
interface Copies {
  readonly byEntries: ReadonlyMap<Hex, readonly BundleRecord[]>;
  readonly byId: ReadonlyMap<Hex, readonly BundleRecord[]>;
  readonly byStatement: ReadonlyMap<Hex, readonly BundleRecord[]>;
  /** Tells whether a record shows only entries that were signed. */
  readonly areSigned: (record: BundleRecord) => boolean;
  /** Returns the entry of a record with a key. */
  readonly entryOf: (record: BundleRecord, key: string) => ShownEntry | undefined;
}

/**
 * Returns what a proof file shows that differs from what was signed. It is known where an entry of a partly shown record is wrong alone,
 * where a result in the file shows the figure that a disclosure cites, and where another file shows the same record as it was signed.
 * The work grows with the files, not with their product.
 */
export function compareCopies(file: Uint8Array, others: readonly Uint8Array[]): Changed[] {
  const bundle = parseBundle(file);
  const copies = openCopies([bundle, ...others.flatMap(readOther)].flatMap(({ records }) => records));
  return bundle.records.flatMap((record) => [
    ...(copies.areSigned(record) ? [] : compareEntries(record, copies)),
    ...(isStatementSigned(record) ? [] : compareStatement(record, copies)),
  ]);
}

function openCopies(records: readonly BundleRecord[]): Copies {
  return {
    byEntries: Map.groupBy(records, ({ record }) => record.entries),
    // Whatever id a file gives a record, only the one that is its hash counts.
    byId: Map.groupBy(records, ({ record }) => hashRecord(record)),
    byStatement: Map.groupBy(records, ({ record }) => record.statement),
    areSigned: rememberEach(areSigned),
    entryOf: (record, key) => keysOf(record).get(key),
  };
}

const keysOf = rememberEach(
  ({ entries: { shown } }: BundleRecord) => new Map(shown.map((entry) => [entry.key, entry])),
);

/** Returns a function that works out the value of each record once. */
function rememberEach<Value>(find: (record: BundleRecord) => Value): (record: BundleRecord) => Value {
  const known = new WeakMap<BundleRecord, { readonly value: Value }>();
  return (record) => {
    const { value } = known.get(record) ?? { value: find(record) };
    known.set(record, { value });
    return value;
  };
}

/** Another file may be anything: what cannot be read is left out. */
function readOther(bytes: Uint8Array): Bundle[] {
  try {
    return [parseBundle(bytes)];
  } catch {
    return [];
  }
}

function areSigned(record: Pick<BundleRecord, 'record' | 'entries'>): boolean {
  try {
    checkShownEntries(record);
    return true;
  } catch {
    return false;
  }
}

function compareEntries(own: BundleRecord, copies: Copies): Changed[] {
  const signed = (copies.byEntries.get(own.record.entries) ?? []).filter(copies.areSigned);
  const whole = signed.find(({ entries }) => entries.all);
  // By key, the copy before others: a party signs one entry of a key.
  const genuineOf = new Map(
    signed.toReversed().flatMap(({ entries }) => entries.shown.map((entry) => [entry.key, entry])),
  );
  const shown = own.entries.shown.flatMap((entry) => {
    const genuine = genuineOf.get(entry.key) ?? findCited(entry, copies);
    const isWrong = !own.entries.all && !areSigned(keepOne(own, entry));
    if (genuine === undefined)
      return isWrong || whole !== undefined ? [changed(own, entry.key, null, entry)] : [];
    return isSame(genuine, entry) ? [] : [changed(own, entry.key, genuine, entry)];
  });
  const keys = new Set(own.entries.shown.map(({ key }) => key));
  const missing = own.entries.all && whole !== undefined ? whole.entries.shown : [];
  const absent = missing.filter(({ key }) => !keys.has(key));
  return [...shown, ...absent.map((entry) => changed(own, entry.key, entry, null))];
}

function keepOne({ record }: BundleRecord, entry: ShownEntry): Pick<BundleRecord, 'record' | 'entries'> {
  return { record, entries: { all: false, shown: [entry], absent: [] } };
}

/** Returns the figure that an entry says it shows unchanged, if a signed copy of its result shows it. */
function findCited({ detail, key }: ShownEntry, copies: Copies): ShownEntry | undefined {
  const cited = readCitation(detail);
  if (cited === null) return undefined;
  for (const copy of copies.byId.get(cited.result) ?? []) {
    const found = copies.entryOf(copy, cited.key);
    if (found !== undefined && copies.areSigned(copy)) return { ...found, key };
  }
  return undefined;
}

function isSame(a: ShownEntry, b: ShownEntry): boolean {
  return describe(a, true) === describe(b, true);
}

function changed(
  { id }: BundleRecord,
  key: string,
  signed: ShownEntry | null,
  shown: ShownEntry | null,
): Changed {
  const needsAll = signed !== null && shown !== null && describe(signed, false) === describe(shown, false);
  const text = (entry: ShownEntry | null): string | null =>
    entry === null ? null : describe(entry, needsAll);
  return { record: id, part: 'entry', name: key, signed: text(signed), shown: text(shown) };
}

/** Returns value and unit of an entry; its period and detail too where that is what differs. */
function describe({ value, unit, from, until, detail }: ShownEntry, isWhole: boolean): string {
  const figure = value === null ? '' : `${value} ${unit}`;
  return isWhole ? `${figure} ${from}–${until} ${formatJson(detail)}` : figure;
}

function isStatementSigned({ record, statement }: BundleRecord): boolean {
  return hashJsonText(formatJson(statement)) === record.statement;
}

function compareStatement(own: BundleRecord, copies: Copies): Changed[] {
  const signed = copies.byStatement.get(own.record.statement)?.find(isStatementSigned);
  if (signed === undefined) return [];
  const names = [...new Set([...Object.keys(signed.statement), ...Object.keys(own.statement)])];
  const text = (value: Json | undefined): string | null =>
    value === undefined ? null : formatJson(value).slice(0, MOST_SHOWN);
  return names
    .map((name) => ({
      record: own.id,
      part: 'statement' as const,
      name,
      signed: text(signed.statement[name]),
      shown: text(own.statement[name]),
    }))
    .filter(({ signed: was, shown }) => was !== shown);
}
