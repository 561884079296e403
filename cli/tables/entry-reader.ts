import type * as z from 'zod';
import { BadInput } from '../../core/errors.ts';
import { type Json, type JsonObject, formatJson, parseJson } from '../../core/encoding/json.ts';
import { ROW_SCHEMAS } from '../../engine/datasets/dataset.ts';
import { EngineError } from '../../engine/errors.ts';
import { convertSpelled, readUnitSpelling, type SpelledUnit } from '../../engine/unit-spelling.ts';
import type { UnsaltedEntry } from '../inputs/entries-csv.ts';
import type { ColumnPlan } from './columns.ts';
import { type NumberStyle, readNumber } from './number-cell.ts';
import { CellFault, refuseTable, type TableProblem } from './problem.ts';
import type { Cell, TableRow } from './table.ts';
import { readPeriod, readTime } from './time-cell.ts';

/** An entry read from a row, as far as it could be, and what could not. */
export interface ReadEntry {
  readonly entry: UnsaltedEntry;
  readonly faults: readonly TableProblem[];
}

/** Reads rows of a table as entries, by a plan of its columns. */
export class EntryReader {
  readonly #plan: ColumnPlan;
  readonly #style: NumberStyle;
  readonly #setters: readonly { readonly index: number; readonly set: Setter; readonly name: string }[];
  readonly #key: string | null;
  readonly #constants: readonly { readonly cell: string; readonly set: Setter }[];

  constructor(plan: ColumnPlan, style: NumberStyle) {
    this.#plan = plan;
    this.#style = style;
    this.#setters = plan.columns.map(({ index, name, member }) => ({ index, name, set: setterOf(member) }));
    const { key, ...constants } = plan.set;
    this.#key = key ?? null;
    this.#constants = Object.entries(constants).map(([member, cell]) => ({ cell, set: setterOf(member) }));
    this.#checkConstants();
  }

