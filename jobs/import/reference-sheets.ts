import type { Mapping } from '../../tables/column-plan.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import { type ShownRow, showRow } from '../../tables/inspect-table.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { inspectFile } from './read-table.ts';
import { isOfRows } from './table-mapping.ts';
import type { Inspected } from './table-request.ts';

/** A sheet of a workbook that lists the entities of a group, or its facilities, and how it becomes reference data. */
export interface ReferenceSheet {
  readonly sheet: string;
  readonly kind: 'entity' | 'facility';
  readonly inspected: Inspected;
  readonly mapping: Mapping;
}

/** More sheets are not looked into. */
const MOST_SHEETS = 20;
/** A list of sites has at most about so many rows. */
const MOST_ROWS = 5000;
/** Rows that a page shows of a table. */
const MOST_SAMPLE = 20;
/** A list says what its own rows are: no other sheet is joined to it. */
const ALONE: Mapping = { columns: {}, set: {}, joins: [] };
/** By these an entity is known: how it is held. */
const HELD = ['detail.interest', 'detail.financialControl', 'detail.operationalControl'];
/** By these a facility. */
const PLACED = ['detail.facility', 'detail.geography'];
/** A row with an amount or a time is not reference data. */
const MEASURED = ['value', 'unit', 'period', 'from', 'until', 'last', 'days'];

/**
 * Returns the sheets of a workbook that list entities or facilities, with a mapping for each, so that nothing of them must be said again.
 * @param owner the identifier of the party: entities get identifiers with its last part
 */
export async function listReferenceSheets(
  file: File,
  sheets: readonly string[],
  owner: string,
): Promise<readonly ReferenceSheet[]> {
  const found: Inspected[] = [];
  for (const sheet of sheets.slice(0, MOST_SHEETS)) {
    const inspected = await inspectFile(file, 'registry', sheet, ALONE);
    if (kindOf(inspected) !== null) found.push(await readWhole(file, inspected));
  }
  const entities = found.find((each) => kindOf(each) === 'entity') ?? null;
  const facilities = found.find((each) => kindOf(each) === 'facility') ?? null;
  return [
    ...(entities === null
      ? []
      : [describeSheet('entity', entities, mapEntities(entities, facilities, owner))]),
    ...(facilities === null
      ? []
      : [describeSheet('facility', facilities, mapFacilities(facilities, entities, owner))]),
  ];
}

function describeSheet(kind: ReferenceSheet['kind'], inspected: Inspected, mapping: Mapping): ReferenceSheet {
  const sample = inspected.sample.slice(0, MOST_SAMPLE);
  return { sheet: inspected.sheet!, kind, inspected: { ...inspected, sample }, mapping };
}

/** Returns what was found in a sheet, with all of its rows: the last of them may name another company. */
async function readWhole(file: File, found: Inspected): Promise<Inspected> {
  const options = { delimiter: undefined, sheet: found.sheet!, style: null, mapping: ALONE };
  const { rows } = await openTable(createTableFile(file.name, file), options);
  const all: ShownRow[] = [];
  for await (const batch of rows) {
    all.push(...batch.map(showRow));
    if (all.length > MOST_ROWS) break;
  }
  return { ...found, sample: all };
}

function kindOf(found: Inspected): ReferenceSheet['kind'] | null {
  const members = Object.values(found.mapping.columns);
  if (members.some((member) => MEASURED.includes(member))) return null;
  if (members.some((member) => HELD.includes(member)) && findNames(found) !== null) return 'entity';
  return PLACED.every((member) => members.includes(member)) ? 'facility' : null;
}

/** Returns the cells of a column. */
function cellsOf({ columns, sample }: Inspected, column: string): readonly string[] {
  const at = columns.indexOf(column);
  return sample.map(({ cells }) => cells[at] ?? '');
}

/** Returns the first column without a meaning of its own that has a name in each row, each once; null where there is none. */
function findNames(found: Inspected): string | null {
  const free = found.columns.filter(
    (column) => (found.mapping.columns[column] ?? '') === '' && column !== '',
  );
  const isList = (column: string): boolean => {
    const cells = cellsOf(found, column);
    return cells.every((cell) => /\p{L}/u.test(cell)) && new Set(cells.map(foldName)).size === cells.length;
  };
  return free.find(isList) ?? null;
}

/** Returns another column all of whose cells are among these names; null where there is none. */
function findNaming(found: Inspected, names: readonly string[], own: string | null): string | null {
  const known = new Set(names.map(foldName));
  const isNaming = (column: string): boolean => {
    const cells = cellsOf(found, column).filter((cell) => cell !== '');
    return cells.length > 0 && cells.every((cell) => known.has(foldName(cell)));
  };
  return found.columns.find((column) => column !== own && column !== '' && isNaming(column)) ?? null;
}

/** Returns the column of the companies to which facilities belong, where there are several; null where all are of one. */
function findCompany(found: Inspected): string | null {
  const isCompany = (column: string): boolean =>
    COMPANY.test(column.trim()) && new Set(cellsOf(found, column).map(foldName)).size > 1;
  return found.columns.find(isCompany) ?? null;
}

