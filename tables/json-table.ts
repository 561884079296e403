import { BadInput } from '../core/errors.ts';
import { BUNDLE_JSON, type Json, type JsonObject, parseJson } from '../core/encoding/json.ts';
import { refuseTable } from './cells/table-problem.ts';
import type { Cell, Table, TableRow } from './cells/table.ts';

/**
 * Returns the table in a JSON array of objects, or in `{entries: […]}`: members are columns, those of nested objects are joined
 * by a point, `detail.fuel`. Numbers are integers; write others as text, since most readers make JSON numbers binary fractions.
 * @throws DatasetRefused `table`
 */
export function readJsonTable(file: string, bytes: Uint8Array): Table {
  const objects = listObjects(file, readDocument(file, bytes)).map(flatten);
  const columns = [...new Set(objects.flatMap((object) => [...object.keys()]))];
  const rows = objects.map((object, index) => ({
    row: index + 2,
    cells: columns.map((name) => object.get(name) ?? null),
  }));
  return { columns, header: null, rows: inOne(rows) };
}

function readDocument(file: string, bytes: Uint8Array): Json {
  try {
    return parseJson(bytes, BUNDLE_JSON);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const hint = error.code === 'json-number' ? '; write it as text, such as "12.5"' : '';
    throw refuseTable(file, 'table', `${error.message}${hint}`);
  }
}

function listObjects(file: string, value: Json): JsonObject[] {
  const list = isObject(value) ? value['entries'] : value;
  if (!Array.isArray(list))
    throw refuseTable(file, 'table', 'expected an array of objects, or {"entries": [...]}');
  return list.map((item, index) => {
    if (isObject(item)) return item;
    throw refuseTable(file, 'table', 'expected an object', { row: index + 2 });
  });
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members that hold unix seconds. */
const TIMES = ['from', 'until'];

function flatten(object: JsonObject): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  const add = (name: string, value: Json): void => {
    if (isObject(value)) for (const [member, inner] of Object.entries(value)) add(`${name}.${member}`, inner);
    else cells.set(name, TIMES.includes(name) && typeof value === 'number' ? new Date(value * 1000) : value);
  };
  for (const [name, value] of Object.entries(object)) add(name, value);
  return cells;
}

// oxlint-disable-next-line typescript/require-await -- a table yields batches, here a single one
async function* inOne(rows: readonly TableRow[]): AsyncGenerator<readonly TableRow[]> {
  if (rows.length > 0) yield rows;
}