  /** Returns the entry of a row; what is wrong with its cells is listed. */
  read(tableRow: TableRow): ReadEntry {
    const { row, cells } = tableRow;
    const entry: Draft['entry'] = { key: '', value: null, unit: '', from: 0, until: 0, detail: null };
    const draft: Draft = { entry, raw: null };
    const faults: TableProblem[] = [];
    const report = (error: unknown, column: string | null): void => {
      faults.push({ ...describeFault(error), row, key: entry.key === '' ? null : entry.key, column });
    };
    this.#checkShape(tableRow, report);
    if (this.#key !== null) entry.key = this.#fillKey(this.#key, row, cells);
    for (const { cell, set } of this.#constants) setCell(draft, cell, set);
    for (const { index, name, set } of this.#setters) {
      const cell = cells[index] ?? null;
      if (cell === null || cell === '') continue;
      try {
        setCell(draft, cell, set);
      } catch (error) {
        report(error, name);
      }
    }
    this.#finish(draft, report);
    return { entry, faults };
  }

  #checkConstants(): void {
    const draft: Draft = {
      entry: { key: '', value: null, unit: '', from: 0, until: 0, detail: null },
      raw: null,
    };
    try {
      for (const { cell, set } of this.#constants) setCell(draft, cell, set);
    } catch (error) {
      const { code, message } = describeFault(error);
      throw refuseTable('--set', code, message);
    }
  }

  #checkShape(
    { cells, faults = [] }: TableRow,
    report: (error: unknown, column: string | null) => void,
  ): void {
    for (const { column, error } of faults) report(error, this.#plan.names[column] ?? String(column + 1));
    if (cells.length === this.#plan.count) return;
    const text = `${cells.length} cells where the header has ${this.#plan.count}`;
    report(new CellFault('cells', `${text}; quote cells that hold the delimiter`), null);
  }

  #finish(draft: Draft, report: (error: unknown, column: string | null) => void): void {
    try {
      finishValue(draft, this.#style);
    } catch (error) {
      report(error, this.#nameOf('value'));
    }
    try {
      finishUnit(draft);
    } catch (error) {
      report(
        error,
        this.#nameOf(error instanceof EngineError && error.code !== 'overflow' ? 'unit' : 'value'),
      );
    }
    try {
      if (draft.entry.detail !== null) finishDetail(draft.entry.detail);
    } catch (error) {
      report(error, this.#nameOf('detail'));
    }
  }

  #nameOf(member: string): string {
    return this.#plan.columns.find((column) => column.member === member)?.name ?? member;
  }

  #fillKey(template: string, row: number, cells: readonly Cell[]): string {
    return template.replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
      if (name === 'row') return String(row);
      const index = this.#plan.names.indexOf(name);
      return index < 0
        ? whole
        : writeText(cells[index] ?? '')
            .trim()
            .replaceAll(/[^A-Za-z0-9._:@+%()-]+/g, '-');
    });
  }
}

/** An entry while it is read, and the cell of its value until its unit is known too. */
interface Draft {
  readonly entry: { -readonly [Member in keyof UnsaltedEntry]: UnsaltedEntry[Member] };
  raw: Cell;
}

type Setter = (draft: Draft, cell: Cell) => void;

function setCell(draft: Draft, cell: Cell, set: Setter): void {
  if (typeof cell === 'string' && cell.includes('\ufffd'))
    throw new CellFault('encoding', 'not UTF-8: save the file as UTF-8');
  set(draft, cell);
}

/** What is none of a table's faults goes on. */
function describeFault(error: unknown): Pick<TableProblem, 'code' | 'message'> {
  if (error instanceof CellFault) return { code: error.code, message: error.message };
  if (error instanceof BadInput) return { code: 'bad-member', message: error.message };
  if (error instanceof EngineError) return { code: codeOfUnit(error), message: error.message };
  throw error;
}

function codeOfUnit({ code }: EngineError): 'ambiguous-unit' | 'inexact-value' | 'unknown-unit' {
  if (code === 'ambiguous-unit') return code;
  return code === 'overflow' ? 'inexact-value' : 'unknown-unit';
}

function setterOf(member: string): Setter {
  switch (member) {
    case 'key':
      return (draft, cell) => void (draft.entry.key = writeText(cell));
    case 'value':
      return (draft, cell) => void (draft.raw = cell);
    case 'unit':
      return (draft, cell) => void (draft.entry.unit = writeText(cell));
    case 'from':
      return (draft, cell) => void (draft.entry.from = readTime(cell));
    case 'until':
      return (draft, cell) => void (draft.entry.until = readTime(cell));
    case 'period':
      return (draft, cell) => void Object.assign(draft.entry, readPeriod(cell));
    case 'detail':
      return (draft, cell) => void (draft.entry.detail = { ...draft.entry.detail, ...readObject(cell) });
    default:
      return setterOfDetail(member.split('.').slice(1));
  }
}

function setterOfDetail(path: readonly string[]): Setter {
  const [last = ''] = path.slice(-1);
  return (draft, cell) => {
    let at: JsonObject = (draft.entry.detail ??= {});
    for (const name of path.slice(0, -1)) {
      const inner = at[name];
      at = isObject(inner) ? inner : (at[name] = {});
    }
    at[last] = isJson(cell) ? cell : writeText(cell);
  };
}

function isJson(cell: Cell): cell is number | boolean | Json[] {
  return typeof cell === 'number' || typeof cell === 'boolean' || Array.isArray(cell);
}

function writeText(cell: Cell): string {
  if (typeof cell === 'string') return cell.trim();
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return Array.isArray(cell) ? JSON.stringify(cell) : String(cell);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readObject(cell: Cell): JsonObject {
  const value = parseJson(writeText(cell));
  if (!isObject(value)) throw new CellFault('bad-member', 'the detail is no JSON object');
  formatJson(value);
  return value;
}

/** Brings the value to the ledger's canonical decimal. */
function finishValue({ entry, raw }: Draft, style: NumberStyle): void {
  entry.value = raw === null ? null : readNumber(raw, style);
}

/** Brings the unit to UCUM, also of a value that could not be read; the value is converted exactly where it was spelled otherwise. */
function finishUnit({ entry }: Draft): void {
  if (entry.unit === '') return;
  const spelled = readUnitSpelling(entry.unit);
  entry.unit = spelled.unit;
  if (entry.value !== null) entry.value = convertSpelled(entry.value, spelled);
}

/** Brings the members of the detail to the types of its schema; those that it does not know stay text. */
function finishDetail(detail: JsonObject): void {
  const kinds = kindsOf(detail['row']);
  if (kinds === null) return;
  for (const [member, kind] of kinds) {
    const value = detail[member];
    if (value === undefined || (kind === 'text' && typeof value === 'string')) continue;
    detail[member] = readMember(value, kind);
  }
  finishFactor(detail);
}

/** An instrument's factor has its unit beside it. */
function finishFactor(detail: JsonObject): void {
  const { factor, factorUnit } = detail;
  if (typeof factor !== 'string' || typeof factorUnit !== 'string') return;
  const spelled = attemptSpelling(factorUnit);
  if (spelled === null || spelled.numerator !== spelled.denominator) return;
  detail['factorUnit'] = spelled.unit;
}

function attemptSpelling(text: string): SpelledUnit | null {
  try {
    return readUnitSpelling(text);
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

type MemberKind = 'text' | 'number' | 'list' | 'numbers';

function readMember(value: Json, kind: MemberKind): Json {
  if (kind === 'text') return typeof value === 'number' ? String(value) : value;
  if (typeof value !== 'string') return value;
  if (kind === 'number') return /^\d{1,15}$/.test(value) ? Number(value) : value;
  const items = value.startsWith('[')
    ? parseJson(value)
    : value.split(/[;\s]+/).filter((item) => item !== '');
  if (!Array.isArray(items) || kind === 'list') return items;
  return items.map((item) => (typeof item === 'string' && /^\d{1,15}$/.test(item) ? Number(item) : item));
}

type MemberKinds = readonly (readonly [name: string, kind: MemberKind])[];

const kindsByRow = new Map<string, MemberKinds>();

function kindsOf(row: unknown): MemberKinds | null {
  if (typeof row !== 'string') return null;
  const before = kindsByRow.get(row);
  if (before !== undefined) return before;
  const schema = ROW_SCHEMAS.get(row);
  if (schema === undefined) return null;
  const kinds = Object.entries(schema.shape).map(
    ([name, member]) => [name, kindOf(member as z.ZodType)] as const,
  );
  kindsByRow.set(row, kinds);
  return kinds;
}

function kindOf(schema: z.ZodType): MemberKind {
  const { def } = schema as unknown as { def: { type: string; innerType?: z.ZodType } };
  if (def.innerType !== undefined) return kindOf(def.innerType);
  if (def.type === 'array') return 'list';
  if (def.type === 'tuple') return 'numbers';
  return def.type === 'number' ? 'number' : 'text';
}
