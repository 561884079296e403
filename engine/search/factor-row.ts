import type { Json, JsonObject } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { RowTypeOf } from '../rows/types/row-type.ts';
import { findRowType, ROW_TYPES } from '../rows/types/row-types.ts';

/** Where a factor was published. */
export interface FactorSource {
  readonly title: string;
  readonly url: string | null;
  readonly licence: string | null;
  readonly published: string | null;
}

/** A row that a run can select as a factor, as a search shows it. */
export interface FactorRow {
  readonly key: string;
  readonly type: string;
  readonly value: string;
  readonly unit: string;
  /** Unix seconds; both 0 where the row holds at any time. */
  readonly from: number;
  readonly until: number;
  readonly title: string | null;
  /** The members that tell the row from others, and its year. */
  readonly detail: JsonObject;
  readonly source: FactorSource | null;
}

/** The row types whose rows a search finds. */
export const FACTOR_TYPES: readonly string[] = ROW_TYPES.filter(isFactorType).map(({ type }) => type);

/** The row type whose rows say where all others of their record are from. */
export const SOURCE_TYPE = 'source';

/** Characters of a member, a title and an address that are shown. Others than those of `phrase` and `name` are of rows that nobody checked. */
const MOST_TEXT = 256;
const MOST_ADDRESS = 2048;
const MOST_ITEMS = 64;

/** Returns a factor as a search shows it; null if the entry is none. `source` is that of its dataset, for a row that states none. */
export function readFactorRow(entry: UnsaltedEntry, source: FactorSource | null): FactorRow | null {
  const { key, value, unit, from, until, detail } = entry;
  const type = findRowType(detail?.['row']);
  if (detail === null || value === null || type === undefined || !isFactorType(type)) return null;
  return {
    ...{ key, type: type.type, value, unit, from, until },
    title: readText(detail['title'], MOST_TEXT),
    detail: pickMembers(detail, type),
    source: readSource(detail['source']) ?? source,
  };
}

/** Returns the source that a row or an entry `source` states; null if it states none. */
export function readSource(stated: Json | undefined): FactorSource | null {
  if (typeof stated !== 'object' || stated === null || Array.isArray(stated)) return null;
  const title = readText(stated['title'], MOST_TEXT);
  if (title === null) return null;
  return {
    title,
    url: readText(stated['url'], MOST_ADDRESS),
    licence: readText(stated['licence'], MOST_TEXT),
    published: readText(stated['published'], MOST_TEXT),
  };
}

function isFactorType({ role }: RowTypeOf): boolean {
  return role === 'factor';
}

function pickMembers(detail: JsonObject, { found, subject }: RowTypeOf): JsonObject {
  const names = new Set([subject, ...(found ?? []), 'year']);
  const members = [...names].flatMap((name): [string, Json][] => {
    const value = readMember(detail[name]);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}

/** Members that identify a row are texts, numbers or lists of texts. Anything else is of a row that nobody checked. */
function readMember(value: Json | undefined): Json {
  if (typeof value === 'number') return value;
  if (!Array.isArray(value)) return readText(value, MOST_TEXT);
  const texts = value.slice(0, MOST_ITEMS).map((item) => readText(item, MOST_TEXT));
  return texts.filter((text) => text !== null);
}

function readText(value: Json | undefined, most: number): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, most) : null;
}
