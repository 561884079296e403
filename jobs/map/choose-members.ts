import { formatTime } from '../../core/encoding/time.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import { TIME_MEMBERS } from '../../tables/cells/plain-members.ts';
import { listStated } from '../../tables/column-plan.ts';
import { spellUnit } from '../../tables/layout/header-units.ts';
import { listKnownTexts, offerCategories, UNITS } from '../import/known-texts.ts';
import { listRequired, memberOf } from '../import/table-mapping.ts';
import {
  CARRIER,
  choiceOf,
  chosen,
  isMostly,
  isNumber,
  isSaid,
  isSame,
  listUnused,
  meaningOf,
  type Offer,
  sampleOf,
  saidOf,
  sayName,
  scored,
  scoreOf,
  textsOfOthers,
  withColumn,
  withText,
} from './choice-parts.ts';
import { type ChoiceReason, formatChoiceReason, formatScore } from './choice-reasons.ts';
import type { KindColumn } from './choose-kinds.ts';
import { findNamed, NAMED } from './choose-names.ts';
import type { Reading, TableChoice, TableContext, TableState } from './table-choice.ts';

/** Asks which column has the amounts. */
export function chooseAmount(state: TableState): TableChoice | null {
  const { inspected, reading } = state;
  const { spread, columns } = inspected;
  const isApart =
    spread.length > 1 &&
    columns.includes(CARRIER) &&
    memberOf(CARRIER, reading.mapping) === '' &&
    reading.mapping.lookups?.[CARRIER] === undefined;
  if (isSaid(state, reading.mapping, 'value') && !isApart) return null;
  const numeric = isApart
    ? spread
    : listUnused(state).filter((column) => isMostly(sampleOf(state, column), isNumber));
  const ranked = numeric
    .map((column) => ({ column, score: scoreOf(column, 'value') }))
    .sort((one, other) => other.score - one.score);
  const offers = ranked.map(({ column }): Offer => [
    column,
    formatChoiceReason('numbers'),
    withColumn(state, column, 'value'),
  ]);
  return choiceOf(state, 'value', chosen('value'), offers);
}

/** Asks for the first member that the rows must have and nothing says. */
export function chooseRequired(
  state: TableState,
  context: TableContext,
  named: KindColumn | null,
): TableChoice | null {
  const { mapping } = state.reading;
  if (named === null) {
    const type = mapping.set['detail.row'];
    const open = (type === undefined ? [] : listRequired(context.schemas[type]))
      .map((member) => `detail.${member}`)
      .find((member) => !isSaid(state, mapping, member));
    return type === undefined || open === undefined ? null : chooseText(state, context, type, open);
  }
  const { column } = named;
  for (const [name, said] of Object.entries(saidOf(state, column))) {
    const type = said['detail.row'];
    if (type === undefined) continue;
    for (const own of listRequired(context.schemas[type])) {
      const member = `detail.${own}`;
      if (isSaid(state, mapping, member) || member in said) continue;
      if (OF_ALL_ROWS.includes(member)) return chooseText(state, context, type, member);
      return chooseTextOfName(state, context, { column, name, type, member });
    }
  }
  return null;
}

/** Members that are the same in all rows of a table that has no column for them. */
const OF_ALL_ROWS = ['detail.geography', 'detail.plant'];

/** Asks for a member that is the same in all rows. */
function chooseText(state: TableState, context: TableContext, type: string, member: string): TableChoice {
  const columns = listUnused(state)
    .map((column) => ({ text: column, score: scoreOf(column, member) }))
    .filter(({ score, text }) => score > 0 && !isMostly(sampleOf(state, text), isNumber))
    .sort((one, other) => other.score - one.score)
    .map((each): Offer => [`{${each.text}}`, formatScore(each.score), withColumn(state, each.text, member)]);
  const texts = listTexts(context, type, member).map(([text, reason]): Offer => [
    text,
    formatChoiceReason(reason),
    withText(state, { [member]: text }),
  ]);
  const isClosed = listAllowed(context, type, member).length > 0;
  return choiceOf(state, member, chosen(member), [...columns, ...texts], {
    isSure: isOnly(type, member),
    stated: isClosed ? null : { member, of: null },
  });
}

