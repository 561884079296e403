import type { Imported } from '../../tables/dataset-table.ts';
import { type Amount, parseAmount, ZERO } from '../../engine/quantities/decimal.ts';
import { formatCount, formatPeriod, formatTable, plainText } from './text-format.ts';

/** A reader sees so many lines of each kind; JSON has all. */
const MOST_SHOWN = 20;

type Shown = Pick<Imported, 'totals' | 'stated' | 'cautions' | 'isJudged'>;

/** Returns what a table adds up to, each kind at a place over all its periods, beside its own totals; and what a run would say of its rows. */
export function formatTableTotals({ totals, stated, cautions, isJudged }: Shown): string[] {
  if (!isJudged) return ['totals  not added up: the table has more than 200 000 activities'];
  const wrong = stated.filter(({ isSame }) => !isSame).length;
  const agreeing = stated.length - wrong;
  const own =
    stated.length === 0
      ? []
      : [`totals  ${agreeing} of ${formatCount(stated.length, 'total')} of the table agree with its rows`];
  return [...listSums(totals), ...own, ...listCautions(cautions)];
}

interface Sum {
  readonly names: readonly string[];
  from: number;
  until: number;
  readonly periods: Set<string>;
  rows: number;
  value: Amount;
}

function listSums(totals: Shown['totals']): string[] {
  const sums = new Map<string, Sum>();
  for (const { row, subject, place, unit, from, until, rows, value } of totals) {
    const names = [row, subject, place, unit];
    const name = JSON.stringify(names);
    const sum = sums.get(name) ?? { names, from, until, periods: new Set<string>(), rows: 0, value: ZERO };
    sums.set(name, sum);
    sum.from = Math.min(sum.from, from);
    sum.until = Math.max(sum.until, until);
    sum.periods.add(`${from} ${until}`);
    sum.rows += rows;
    sum.value = sum.value.plus(parseAmount(value));
  }
  if (sums.size === 0) return [];
  const lines = [...sums.values()]
    .slice(0, MOST_SHOWN)
    .map(({ names: [row, subject, place, unit], from, until, periods, rows, value }) =>
      [
        ...[row, subject, place, formatPeriod(from, until), String(periods.size), String(rows)],
        ...[String(value), unit],
      ].map(plainText),
    );
  const head = ['kind', 'of', 'place', 'valid', 'periods', 'rows', 'total', 'unit'];
  const more =
    sums.size > MOST_SHOWN ? [`  and ${sums.size - MOST_SHOWN} more: --json has all, by period`] : [];
  return ['Totals:', ...formatTable([head, ...lines]).split('\n'), ...more];
}

function listCautions(cautions: Shown['cautions']): string[] {
  if (cautions.length === 0) return [];
  const lines = cautions.slice(0, MOST_SHOWN).map(({ code, message }) => `  ${code}: ${plainText(message)}`);
  const more =
    cautions.length > MOST_SHOWN ? [`  and ${cautions.length - MOST_SHOWN} more: --json has all`] : [];
  return [
    `${formatCount(cautions.length, 'caution')} (a run would say so; nothing is refused):`,
    ...lines,
    ...more,
  ];
}
