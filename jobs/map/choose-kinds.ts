import { findRowType } from '../../engine/rows/types/row-types.ts';
import { isMember, listStated } from '../../tables/column-plan.ts';
import { LEFT_OUT } from '../../tables/special-names.ts';
import { listKnownTexts } from '../import/known-texts.ts';
import { type KnownText, listCandidates } from '../import/name-candidates.ts';
import { subjectOf } from '../import/row-types.ts';
import { isOfRows, listRequired, memberOf } from '../import/table-mapping.ts';
import {
  CARRIER,
  choiceOf,
  chosen,
  isMostly,
  isNumber,
  isSaid,
  isSame,
  listNames,
  meaningOf,
  type Offer,
  sampleOf,
  sayName,
  saidOf,
  saysKinds,
  scored,
  withText,
} from './choice-parts.ts';
import { formatChoiceReason } from './choice-reasons.ts';
import type { TableChoice, TableContext, TableState } from './table-choice.ts';

/** A column with more names does not name kinds or fuels. */
const MOST_NAMES = 60;
/** A name that is so alike to one of a kind of row says that its column names kinds. */
const CLEAR = 0.7;
/** One of so many names of a column without a meaning is enough. */
const FEW = 3;

/** A column whose names tell the kind of each row, and these names. */
export interface KindColumn {
  readonly column: string;
  readonly names: readonly string[];
}

/** Returns the column whose names tell the kind of each row; null where all rows have one kind, or state it. */
export function findKindColumn(state: TableState, context: TableContext): KindColumn | null {
  const { mapping } = state.reading;
  const [said] = Object.entries(mapping.lookups ?? {}).find(([, list]) => saysKinds(list)) ?? [];
  if (said !== undefined) return { column: said, names: listNames(state, said) };
  if (isSaid(state, mapping, 'detail.row') || listStated(mapping).includes('detail.row')) return null;
  const found: (KindColumn & { readonly clear: number })[] = [];
  for (const column of state.inspected.columns.filter((each) => mayNameKinds(state, context, each))) {
    const names = listNames(state, column);
    const clear = countKinds(state, context, { column, names });
    if (clear > 0) found.push({ column, names, clear });
  }
  return found.toSorted((one, other) => other.clear - one.clear)[0] ?? null;
}

/** Whether the cells of a column may be names of what rows are about. */
function mayNameKinds(state: TableState, { types }: TableContext, column: string): boolean {
  const member = memberOf(column, state.reading.mapping);
  const isAbout = types.some((type) => member === `detail.${subjectOf(type) ?? ''}`);
  const mayName = column !== '' && (member === '' || column === CARRIER || isAbout);
  return mayName && !isMostly(sampleOf(state, column), isNumber);
}

/** Returns how many names of a column clearly name a kind of row; 0 where they do not tell kinds apart. */
function countKinds({ reading }: TableState, context: TableContext, { column, names }: KindColumn): number {
  if (names.length > MOST_NAMES) return 0;
  const kinds = kindTexts(context);
  const clear = names
    .flatMap((name) => listCandidates(name, kinds)[0] ?? [])
    .filter(({ score }) => score >= CLEAR);
  const isOfSeveral = new Set(clear.map(({ text }) => text)).size > 1;
  const isUnknown = memberOf(column, reading.mapping) === '' || column === CARRIER;
  return isOfSeveral || (isUnknown && clear.length * FEW >= names.length) ? clear.length : 0;
}

function kindTexts({ dataset, types }: TableContext): readonly KnownText[] {
  return listKnownTexts('detail.row', dataset).filter(({ text }) => types.includes(text));
}

/** Asks for the kind of the rows with the next name of a column. */
export function chooseKinds(
  state: TableState,
  context: TableContext,
  { column, names }: KindColumn,
): TableChoice | null {
  const list = saidOf(state, column);
  const name = names.find((each) => !Object.hasOwn(list, each));
  if (name === undefined) return null;
  const found = listCandidates(name, kindTexts(context));
  const offers = found.map((each) => scored(each, sayName(state, column, name, { 'detail.row': each.text })));
  const why = formatChoiceReason('left-out');
  const out: Offer = [LEFT_OUT, why, sayName(state, column, name, { [LEFT_OUT]: why })];
  const others = context.types.map((type): Offer => [
    type,
    formatChoiceReason('kind'),
    sayName(state, column, name, { 'detail.row': type }),
  ]);
  const all = offers.length > 0 ? [...offers, out] : [out, ...others];
  return choiceOf(state, `${column}:${name}/detail.row`, meaningOf(column, name), all, {
    isSure: isSame(found),
  });
}

/** Asks for the kind that all rows have. */
export function chooseKind(state: TableState, context: TableContext): TableChoice | null {
  const { inspected, reading } = state;
  const { mapping } = reading;
  if (isSaid(state, mapping, 'detail.row') || listStated(mapping).includes('detail.row')) return null;
  const details = inspected.columns.map((column) => memberOf(column, mapping)).filter(isMember);
  const fitting = context.types.filter((type) => details.every((member) => isOfRows(member, [type])));
  const weigh = (type: string): number =>
    listRequired(context.schemas[type]).filter((member) => isSaid(state, mapping, `detail.${member}`))
      .length +
    (details.includes(`detail.${subjectOf(type) ?? ''}`) ? 1 : 0) +
    (findRowType(type)?.everyday === undefined ? 0 : 0.5);
  const ranked = (fitting.length > 0 ? fitting : context.types).toSorted(
    (one, other) => weigh(other) - weigh(one),
  );
  const offers = ranked.map((type): Offer => [
    type,
    formatChoiceReason(fitting.length > 0 ? 'fits' : 'kind'),
    withText(state, { 'detail.row': type }),
  ]);
  return choiceOf(state, 'detail.row', chosen('detail.row'), offers, { isSure: ranked.length === 1 });
}
