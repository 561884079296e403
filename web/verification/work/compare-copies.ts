import { formatJson, type Json } from '../../../core/encoding/json.ts';
import { hashJsonText } from '../../../core/hashing/json-hash.ts';
import { type Bundle, type BundleRecord, parseBundle, type ShownEntry } from '../../../core/proofs/bundle.ts';
import { readCitation } from '../../../core/records/derivation.ts';
import { checkShownEntries } from '../../../core/verify/entries.ts';
import type { Changed } from './messages.ts';

/** The most characters of a value that are shown. */
const MOST_SHOWN = 400;

/**
 * Returns what a proof file shows that differs from what was signed. It is known where an entry of a partly shown record is wrong alone,
 * where a result in the file shows the figure that a disclosure cites, and where another file shows the same record as it was signed.
 */
export function compareCopies(file: Uint8Array, others: readonly Uint8Array[]): Changed[] {
  const bundle = parseBundle(file);
  const copies = [bundle, ...others.flatMap(readOther)].flatMap(({ records }) => records);
  return bundle.records.flatMap((record) => [
    ...(areSigned(record) ? [] : compareEntries(record, copies)),
    ...(isStatementSigned(record) ? [] : compareStatement(record, copies)),
  ]);
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

function compareEntries(own: BundleRecord, copies: readonly BundleRecord[]): Changed[] {
  const signed = copies.filter(({ record }) => record.entries === own.record.entries).filter(areSigned);
  const signedOf = (key: string): ShownEntry | undefined =>
    signed.flatMap(({ entries }) => entries.shown).find((entry) => entry.key === key);
  const shown = own.entries.shown.flatMap((entry) => {
    const genuine = signedOf(entry.key) ?? findCited(entry, copies);
    const isWrong = !own.entries.all && !areSigned(keepOne(own, entry));
    if (genuine === undefined)
      return isWrong || signed.some(({ entries }) => entries.all)
        ? [changed(own, entry.key, null, entry)]
        : [];
    return isSame(genuine, entry) ? [] : [changed(own, entry.key, genuine, entry)];
  });
  const keys = new Set(own.entries.shown.map(({ key }) => key));
  const missing = own.entries.all
    ? signed.filter(({ entries }) => entries.all).flatMap(({ entries }) => entries.shown)
    : [];
  const absent = missing.filter(({ key }) => !keys.has(key));
  return [...shown, ...absent.map((entry) => changed(own, entry.key, entry, null))];
}

function keepOne({ record }: BundleRecord, entry: ShownEntry): Pick<BundleRecord, 'record' | 'entries'> {
  return { record, entries: { all: false, shown: [entry], absent: [] } };
}

/** Returns the figure that an entry says it shows unchanged, if a signed copy of its result shows it. */
function findCited({ detail, key }: ShownEntry, copies: readonly BundleRecord[]): ShownEntry | undefined {
  const cited = readCitation(detail);
  if (cited === null) return undefined;
  const result = copies.find(
    (copy) =>
      copy.id === cited.result &&
      copy.entries.shown.some((entry) => entry.key === cited.key) &&
      areSigned(copy),
  );
  const found = result?.entries.shown.find((entry) => entry.key === cited.key);
  return found === undefined ? undefined : { ...found, key };
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

function compareStatement(own: BundleRecord, copies: readonly BundleRecord[]): Changed[] {
  const signed = copies.find(
    (copy) => copy.record.statement === own.record.statement && isStatementSigned(copy),
  );
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