const COMPANY = /^(company|legal entity|entity|subsidiary|公司|法人|所属公司|企业)$/i;

/** What an entity is in the accounts of its group, in the words of companies. */
const ACCOUNTING: readonly (readonly [code: string, words: RegExp])[] = [
  ['group', /^(parent|subsidiary|group|wholly[- ]owned.*|母公司|子公司|全资.*|控股.*)$/i],
  ['associate', /^(associate|associated company|联营.*)$/i],
  ['joint', /^(joint|joint venture|joint operation|合营.*|合资.*)$/i],
  ['investment', /^(investment|fixed asset investment|投资|参股.*)$/i],
];

const accountingOf = (cell: string): string | undefined =>
  ACCOUNTING.find(([, words]) => words.test(cell.trim()))?.[0];

/** Returns what the column of accounting says, by its cells; none where no column has only words that are known. */
function readAccounting(found: Inspected): Pick<Mapping, 'columns' | 'lookups'> {
  const isKnown = (column: string): boolean => {
    const cells = cellsOf(found, column).filter((cell) => cell !== '');
    return cells.length > 0 && cells.every((cell) => accountingOf(cell) !== undefined);
  };
  const column = found.columns.find(isKnown);
  if (column === undefined) return { columns: {} };
  const cells = [...new Set(cellsOf(found, column))].filter((cell) => cell !== '');
  const said = cells.map((cell) => [cell, { 'detail.accounting': accountingOf(cell)! }] as const);
  return { columns: { [column]: 'detail.accounting' }, lookups: { [column]: Object.fromEntries(said) } };
}

/** How identifiers of entities begin: `urn:mycompany:` for demo:mycompany. */
function prefixOf(owner: string): string {
  return `urn:${owner.replace(/^[^:]*:/, '').toLowerCase()}:`;
}

function mapEntities(found: Inspected, facilities: Inspected | null, owner: string): Mapping {
  const names = findNames(found)!;
  const holder = findNaming(found, cellsOf(found, names), names);
  const { columns, lookups } = readAccounting(found);
  const country = facilities === null ? null : joinCountry(found, names, facilities);
  return {
    columns: { ...keepFitting(found, 'entity'), ...columns, [names]: '', ...skip(holder) },
    set: {
      ...found.mapping.set,
      ...{ 'detail.row': 'entity', 'detail.name': `{${names}}` },
      'detail.identifier': `${prefixOf(owner)}{${names}}`,
      ...(holder === null ? {} : { 'detail.heldBy': `${prefixOf(owner)}{${holder}}` }),
      ...(country === null && !states(found, 'detail.geography') ? { 'detail.geography': '' } : {}),
    },
    ...(lookups === undefined ? {} : { lookups }),
    joins: country === null ? [] : [country],
  };
}

function mapFacilities(found: Inspected, entities: Inspected | null, owner: string): Mapping {
  const names = columnOf(found, 'detail.facility')!;
  const holder =
    entities === null
      ? findCompany(found)
      : findNaming(found, cellsOf(entities, findNames(entities)!), names);
  return {
    columns: { ...keepFitting(found, 'facility'), [names]: '', ...skip(holder) },
    set: {
      ...found.mapping.set,
      ...{ 'detail.row': 'facility', 'detail.facility': `{${names}}`, 'detail.name': `{${names}}` },
      'detail.entity': holder === null ? owner : `${prefixOf(owner)}{${holder}}`,
    },
    joins: [],
  };
}

/** Returns how the sheet of facilities says in which country each entity is; null where it has none, or several for one. */
function joinCountry(
  found: Inspected,
  names: string,
  facilities: Inspected,
): NonNullable<Mapping['joins']>[number] | null {
  const column = columnOf(facilities, 'detail.geography');
  const by = findNaming(facilities, cellsOf(found, names), null);
  if (column === null || by === null || states(found, 'detail.geography')) return null;
  const places = cellsOf(facilities, column);
  const known = new Map<string, string>();
  for (const [at, name] of cellsOf(facilities, by).entries()) {
    const place = places[at] ?? '';
    if ((known.get(foldName(name)) ?? place) !== place) return null;
    known.set(foldName(name), place);
  }
  const isWhole = cellsOf(found, names).every((name) => known.has(foldName(name)));
  const join = { sheet: facilities.sheet!, column: names, by, columns: { [column]: 'detail.geography' } };
  return isWhole ? join : null;
}

function columnOf({ mapping }: Inspected, member: string): string | null {
  return Object.entries(mapping.columns).find(([, each]) => each === member)?.[0] ?? null;
}

function states(found: Inspected, member: string): boolean {
  return columnOf(found, member) !== null;
}

/** The suggested columns that rows of a type can have; others are skipped. */
function keepFitting({ mapping }: Inspected, type: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mapping.columns).map(([column, member]) => [
      column,
      isOfRows(member, [type]) ? member : '',
    ]),
  );
}

function skip(column: string | null): Record<string, string> {
  return column === null ? {} : { [column]: '' };
}
