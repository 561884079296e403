import type { FlowsPicture, Name, PicturedFigure, Place, Remark, TimePicture } from './picture.ts';
import { isZero, negate, sumValues } from './exact.ts';
import { readSegment } from './gather-flows.ts';
import { partnerOf } from './partner-of.ts';
import { decimalCell, nameCell } from './tables.ts';

/** The most partners that are drawn on a side: the others are one. The table has all. */
const MOST_PARTNERS = 8;
/** The most lines over time that are drawn. */
const MOST_LINES = 6;

/** A figure of a panorama: `panorama/{about}/{account}/{line}/{by}/{year}`; of a gap the line is the gap and `by` its part. */
interface Surveyed {
  readonly about: string;
  readonly account: string;
  readonly line: string;
  readonly by: string;
  readonly year: string;
  readonly figure: PicturedFigure;
}

function readSurveyed(figures: readonly PicturedFigure[]): Surveyed[] {
  return figures.flatMap((figure) => {
    const [first, about, account, line, by, year, ...more] = figure.key.split('/');
    if (first !== 'panorama' || year === undefined || more.length > 0) return [];
    return [{ about: about!, account: account!, line: line!, by: by!, year, figure }];
  });
}

/** What a partner emits for a region less what the region emits for the partner, in one year. */
interface Balance {
  readonly partner: string;
  readonly value: string;
  readonly figure: PicturedFigure;
}

/** Shows for whom a region emits, and who emits for it: the balance with each partner in the newest year that has partners. */
export function showPartners(figures: readonly PicturedFigure[]): FlowsPicture[] {
  const all = readSurveyed(figures).flatMap((each) => {
    const partner = partnerOf(each.account === 'gap' ? each.by : each.line);
    const source = each.account === 'gap' ? each.line : each.by;
    return partner === null ? [] : [{ ...each, partner, of: `${each.about}/${each.account}/${source}` }];
  });
  return [...Map.groupBy(all, ({ of }) => of).values()].flatMap((own) => {
    const year = own.map((each) => each.year).reduce((last, each) => (each > last ? each : last));
    const newest = own.filter((each) => each.year === year);
    const balances = newest.map(({ partner, figure }) => ({ partner, value: figure.value, figure }));
    const { account, about, line } = newest[0]!;
    const rest = account === 'gap' ? `panorama/${about}/gap/${line}/unexplained/${year}` : null;
    const unexplained = figures.find(({ key }) => key === rest) ?? null;
    return showBalances({ about, year, balances, unexplained });
  });
}

interface Balances {
  readonly about: string;
  readonly year: string;
  readonly balances: readonly Balance[];
  readonly unexplained: PicturedFigure | null;
}

function showBalances({ about, year, balances, unexplained }: Balances): FlowsPicture[] {
  const { unit } = balances[0]!.figure;
  const own = balances.filter(({ figure, value }) => figure.unit === unit && !isZero(value));
  const ordered = own.toSorted((a, b) => Math.abs(Number(b.value)) - Math.abs(Number(a.value)));
  const [giving, taking] = [
    ordered.filter(({ value }) => Number(value) > 0),
    ordered.filter(({ value }) => Number(value) < 0),
  ];
  if (own.length === 0) return [];
  const region: Name = { is: 'place', code: readSegment(about) };
  const places: Place[] = [
    { name: region, column: 0, rank: 0 },
    { name: region, column: 1, rank: 0 },
  ];
  const flows: { from: number; to: number; value: string }[] = [];
  for (const [column, side] of [giving, taking].entries())
    for (const { name, value } of gather(side)) {
      const at = places.push({ name, column, rank: places.length - 1 }) - 1;
      flows.push(column === 0 ? { from: at, to: 1, value } : { from: 0, to: at, value: negate(value) });
    }
  return [
    {
      form: 'flows',
      kind: 'partners',
      unit,
      about: [region, { is: 'text', text: year }],
      places,
      flows,
      remarks: remarksOf([giving, taking], unexplained),
      table: {
        columns: ['from', 'to', 'value'],
        rows: ordered.map(({ partner, value }) => {
          const other = nameCell({ is: 'place', code: readSegment(partner) });
          const pair = Number(value) > 0 ? [other, nameCell(region)] : [nameCell(region), other];
          return [...pair, decimalCell(value.replace(/^-/, ''))];
        }),
      },
      figures: [...own.map(({ figure }) => figure), ...(unexplained === null ? [] : [unexplained])],
    },
  ];
}

