import type { Draft } from '../../figures/draft.ts';
import { quantityOf, sumOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { totalOf } from '../../figures/total.ts';
import type { RowOf } from '../../rows/row.ts';
import { noteTiers } from '../plant/rule-set.ts';
import type { FigureKind } from '../method.ts';
import { GUIDELINES, METHOD, type Lines } from './change.ts';
import { areasOf, classesOf, HECTARE, nameConversion, type Land } from './land.ts';
import { periodOf, yearOf } from './years.ts';

/** The areas of land, and those that are converted. */
export const AREA_FIGURES: readonly FigureKind[] = [
  {
    key: 'nature/{place}/{land}/area/{year}',
    unit: 'har',
    meaning:
      'The area of a class of land in each stated year until the last one of the run, with what was converted in it; or what was converted in it, such as forest-to-cropland.',
  },
];

/** The totals of a place in a year. */
export const TOTALS: readonly FigureKind[] = [
  {
    key: 'nature/{place}/emissions/{year}',
    unit: 't{CO2e}',
    meaning: 'Total of all emission lines of a place, and of the gases of its fires and organic soils.',
  },
  {
    key: 'nature/{place}/removals/{year}',
    unit: 't{CO2e}',
    meaning: 'Total of all its removal lines, below 0.',
  },
  {
    key: 'nature/{place}/net/{year}',
    unit: 't{CO2e}',
    meaning: 'Emissions and removals of the place together, where parameters.net asks for it. It names both.',
  },
];

/** Returns the areas of the classes of land in each stated year, and of what is converted in each year. */
export function draftAreas(land: Land): Draft[] {
  const prefix = `nature/${land.place}`;
  const ofClasses = land.years.flatMap((year) =>
    classesOf(land).flatMap((own) =>
      draftArea(`${prefix}/${own}/area/${year}`, 'A', areasOf(land, own, year), year),
    ),
  );
  const moved = land.conversions.filter(({ from, to }) => from.detail.land !== to.detail.land);
  const converted = Map.groupBy(moved, (each) => `${prefix}/${nameConversion(each)}/area/${each.year}`);
  return [
    ...ofClasses,
    ...[...converted].flatMap(([key, own]) =>
      draftArea(
        key,
        'dA',
        own.map(({ row }) => row),
        own[0]!.year,
      ),
    ),
  ];
}

function draftArea(
  key: string,
  symbol: string,
  rows: readonly RowOf<'stratum-area' | 'land-conversion'>[],
  year: number,
): Draft[] {
  if (rows.length === 0) return [];
  const tiers = rows.map(({ detail }) => ('tier' in detail ? detail.tier : undefined));
  return [
    {
      ...{ key, unit: 'har', method: METHOD, scope: null, categories: [], gases: [], gwpSet: null },
      geographies: distinctTexts(rows.map(({ detail }) => detail.geography)),
      ...noteTiers(tiers),
      period: periodOf(year),
      expression: sumOf(rows.map((row) => quantityOf(symbol, row, HECTARE, null))),
    },
  ];
}

/** What totals are asked for. */
interface Asked {
  readonly gwpSet: string;
  readonly lines: 'guidelines' | 'company';
  readonly net: readonly string[];
}

/** Returns the emissions and removals of a place in a year; where it is asked for, the parts of the emissions, and both lines in one figure. */
export function draftTotals(
  place: string,
  year: number,
  { emissions: emitted, removals: removed, gases }: Lines & { readonly gases: readonly Draft[] },
  { gwpSet, lines, net }: Asked,
  context: MethodContext,
): Draft[] {
  const isOfYear = ({ period }: Draft): boolean => period !== undefined && yearOf(period.from) === year;
  const total = (name: string, all: readonly Draft[]): Draft[] => {
    const parts = all.filter(isOfYear);
    if (parts.length === 0) return [];
    const about = { key: `nature/${place}/${name}/${year}`, method: METHOD, scope: null, gwpSet };
    const tiers = noteTiers(parts.flatMap((part) => part.tiers ?? []));
    return [{ ...totalOf(parts, about, context), rules: GUIDELINES, ...tiers, period: periodOf(year) }];
  };
  const isConverted = ({ key }: Draft): boolean => key.split('/')[2]!.includes('-to-');
  const emissions = total('emissions', [...emitted, ...gases]);
  const removals = total('removals', removed);
  const parts =
    lines === 'guidelines'
      ? []
      : [
          ...total('land-use-change', emitted.filter(isConverted)),
          ...total('land-management', [...emitted.filter((line) => !isConverted(line)), ...gases]),
        ];
  return [
    ...emissions,
    ...parts,
    ...removals,
    ...(net.length === 0 ? [] : total('net', [...emissions, ...removals])),
  ];
}
