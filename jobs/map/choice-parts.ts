import type { Mapping } from '../../tables/column-plan.ts';
import { MEMBER_WORDS } from '../../tables/layout/member-words.ts';
import type { NameList } from '../../tables/name-lookup.ts';
import { LEFT_OUT } from '../../tables/special-names.ts';
import { type Candidate, listCandidates, nameText } from '../import/name-candidates.ts';
import { stateNames } from '../import/state-names.ts';
import { memberOf } from '../import/table-mapping.ts';
import { formatScore } from './choice-reasons.ts';
import type { Reading, StatedText, TableChoice, TableContext, TableState } from './table-choice.ts';

/** At most so many candidates are listed. */
const MOST = 6;

/** The column of what was measured, where columns of amounts became rows. */
export const CARRIER = 'carrier';

/** What a candidate is made of. */
export type Offer = readonly [text: string, reason: string, reading: Reading];

/** What of a choice is not usual. */
interface ChoiceOptions {
  /** Whether its first candidate needs no judgement. */
  readonly isSure?: boolean;
  /** What a person can state by another text. */
  readonly stated?: StatedText | null;
}

/** Makes a choice. */
export function choiceOf(
  { file }: TableState,
  about: string,
  needed: string,
  offers: readonly Offer[],
  { isSure = false, stated = null }: ChoiceOptions = {},
): TableChoice {
  const candidates = offers.slice(0, MOST).map(([text, reason, reading]) => ({
    ...{ name: `${file.name}#${about}=${text}`, reason, reading },
  }));
  return { about, needed, candidates, isSure: isSure && candidates.length > 0, stated };
}

/** Whether a mapping says a member for all rows, by a column, a text or lists. */
export function isSaid({ inspected }: TableState, mapping: Mapping, member: string): boolean {
  return (
    inspected.columns.some((column) => memberOf(column, mapping) === member) ||
    member in mapping.set ||
    (mapping.joins ?? []).some(({ columns }) => Object.values(columns).includes(member))
  );
}

function withMapping({ reading }: TableState, change: Partial<Mapping>): Reading {
  return { ...reading, mapping: { ...reading.mapping, ...change } };
}

export function withColumn(state: TableState, column: string, member: string): Reading {
  return withMapping(state, { columns: { ...state.reading.mapping.columns, [column]: member } });
}

export function withText(state: TableState, texts: Readonly<Record<string, string>>): Reading {
  return withMapping(state, { set: { ...state.reading.mapping.set, ...texts } });
}

/** Returns a reading with a text that a person stated. */
export function withStated(state: TableState, { member, of }: StatedText, text: string): Reading {
  if (of === null) return withText(state, { [member]: text });
  return sayName(state, of.column, of.name, { [member]: text });
}

/** Whether a list names the kinds of rows. */
export function saysKinds(list: NameList): boolean {
  return Object.values(list).some((said) => 'detail.row' in said || LEFT_OUT in said);
}

/** Returns a reading in which a name of a column states more; where it names kinds of rows, the column is not a member itself. */
export function sayName(
  state: TableState,
  column: string,
  name: string,
  more: Readonly<Record<string, string>>,
): Reading {
  const { inspected, reading } = state;
  const { mapping } = reading;
  const before = saidOf(state, column);
  const list = { ...before, [name]: { ...(Object.hasOwn(before, name) ? before[name] : {}), ...more } };
  const isOfKinds = saysKinds(list);
  const stated = stateNames(inspected, mapping, column, list);
  return {
    ...reading,
    mapping: isOfKinds ? { ...stated, columns: { ...stated.columns, [column]: '' } } : stated,
  };
}

/** Returns the texts of a column in the first rows. */
export function sampleOf({ inspected: { columns, sample } }: TableState, column: string): readonly string[] {
  const at = columns.indexOf(column);
  return sample.map(({ cells }) => cells[at] ?? '').filter((text) => text !== '');
}

export function isMostly(texts: readonly string[], test: (text: string) => boolean): boolean {
  return texts.length > 0 && texts.filter(test).length * 2 >= texts.length;
}

export const isNumber = (text: string): boolean => /^[+-]?\d[\d\s.,'’]*$/u.test(text.trim());

/** Returns the columns that have no meaning yet. */
export function listUnused({ inspected, reading: { mapping } }: TableState): readonly string[] {
  return inspected.columns.filter(
    (column) => column !== '' && memberOf(column, mapping) === '' && mapping.lookups?.[column] === undefined,
  );
}

/** Returns the names in a column; none where its cells are numbers. */
export function listNames({ names }: TableState, column: string): readonly string[] {
  return names.get(column) ?? [];
}

/** Returns what a mapping says about the names in a column. */
export function saidOf({ reading }: TableState, column: string): NameList {
  const { lookups = {} } = reading.mapping;
  return Object.hasOwn(lookups, column) ? lookups[column]! : {};
}

export function textsOfOthers(member: string, { others }: TableContext): readonly string[] {
  const own = member.replace('detail.', '');
  const texts = others.map(({ detail }) => detail?.[own]).filter((text) => typeof text === 'string');
  return [...new Set(texts)];
}

/** Whether the first of what a name may mean has the same name, and no other. */
export function isSame([first, second]: readonly Candidate[]): boolean {
  return first?.score === 1 && second?.score !== 1;
}

export function scored({ text, score }: Candidate, reading: Reading): Offer {
  return [text, formatScore(score), reading];
}

export function meaningOf(column: string, name: string): string {
  return `a chosen meaning of “${name}” in ${column}`;
}

export function chosen(member: string): string {
  return `a chosen ${wordsOf(member)?.en.toLowerCase() ?? member.replace('detail.', '')}`;
}

function wordsOf(member: string): Readonly<Record<'en' | 'zh-CN', string>> | undefined {
  return Object.hasOwn(MEMBER_WORDS, member) ? MEMBER_WORDS[member as keyof typeof MEMBER_WORDS] : undefined;
}

/** Returns how alike the name of a column is to what people call a member, from 0 to 1. */
export function scoreOf(column: string, member: string): number {
  return (
    listCandidates(column, [nameText(member.replace('detail.', ''), Object.values(wordsOf(member) ?? {}))])[0]
      ?.score ?? 0
  );
}