/** How many partners of a side are drawn one by one: one more than the most needs no place for others. */
function countShown(side: readonly Balance[]): number {
  return side.length > MOST_PARTNERS + 1 ? MOST_PARTNERS : side.length;
}

/** Returns the largest partners of a side, and the others as one. */
function gather(side: readonly Balance[]): { readonly name: Name; readonly value: string }[] {
  const hidden = side.slice(countShown(side));
  const shown = side.slice(0, countShown(side)).map(({ partner, value }) => ({
    name: { is: 'place' as const, code: readSegment(partner) },
    value,
  }));
  if (hidden.length === 0) return shown;
  return [...shown, { name: { is: 'others', count: hidden.length }, value: sumValues(hidden) }];
}

function remarksOf(sides: readonly (readonly Balance[])[], unexplained: PicturedFigure | null): Remark[] {
  const [shown, of] = [countShown, ({ length }: readonly Balance[]) => length].map((count) =>
    sides.reduce((sum, side) => sum + count(side), 0),
  ) as [number, number];
  return [
    { is: 'net-flows' },
    ...(shown < of ? [{ is: 'shown-of' as const, shown, of }] : []),
    ...(unexplained === null || isZero(unexplained.value)
      ? []
      : [{ is: 'no-partner' as const, value: unexplained.value }]),
  ];
}

/** Shows the lines of nature of each region over years: what land, forests and wood give off or take up, and the stocks that they hold. */
export function showNature(figures: readonly PicturedFigure[]): TimePicture[] {
  const lines = readSurveyed(figures).filter(({ account }) => account === 'nature');
  const groups = Map.groupBy(lines, ({ about, figure }) => `${about}/${figure.unit}`);
  return [...groups.values()].flatMap((own) => {
    const { about, figure } = own[0]!;
    const isOfOne = own.every(({ by }) => by === own[0]!.by);
    const nameOf = ({ line, by }: Surveyed): Name => {
      return { is: 'line', line: readSegment(line), by: isOfOne ? null : readSegment(by) };
    };
    const series = [...Map.groupBy(own, ({ line, by }) => `${line}/${by}`).values()]
      .map((each) => ({
        name: nameOf(each[0]!),
        points: each
          .map(({ figure: { from, until, value } }) => ({ from, until, value }))
          .sort((a, b) => a.from - b.from),
      }))
      .sort((a, b) => sizeOf(b) - sizeOf(a));
    if (series.every(({ points }) => points.length < 2)) return [];
    const shown = series.slice(0, MOST_LINES);
    return [
      {
        form: 'time' as const,
        kind: 'nature' as const,
        marks: 'lines' as const,
        unit: figure.unit,
        about: [{ is: 'place' as const, code: readSegment(about) }],
        series: shown,
        remarks: [
          { is: 'gaps' as const },
          ...(shown.length < series.length
            ? [{ is: 'shown-of' as const, shown: shown.length, of: series.length }]
            : []),
        ],
        table: {
          columns: ['name', 'period', 'value'] as const,
          rows: series.flatMap(({ name, points }) =>
            points.map(({ from, until, value }) => [
              nameCell(name),
              nameCell({ is: 'month' as const, from, until }),
              decimalCell(value),
            ]),
          ),
        },
        figures: own.map((each) => each.figure),
      },
    ];
  });
}

function sizeOf({ points }: TimePicture['series'][number]): number {
  return Math.max(...points.map(({ value }) => Math.abs(Number(value))));
}
