import type * as z from 'zod';
import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import { findRowType, ROW_TYPES } from '../../engine/rows/types/row-types.ts';
import type { RowTypeOf } from '../../engine/rows/types/row-type.ts';
import { MEMBER_WORDS, type TableLanguage, VALUE_WORDS } from '../../tables/layout/member-words.ts';
import { EXAMPLE_MARKS } from '../../tables/layout/example-row.ts';
import { type ColumnRule, type WrittenCell, writeWorkbook } from '../../tables/workbook/write-workbook.ts';
import { isActivity } from './row-types.ts';

/** A workbook to fill in. */
export interface TemplateRequest {
  /** The method whose rows it is for, and what it reads. */
  readonly method: { readonly name: string; readonly reads: readonly string[] };
  /** The types of rows; null for all activities that the method reads. */
  readonly rows: readonly string[] | null;
  /** The user's sites, with the country of each where it is known. */
  readonly sites: readonly TemplateSite[];
  readonly language: TableLanguage;
}

/** A site, as the user calls it. */
export interface TemplateSite {
  readonly name: string;
  readonly geography?: string;
  readonly entity?: string;
}

/** The workbook, and what it is for. */
export interface Template {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
}

/** Members that every template begins and ends with. */
const FIRST = ['key', 'detail.row'];
const AMOUNT = ['period', 'value', 'unit'];
/** Members that people keep elsewhere than in the first workbook that they fill in. */
const LEFT_OUT = new Set([
  'row',
  'title',
  'source',
  'custom',
  'uncertainty',
  'correlation',
  'quality',
  'factors',
  'divisors',
]);

/**
 * Returns a workbook with a column for each member of some types of rows: drop-downs where a member is one of some words, a note in each cell, the
 * user's sites, and a row that is an example and that an import leaves out. Its headers are names that an import knows.
 * @throws EngineError `bad-parameters` for a type of rows that the method does not read
 */
export function makeTemplate({ method, rows, sites, language }: TemplateRequest): Template {
  const types = listTypes(method, rows);
  const members = listMembers(types);
  const columns = members.map((member) => describeColumn(member, types, sites, language));
  const sheet = {
    name: language === 'en' ? 'Data' : '数据',
    header: columns.map(({ name }) => name),
    rows: [columns.map(({ example }) => example)],
    rules: columns.map(({ rule }) => rule),
  };
  return {
    name: `${method.name.replace('@', '-')}-${language === 'en' ? 'en' : 'zh'}.xlsx`,
    bytes: writeWorkbook([sheet]),
    rows: types.map(({ type }) => type),
    columns: members,
  };
}

function listTypes({ name, reads }: TemplateRequest['method'], rows: TemplateRequest['rows']): RowTypeOf[] {
  const offered = reads.filter((type) => isActivity(type) && type !== 'figure');
  const everyday = offered.filter((type) => findRowType(type)?.everyday !== undefined);
  const wanted = rows ?? (everyday.length > 0 ? everyday : offered);
  const found = wanted.flatMap((type) =>
    ROW_TYPES.filter((known) => known.type === type && reads.includes(type)),
  );
  if (found.length === wanted.length && found.length > 0) return found;
  const text = `${name} reads ${offered.join(', ')}, and a template was asked for ${wanted.join(', ')}`;
  throw new EngineError('bad-parameters', text, rows, placeOfAsked('rows'));
}

/** Returns the members of the types with a single value each: what a type must have, then what it can. */
function listMembers(types: readonly RowTypeOf[]): string[] {
  const all = types.flatMap(({ schema }) =>
    Object.entries(schema.shape).filter(
      ([name, member]) => !LEFT_OUT.has(name) && isPlain(member as z.ZodType),
    ),
  );
  const isNeeded = ([, member]: [string, unknown]): boolean =>
    !(member as z.ZodType).safeParse(undefined).success;
  const names = (wanted: boolean): string[] =>
    all.filter((each) => isNeeded(each) === wanted).map(([name]) => `detail.${name}`);
  const [subjects, needed] = [types.map(({ subject }) => `detail.${subject}`), names(true)];
  const facility = all.some(([name]) => name === 'facility') ? ['detail.facility'] : [];
  return [
    ...new Set([
      ...FIRST,
      ...facility,
      ...subjects.filter((name) => needed.includes(name)),
      ...AMOUNT,
      ...needed,
      ...names(false),
    ]),
  ];
}

/** What this file reads of a schema's definition. */
interface SchemaDefinition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly entries?: Readonly<Record<string, string>>;
}

function defOf(schema: z.ZodType): SchemaDefinition {
  const { def } = schema as unknown as { def: SchemaDefinition };
  return def.innerType === undefined ? def : defOf(def.innerType);
}

function isPlain(schema: z.ZodType): boolean {
  return ['string', 'enum', 'int', 'number'].includes(defOf(schema).type);
}

interface Column {
  readonly name: string;
  readonly example: WrittenCell;
  readonly rule: ColumnRule;
}

function describeColumn(
  member: string,
  types: readonly RowTypeOf[],
  sites: readonly TemplateSite[],
  language: TableLanguage,
): Column {
  const words = MEMBER_WORDS[member as keyof typeof MEMBER_WORDS] as
    | (typeof MEMBER_WORDS)[keyof typeof MEMBER_WORDS]
    | undefined;
  const name = words?.[language] ?? member;
  const choices = listChoices(member, types, sites, language);
  const [first] = types;
  const note = [describeNeed(member, types, language), NOTES[member]?.[language] ?? ''].filter(
    (text) => text !== '',
  );
  return {
    name,
    example: exampleOf(member, first!, choices, sites, language),
    rule: { choices, isClosed: isClosed(member), note: note.join(' ') },
  };
}

