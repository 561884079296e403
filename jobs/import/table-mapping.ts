import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import { TERM_MEMBERS, TIME_MEMBERS } from '../../tables/cells/plain-members.ts';
import { listStated, type Mapping, type SheetJoin } from '../../tables/column-plan.ts';
import { LEFT_OUT } from '../../tables/special-names.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { mappingSchema } from './mapping-schema.ts';
import type { Inspected } from './table-request.ts';

/** A table that was mapped before the page was loaded again: its rows are gone, and the user must choose it anew. */
export interface EarlierTable {
  readonly name: string;
  readonly sheet: string | null;
  readonly mapping: Mapping;
}

/** Returns the mapping for a table that was looked into: that of before where the table has the same columns, else the suggested one. */
export function mappingFor(found: Inspected, before: EarlierTable | null): Mapping {
  const isFitting = before !== null && fitMapping(found, before.mapping).absent.length === 0;
  return isFitting ? before.mapping : found.mapping;
}

/**
 * Returns a mapping that was made for another table, such as last year's, for a table that was looked into: columns that it does not name are
 * as suggested. `absent` are the columns that it names and the table lacks, `open` those of the table that it says nothing about.
 */
export function fitMapping(
  { columns, spread, mapping: suggested }: Pick<Inspected, 'columns' | 'spread' | 'mapping'>,
  given: Mapping,
): { readonly mapping: Mapping; readonly absent: readonly string[]; readonly open: readonly string[] } {
  const types = listRowTypes(given);
  const joined = (given.joins ?? []).map(({ column }) => column);
  const stated = new Set([...Object.keys(given.set), ...Object.values(given.columns)]);
  const joins =
    given.joins ??
    fitJoins(suggested.joins ?? [], (member) => isOfRows(member, types) && !stated.has(member));
  const named = new Set([...Object.keys(given.columns), ...Object.keys(given.lookups ?? {}), ...joined]);
  const isThere = ([column, said]: readonly [string, unknown]): boolean =>
    columns.includes(column) || (spread.includes(column) && said === 'value');
  const taken = new Set([
    ...Object.entries(given.columns)
      .filter(isThere)
      .map(([, member]) => member),
    ...Object.keys(given.set),
    ...listStated({ ...given, joins }),
  ]);
  const own: Record<string, string> = Object.fromEntries(Object.entries(given.columns).filter(isThere));
  /** Whether a list says how cells of a column are read, as what the column is. */
  const isOwnCell = (column: string, member: string): boolean =>
    Object.values(given.lookups?.[column] ?? {}).some((said) => member in said);
  /** Whether the amount is another column than the suggested one, to which others were to be added. */
  const isOtherAmount = Object.entries(given.columns).some(
    ([column, member]) => member === 'value' && suggested.columns[column] !== 'value',
  );
  const isFree = (column: string, member: string): boolean =>
    isOfRows(member, types) &&
    (!taken.has(member) || isOwnCell(column, member)) &&
    !(isOtherAmount && TERM_MEMBERS.includes(member));
  const others = Object.entries(suggested.columns).map(([column, member]): readonly [string, string] => [
    column,
    isFree(column, member) ? member : '',
  ]);
  const hasTime = [...taken].some((member) => TIME_MEMBERS.includes(member));
  return {
    mapping: {
      columns: { ...Object.fromEntries(others), ...own },
      set: { ...(hasTime ? dropTimes(suggested.set) : suggested.set), ...given.set },
      ...(given.lookups === undefined
        ? {}
        : { lookups: Object.fromEntries(Object.entries(given.lookups).filter(isThere)) }),
      ...keepChoices({ ...given, joins: joins.length === 0 ? undefined : joins }),
    },
    absent: [...named].filter((column) => !isThere([column, given.columns[column]])),
    open: columns.filter(
      (column) => column !== '' && !named.has(column) && !Object.hasOwn(given.columns, column),
    ),
  };
}

function dropTimes(set: Mapping['set']): Mapping['set'] {
  return Object.fromEntries(Object.entries(set).filter(([member]) => !TIME_MEMBERS.includes(member)));
}

/** Whether rows of all of these types can have a member. */
export function isOfRows(member: string, types: readonly string[]): boolean {
  return !member.startsWith('detail.') || types.every((type) => hasMember(type, member.split('.')[1]!));
}

/** Returns the joins that are proposed, with only those members that the rows can have. */
function fitJoins(joins: readonly SheetJoin[], isFitting: (member: string) => boolean): readonly SheetJoin[] {
  return joins.flatMap((join) => {
    const said = Object.entries(join.columns).filter(([, member]) => isFitting(member));
    return said.length === 0 ? [] : [{ ...join, columns: Object.fromEntries(said) }];
  });
}

/** Whether rows of a type can have a member in their details; a type that is not known may. */
function hasMember(type: string, member: string): boolean {
  const shape = findRowType(type)?.schema.shape;
  return shape === undefined || member === 'row' || Object.hasOwn(shape, member);
}

/** Returns a mapping as a file, which opens here and with the command line. */
export function writeMapping(inspected: Inspected, mapping: Mapping): string {
  return `${JSON.stringify(cleanMapping(inspected, mapping), null, 2)}\n`;
}

