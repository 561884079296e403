import { isHex } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, formatJson } from '../../core/encoding/json.ts';
import { isSetOperand, readCitation, readDerivation } from '../../core/records/derivation.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import { type SelectableEntry, type Selection } from '../../core/records/selection.ts';
import { type ChangedRows, findChangedSets, type SetUse } from './changed-sets.ts';

/** The members of an entry that are compared. */
export interface ImpactEntry {
  readonly key: string;
  readonly value: string | null;
  readonly unit: string;
  readonly from: number;
  readonly until: number;
  readonly detail: unknown;
}

/** The rows or figures that changed, by the record that holds them. */
export type Changes = ReadonlyMap<string, ChangedRows>;

/**
 * Returns the entries that differ between two versions of a record, ascending by key: added, removed, or with another value, unit, period
 * or detail. A figure derived from a newer version of a record does not differ for that reason alone. It differs when the numbers that it
 * took differ.
 */
export function findChangedRows(before: readonly ImpactEntry[], after: readonly ImpactEntry[]): ChangedRows {
  const old = new Map(before.map((entry) => [entry.key, entry]));
  const changed: [string, SelectableEntry[]][] = [];
  for (const entry of after) {
    const own = old.get(entry.key);
    old.delete(entry.key);
    if (own === undefined) changed.push([entry.key, [outlineRow(entry)]]);
    else if (!isSame(own, entry)) changed.push([entry.key, [outlineRow(own), outlineRow(entry)]]);
  }
  for (const [key, entry] of old) changed.push([key, [outlineRow(entry)]]);
  return new Map(changed.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns what selections can ask about a row (§10). Of the members of its detail, those that are not texts only say that they are there. */
export function outlineRow({ key, unit, from, until, detail }: SelectableEntry): SelectableEntry {
  const members = Object.entries(isObject(detail) ? detail : {}).map(
    ([name, member]) => [name, typeof member === 'string' ? member : null] as const,
  );
  return { key, unit, from, until, detail: Object.fromEntries(members) };
}

function isSame(a: ImpactEntry, b: ImpactEntry): boolean {
  return (
    a.value === b.value &&
    a.unit === b.unit &&
    a.from === b.from &&
    a.until === b.until &&
    isSameDetail(a.detail, b.detail)
  );
}

/**
 * Details are equal when their canonical forms (RFC 8785) are. Stored details are canonical already: the first test is the
 * fast one.
 */
function isSameDetail(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b) || writeDetail(a) === writeDetail(b);
}

function writeDetail(detail: unknown): string {
  if (readDerivation(detail) === null) return formatJson(detail, BUNDLE_JSON);
  return formatJson(JSON.parse(JSON.stringify(detail, dropRecord)), BUNDLE_JSON);
}

/** A JSON replacer that drops the record ids from which an operand, a factor or a shown figure was taken, and the roots of sets. */
function dropRecord(name: string, value: unknown): unknown {
  const names = name === 'record' || name === 'result' || name === 'root';
  return names && isHex(value, 32) ? undefined : value;
}

/**
 * Returns, ascending, the keys of a record's figures that depend on what changed. A derivation names what a figure depends on: a
 * row of a dataset, a set of rows, which held a changed row before or would hold it after, a figure of a result, or another figure of the
 * same record, which can depend on the change in turn. A row of a fused dataset depends on the rows with its key. Any other figure without
 * a derivation depends on all sources of its record. Takes time linear in the size of the derivations, and of the changes where there are
 * sets. Null where sets ask about too much (`findChangedSets`): then nothing is known.
 */
export function findDependentKeys(
  entries: readonly Pick<ImpactEntry, 'key' | 'unit' | 'detail'>[],
  changes: Changes,
): string[] | null {
  const isFused = entries.some(({ detail }) => isObject(detail) && detail['row'] === 'fusion');
  const dependent = new Set<string>();
  const users = new Map<string, string[]>();
  const figures = entries.filter(({ unit }) => unit !== '');
  for (const { key, detail } of figures) {
    const links = readLinks(detail);
    const isDependent =
      links === null
        ? dependsOnAnyChange(key, changes, isFused)
        : links.some((link) => isChanged(link, changes));
    if (isDependent) dependent.add(key);
    for (const link of links ?? []) if (link.record === null) pushTo(users, link.key, key);
  }
  const bySets = findBySets(figures, changes, readExceptions(entries));
  if (bySets === null) return null;
  for (const key of bySets) dependent.add(key);
  // Iterating over a Set also visits the items that are added meanwhile.
  for (const key of dependent) for (const user of users.get(key) ?? []) dependent.add(user);
  return [...dependent].sort();
}

/** Returns the figures with a set that held a changed row, or would hold it; null where sets ask about too much. */
function findBySets(
  figures: readonly Pick<ImpactEntry, 'key' | 'detail'>[],
  changes: Changes,
  exceptions: ReadonlyMap<string, readonly string[]>,
): string[] | null {
  const sets = new Map<string, SetUse[]>();
  for (const { key, detail } of figures)
    for (const { record, selection } of readSets(detail))
      if (changes.has(record)) pushTo(sets, record, { figure: key, selection });
  const all: string[] = [];
  for (const [record, uses] of sets) {
    const rows = new Map(changes.get(record));
    for (const key of exceptions.get(record) ?? []) rows.delete(key);
    const found = findChangedSets(uses, rows);
    if (found === null) return null;
    for (const key of found) all.push(key);
  }
  return all;
}

/** Returns, by record, the keys of rows that a run left out of the rows that it used. No set of its figures holds them (§10). */
function readExceptions(
  entries: readonly Pick<ImpactEntry, 'key' | 'unit' | 'detail'>[],
): ReadonlyMap<string, readonly string[]> {
  const run = runSchema.safeParse(findRunEntry(entries)?.detail);
  return new Map(
    (run.data?.inputs ?? []).map((input) => [
      input.record,
      'keys' in input ? [] : (input.selection.except ?? []),
    ]),
  );
}

/** An entry that another one depends on. `record` is null where both are in the same record. */
export interface Link {
  readonly record: string | null;
  readonly key: string;
}

function isChanged({ record, key }: Link, changes: Changes): boolean {
  return record !== null && changes.get(record)?.has(key) === true;
}

function dependsOnAnyChange(key: string, changes: Changes, isFused: boolean): boolean {
  for (const rows of changes.values()) if (isFused ? rows.has(key) : rows.size > 0) return true;
  return false;
}

function pushTo<Item>(lists: Map<string, Item[]>, name: string, item: Item): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [item]);
  else list.push(item);
}

/**
 * Returns the entries that the derivation in a detail names, besides those in sets, and the documents of the detail; null where there is
 * no derivation that can be read.
 */
export function readLinks(detail: unknown): Link[] | null {
  const operands = readDerivation(detail)?.operands ?? null;
  if (operands === null) return null;
  const citation = readCitation(detail);
  const links: Link[] = operands.flatMap((operand) =>
    isSetOperand(operand) ? [] : [{ record: operand.record ?? null, key: operand.key }],
  );
  if (citation !== null) links.push({ record: citation.result, key: citation.key });
  return [...links, ...readDocuments(detail)];
}

/** Returns the documents that decided which factors a figure takes, such as the places that a grid supplies. */
function readDocuments(detail: unknown): Link[] {
  const documents = isObject(detail) ? detail['documents'] : undefined;
  if (!Array.isArray(documents)) return [];
  return documents
    .filter(isObject)
    .flatMap(({ record, key }) =>
      typeof record === 'string' && typeof key === 'string' ? [{ record, key }] : [],
    );
}

function readSets(detail: unknown): { readonly record: string; readonly selection: Selection }[] {
  return (readDerivation(detail)?.operands ?? []).filter(isSetOperand);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