/** Sites and units are offered; others can be typed all the same. */
function isClosed(member: string): boolean {
  return !['unit', 'detail.facility', 'detail.geography', 'detail.entity'].includes(member);
}

function listChoices(
  member: string,
  types: readonly RowTypeOf[],
  sites: readonly TemplateSite[],
  language: TableLanguage,
): string[] {
  if (member === 'detail.row') return types.map(({ words }) => words[language]);
  if (member === 'unit')
    return [...new Set(types.flatMap(({ units }) => units ?? []).flatMap((unit) => UNITS[unit] ?? []))];
  if (member === 'detail.facility') return sites.map(({ name }) => name);
  if (member === 'detail.geography') return distinct(sites.map(({ geography }) => geography));
  if (member === 'detail.entity') return distinct(sites.map(({ entity }) => entity));
  const name = member.replace('detail.', '');
  const values = types.flatMap(({ schema }) => {
    const own = (schema.shape as Readonly<Record<string, z.ZodType>>)[name];
    return own === undefined ? [] : Object.values(defOf(own).entries ?? {});
  });
  return distinct(values).map((value) => VALUE_WORDS[member]?.[value]?.[language] ?? value);
}

function distinct(texts: readonly (string | undefined)[]): string[] {
  return [...new Set(texts.filter((text) => text !== undefined && text !== ''))] as string[];
}

/** Units that people have, by a sample of what a row counts. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  kg: ['kg', 't'],
  m3: ['m3', 'Nm3', 'Sm3', 'L', 'US gal', 'UK gal'],
  J: ['kWh', 'MWh', 'GJ', 'kWh (GCV)', 'kWh (NCV)'],
};

function describeNeed(member: string, types: readonly RowTypeOf[], language: TableLanguage): string {
  if (member === 'key') return language === 'en' ? 'Optional.' : '可不填。';
  if (['detail.row', ...AMOUNT].includes(member)) return language === 'en' ? 'Needed.' : '必填。';
  const name = member.replace('detail.', '');
  const needing = types.filter(({ schema }) => {
    const own = (schema.shape as Readonly<Record<string, z.ZodType>>)[name];
    return own !== undefined && !own.safeParse(undefined).success;
  });
  if (needing.length === 0) return language === 'en' ? 'Optional.' : '可不填。';
  if (needing.length === types.length) return language === 'en' ? 'Needed.' : '必填。';
  const kinds = needing.map(({ words }) => words[language]);
  return language === 'en' ? `Needed for: ${kinds.join(', ')}.` : `以下行类型必填：${kinds.join('、')}。`;
}

/** What to write in the cells of a column. */
const NOTES: Readonly<Record<string, Readonly<Record<TableLanguage, string>>>> = {
  key: {
    en: 'A name that stays the same next year. Without one, a row is called by its number.',
    'zh-CN': '每年保持不变的名称；不填则按行号命名。',
  },
  period: {
    en: 'A year, quarter or month: 2025, 2025-Q2, 2025-05.',
    'zh-CN': '年、季或月：2025、2025-Q2、2025-05。',
  },
  unit: {
    en: 'The unit of the amount, as your meter or bill writes it.',
    'zh-CN': '数量的单位，按表计或账单填写。',
  },
  'detail.category': {
    en: 'Under your standard, such as 1.A.2 or "purchased electricity"; of the value chain 3.1 to 3.15.',
    'zh-CN': '所用标准中的类别，如 1.A.2 或“外购电力”；价值链为 3.1 至 3.15。',
  },
  'detail.geography': {
    en: 'Country or part of it by ISO 3166: CN, CN-31, GB.',
    'zh-CN': '国家或地区的 ISO 3166 代码：CN、CN-31、GB。',
  },
  'detail.conditions': {
    en: 'Of a volume of gas: 0C, 15C or 60F, at 101.325 kPa.',
    'zh-CN': '气体体积：101.325 kPa 下 0C、15C 或 60F。',
  },
  'detail.calorific': {
    en: 'Whether an energy of fuel was measured gross (higher) or net (lower).',
    'zh-CN': '燃料热量按高位还是低位发热量计。',
  },
};

function exampleOf(
  member: string,
  type: RowTypeOf,
  choices: readonly string[],
  sites: readonly TemplateSite[],
  language: TableLanguage,
): WrittenCell {
  if (member === 'key') return EXAMPLE_MARKS[language];
  if (member === 'value') return { digits: '1250.5' };
  if (member === 'period') return '2025-01';
  const site = { ...EXAMPLE_SITES[language], ...sites[0] };
  if (member === 'detail.facility') return site.name;
  if (member === 'detail.geography') return site.geography;
  const [choice] = choices;
  if (choice !== undefined) return isWritten(member, type) ? choice : '';
  return type.everyday?.[member.replace('detail.', '')] ?? '';
}

const EXAMPLE_SITES: Readonly<Record<TableLanguage, Required<Pick<TemplateSite, 'name' | 'geography'>>>> = {
  en: { name: 'Leeds works', geography: 'GB' },
  'zh-CN': { name: '杭州厂区', geography: 'CN' },
};

/** Whether rows of a type have a member. */
function isWritten(member: string, type: RowTypeOf): boolean {
  return (
    member === 'detail.row' || AMOUNT.includes(member) || member.replace('detail.', '') in type.schema.shape
  );
}
