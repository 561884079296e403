import type { TableProblem } from '../../tables/cells/table-problem.ts';
import { listKnownTexts } from '../import/known-texts.ts';
import { listCandidates } from '../import/name-candidates.ts';
import { choiceOf, meaningOf, type Offer, sayName } from './choice-parts.ts';
import { formatChoiceReason } from './choice-reasons.ts';
import { chooseKind, chooseKinds, findKindColumn } from './choose-kinds.ts';
import { chooseAmount, choosePeriod, chooseRequired, chooseUnit } from './choose-members.ts';
import { chooseNames } from './choose-names.ts';
import type { Reading, TableChoice, TableContext, TableState } from './table-choice.ts';

/** Returns what the header and names of a table leave open before its rows are read: the first of it; null where nothing is. */
export function findOpenMapping(state: TableState, context: TableContext): TableChoice | null {
  const column = findKindColumn(state, context);
  return (
    (column === null ? null : chooseKinds(state, context, column)) ??
    chooseAmount(state) ??
    (column === null ? chooseKind(state, context) : null) ??
    chooseNames(state, context) ??
    chooseRequired(state, context, column) ??
    chooseUnit(state, context) ??
    choosePeriod(state, context)
  );
}

/** Returns what a cell leaves open, by the problem that it was refused for; null where no choice ends that. */
export function findOpenCell(
  state: TableState,
  { code, column, value, offered }: TableProblem,
): TableChoice | null {
  if (value === undefined || column === null) return null;
  const { reading } = state;
  const styled = (style: Reading['style']): Reading => ({
    ...reading,
    style: { ...reading.style, ...style },
  });
  if (code === 'unknown-unit' || code === 'ambiguous-unit') {
    const alike = listCandidates(value, listKnownTexts('unit', 'activity')).map(({ text }) => text);
    const texts = code === 'ambiguous-unit' ? ['t', 'Mt'] : [...new Set([...(offered ?? []), ...alike])];
    const offers = texts.map((text): Offer => [
      text,
      formatChoiceReason('twofold'),
      sayName(state, column, value, { unit: text }),
    ]);
    return choiceOf(state, `${column}:${value}`, meaningOf(column, value), offers);
  }
  const needed = `a chosen reading of ${value}`;
  const mark = [',', '.'].find((each) => value.includes(each));
  if ((code === 'thousands-separator' || code === 'decimal-comma') && mark !== undefined) {
    const [decimal, other] = mark === ',' ? ([',', '.'] as const) : (['.', ','] as const);
    return choiceOf(state, value, needed, [
      [
        value.replaceAll(mark, ''),
        formatChoiceReason('thousands'),
        styled({ decimal: other, thousands: mark }),
      ],
      [value.replace(mark, '.'), formatChoiceReason('decimals'), styled({ decimal, thousands: null })],
    ]);
  }
  const [, one, two, year] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/u.exec(value) ?? [];
  if (code !== 'bad-period' || one === undefined) return null;
  const written = (month: string, day: string): string =>
    [year!.padStart(4, '20'), month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  return choiceOf(state, value, needed, [
    [written(two!, one), formatChoiceReason('day-first'), styled({ order: 'day' })],
    [written(one, two!), formatChoiceReason('month-first'), styled({ order: 'month' })],
  ]);
}