/** Reads a mapping from a file. @throws BadInput */
export function parseMapping(bytes: Uint8Array): Mapping {
  return parseWith(mappingSchema, parseJson(bytes, BUNDLE_JSON));
}

/** Members that an entry must have, whatever it is about. */
const NEEDED = ['key', 'value', 'unit'];

/** Returns the member of each column; empty where it is skipped. */
export function memberOf(column: string, { columns }: Mapping): string {
  return columns[column] ?? column;
}

/**
 * Returns the members for which a text in every row is offered, because no column has them: those of any entry, and those that the kind of
 * row must have.
 */
export function listConstants(
  { columns }: Pick<Inspected, 'columns'>,
  mapping: Mapping,
  ofRow: readonly string[],
): string[] {
  const taken = [...columns.map((column) => memberOf(column, mapping)), ...listStated(mapping)];
  const needsTime = !taken.some((member) => TIME_MEMBERS.includes(member));
  const needsType = !taken.some((member) => member === 'detail' || member === 'detail.row');
  const wanted = [
    ...NEEDED,
    ...(needsTime ? ['period'] : []),
    ...(needsType ? ['detail.row'] : []),
    ...(taken.includes('detail') ? [] : ofRow),
  ];
  const free = wanted.filter((member) => !taken.includes(member));
  return [...new Set([...free, ...Object.keys(mapping.set).filter((member) => !taken.includes(member))])];
}

/** Returns the kinds of row that a mapping states: for every row, or for names. */
export function listRowTypes({ set, lookups = {} }: Mapping): readonly string[] {
  const named = Object.values(lookups).flatMap((list) =>
    Object.values(list).map((said) => said['detail.row']),
  );
  return [
    ...new Set([set['detail.row'], ...named].filter((type) => type !== undefined && type !== '')),
  ] as string[];
}

/** The JSON Schema of the details of a kind of row. */
type DetailSchema = Readonly<Record<string, unknown>> | undefined;

/** Returns the members that all of these kinds of row must have, and those that only some of them must have, as `detail.fuel`. */
export function listRequiredOf(schemas: readonly DetailSchema[]): {
  readonly all: readonly string[];
  readonly some: readonly string[];
} {
  const required = schemas.map((schema) => listRequired(schema).map((member) => `detail.${member}`));
  const union = [...new Set(required.flat())];
  const isOfAll = (member: string): boolean => required.every((members) => members.includes(member));
  return { all: union.filter(isOfAll), some: union.filter((member) => !isOfAll(member)) };
}

/** Whether rows of a kind can have a member of an entry. */
export function canHave(schema: DetailSchema, member: string): boolean {
  if (schema === undefined || !member.startsWith('detail.')) return true;
  const { properties = {} } = schema as { readonly properties?: object };
  return Object.hasOwn(properties, member.split('.')[1]!);
}

/** Types of members that one text can state: CO2e of `gases`, 2023 of `year`. */
const STATED = ['string', 'integer', 'array'];

/** Returns the members that a kind of row must have and that a text can state, by the schema of its detail. */
export function listRequired(schema: DetailSchema): string[] {
  const { required = [], properties = {} } = (schema ?? {}) as {
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, { readonly type?: unknown }>>;
  };
  return required.filter((member) => member !== 'row' && STATED.includes(properties[member]?.type as string));
}

/** Returns the mapping with only those members set that no column has, and that have a text, and only lists of names that say something. */
export function cleanMapping({ columns: names }: Pick<Inspected, 'columns'>, mapping: Mapping): Mapping {
  const taken = new Set(names.map((column) => memberOf(column, mapping)));
  const set = Object.entries(mapping.set).filter(([member, text]) => text !== '' && !taken.has(member));
  const lookups = Object.entries(mapping.lookups ?? {}).flatMap(([column, list]) => {
    const named = cleanNames(list);
    return named.length === 0 ? [] : [[column, Object.fromEntries(named)] as const];
  });
  return {
    ...{ columns: mapping.columns, set: Object.fromEntries(set) },
    ...(lookups.length === 0 ? {} : { lookups: Object.fromEntries(lookups) }),
    ...keepChoices(mapping),
  };
}

/** Returns the names that state something; where a list only says what is left out, the others too: their rows count as they are. */
function cleanNames(list: NameList): readonly (readonly [string, NameList[string]])[] {
  const named = Object.entries(list).map(([name, members]) => {
    const stated = Object.entries(members).filter(([, text]) => text.trim() !== '');
    return [name, Object.fromEntries(stated)] as const;
  });
  const stating = named.filter(([, members]) => Object.keys(members).length > 0);
  const isOnlyOut = stating.every(([, members]) => Object.hasOwn(members, LEFT_OUT));
  return isOnlyOut && stating.length > 0 ? named : stating;
}

/** Returns what a mapping says about the whole table. */
function keepChoices({ joins, fiscalYearFrom, leftOut, isReversed, twoNames }: Mapping): Partial<Mapping> {
  return {
    ...(joins === undefined ? {} : { joins }),
    ...(fiscalYearFrom === undefined ? {} : { fiscalYearFrom }),
    ...(leftOut === undefined ? {} : { leftOut }),
    ...(isReversed === undefined ? {} : { isReversed }),
    ...(twoNames === undefined ? {} : { twoNames }),
  };
}