/** Asks for a member of the rows with a name. */
function chooseTextOfName(
  state: TableState,
  context: TableContext,
  { column, name, type, member }: { column: string; name: string; type: string; member: string },
): TableChoice {
  const say = (text: string): Reading => sayName(state, column, name, { [member]: text });
  const isNamed = NAMED.some((each) => each === member);
  const found = isNamed ? findNamed(name, member, context) : [];
  const alike = found.map((each) => scored(each, say(each.text)));
  const texts = isNamed
    ? []
    : listTexts(context, type, member).map(([text, reason]): Offer => [
        text,
        formatChoiceReason(reason),
        say(text),
      ]);
  // A name that no list has is its own code, as a cell of such a column is.
  const own: readonly Offer[] = isNamed && alike.length === 0 ? [[name, formatScore(1), say(name)]] : [];
  const offers = [...alike, ...texts, ...own];
  const isSure = isNamed ? isSame(found) || own.length > 0 : isOnly(type, member);
  const isClosed = listAllowed(context, type, member).length > 0;
  return choiceOf(state, `${column}:${name}/${member}`, meaningOf(column, name), offers, {
    isSure,
    stated: isClosed ? null : { member, of: { column, name } },
  });
}

/** Whether rows of a kind have one text of a member only. */
function isOnly(type: string, member: string): boolean {
  return member === 'detail.category' && offerCategories(type).length === 1;
}

/** Returns the only texts that a member of rows of a kind can have; none where it can have any. */
function listAllowed({ schemas }: TableContext, type: string, member: string): readonly string[] {
  const { properties = {} } = (schemas[type] ?? {}) as {
    readonly properties?: Readonly<Record<string, { readonly enum?: readonly unknown[] }>>;
  };
  const allowed = properties[member.replace('detail.', '')]?.enum ?? [];
  return allowed.filter((text) => typeof text === 'string');
}

/** Returns the texts that a member of rows of a kind may have, with the reason of each: of those that other inputs have, the usual one and the known ones first. */
function listTexts(
  context: TableContext,
  type: string,
  member: string,
): readonly (readonly [text: string, reason: ChoiceReason])[] {
  const allowed = listAllowed(context, type, member);
  if (allowed.length > 0) return allowed.map((text) => [text, 'allowed']);
  const offered = member === 'detail.category' ? offerCategories(type) : [];
  if (offered.length > 0) return offered.map((text) => [text, 'offered']);
  const usual = findRowType(type)?.everyday?.[member.replace('detail.', '')];
  const known = new Set(listKnownTexts(member, context.dataset).map(({ text }) => text));
  const weigh = (text: string): number => (text === usual ? 2 : known.has(text) ? 1 : 0);
  return textsOfOthers(member, context)
    .toSorted((one, other) => weigh(other) - weigh(one))
    .map((text) => [text, 'inputs']);
}

/** Asks in which unit the amounts are. */
export function chooseUnit(state: TableState, { types }: TableContext): TableChoice | null {
  const { reading } = state;
  if (isSaid(state, reading.mapping, 'unit') || listStated(reading.mapping).includes('unit')) return null;
  const columns = listUnused(state)
    .filter((column) => isMostly(sampleOf(state, column), (text) => spellUnit(text) !== null))
    .map((column): Offer => [`{${column}}`, formatChoiceReason('units'), withColumn(state, column, 'unit')]);
  const { set, lookups = {} } = reading.mapping;
  const named = Object.values(lookups).flatMap((list) =>
    Object.values(list).map((said) => said['detail.row']),
  );
  const own = [set['detail.row'], ...named].filter((type) => type !== undefined);
  const samples = (own.length > 0 ? own : types).flatMap((type) => findRowType(type)?.units ?? []);
  const counted = new Set(samples.map((unit) => parseUnit(unit).dimension));
  const units = UNITS.filter((unit) => counted.has(parseUnit(unit).dimension));
  return choiceOf(state, 'unit', chosen('unit'), [
    ...columns,
    ...units.map((unit): Offer => [unit, formatChoiceReason('unit'), withText(state, { unit })]),
  ]);
}

/** Asks for the period of the rows, where no column has it. */
export function choosePeriod(state: TableState, { period }: TableContext): TableChoice | null {
  const { mapping } = state.reading;
  const isTimed = [...TIME_MEMBERS, 'days'].some(
    (member) => isSaid(state, mapping, member) || listStated(mapping).includes(member),
  );
  if (isTimed) return null;
  if (period === null) return choiceOf(state, 'period', chosen('period'), []);
  const [from, until] = [formatTime(period.from), formatTime(period.until)];
  return choiceOf(state, 'period', chosen('period'), [
    [`${from}/${until}`, formatChoiceReason('period'), withText(state, { from, until })],
  ]);
}
