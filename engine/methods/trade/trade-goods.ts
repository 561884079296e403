import * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace, selectFactor } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import { factorOf, sumOf, valueOf } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { Shapes, sumTerms, type Shape } from '../../figures/terms.ts';
import { totalOf } from '../../figures/total.ts';
import { tonnesPer } from '../../quantities/unit.ts';
import { liesOutside } from '../../rows/activity.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { Period, RowOf } from '../../rows/row.ts';
import { balanceOf } from '../../trade/accounts.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet } from '../parameters.ts';

const parameters = commonParameters.extend({
  side: z
    .enum(['imports', 'exports'])
    .default('imports')
    .describe(
      'Whose reports count: those of who imports, which name where goods were made, or of who exports. Both state the same goods.',
    ),
  amounts: z
    .enum(['quantities', 'values'])
    .default('quantities')
    .describe(
      'Whether quantities or values of trade are multiplied. Rows of the other kind state the same goods.',
    ),
  gases: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('The gases that are computed. Absent: all that a factor is given for.'),
  gwpSet: gwpSet
    .optional()
    .describe(
      'The set of global warming potentials by which these gases are added up to CO2e too. Absent: they are not.',
    ),
});
type Parameters = z.output<typeof parameters>;
type TradeRow = RowOf<'trade-quantity' | 'trade-value'>;
type FactorRow = RowOf<'trade-factor'>;

/** What was emitted for goods that crossed borders, from statistics of trade. */
export const tradeGoods: Method<Parameters> = {
  id: 'trade-goods',
  version: 1,
  title: 'Emissions embodied in goods that cross borders, from statistics of trade',
  standard:
    'K. Kanemoto and others (2011), Frameworks for Comparing Emissions Associated with Production, Consumption, And International Trade, Environmental Science & Technology (its abstract was read): total trade flows with emission intensities of the seller (EEBT)',
  reads: ['trade-quantity', 'trade-value', 'trade-factor', 'gwp'],
  parameters,
  figures: [
    {
      key: 'traded/{from}/{to}/{gas}',
      unit: 't{gas}',
      meaning: 'What was emitted for the goods that one country sold to another.',
    },
    {
      key: 'exports/{country}/{gas}',
      unit: 't{gas}',
      meaning: 'The sum over the partners that rows name as buyers.',
    },
    {
      key: 'imports/{country}/{gas}',
      unit: 't{gas}',
      meaning: 'The sum over the partners that rows name as sellers.',
    },
    {
      key: 'balance/{country}/{gas}',
      unit: 't{gas}',
      meaning: 'Imports less exports, where rows state both.',
    },
  ],
  traps: [
    'Importer and exporter report the same goods. One side counts, as parameters.side says, and the rows of the other are left out.',
    'Re-exports and re-imports were made elsewhere: they are left out.',
    'A factor is that of the place of the seller and of the code, or of its first digits, the longest that has one. What the factor covers decides what the figure covers: with emissions of the maker alone, inputs from elsewhere are not in it.',
    'In CO2e, methane counts as not fossil: a factor does not say where it comes from.',
    'A sum over partners is not an account of a country where a partner or a good is missing.',
  ],
  leavesOut: (chosen) => (row) => reasonOf(row as TradeRow | FactorRow | RowOf<'gwp'>, chosen),
  compute: computeTradeGoods,
};

function reasonOf(
  { detail }: TradeRow | FactorRow | RowOf<'gwp'>,
  { side, amounts }: Parameters,
): string | null {
  if (detail.row === 'trade-factor' || detail.row === 'gwp') return null;
  if (detail.row !== typeOf(amounts))
    return `parameters.amounts counts ${amounts}, and this states the same goods`;
  if (detail.flow.startsWith('re-')) return 'these goods were made elsewhere, so they are not of the seller';
  if (detail.flow !== flowOf(side))
    return `parameters.side counts the reports of ${side}, and this states the same goods`;
  return null;
}

function typeOf(amounts: Parameters['amounts']): TradeRow['detail']['row'] {
  return amounts === 'quantities' ? 'trade-quantity' : 'trade-value';
}

function flowOf(side: Parameters['side']): 'import' | 'export' {
  return side === 'imports' ? 'import' : 'export';
}

function computeTradeGoods(context: MethodContext, chosen: Parameters): Draft[] {
  const type = typeOf(chosen.amounts);
  const rows = rowsOfType(context.rows, type).filter(
    (row) => reasonOf(row, chosen) === null && liesWithin(row, context.period),
  );
  if (rows.length === 0) return [];
  const factors = rowsOfType(context.rows, 'trade-factor');
  const gases = chosen.gases ?? distinctTexts(factors.map(({ detail }) => detail.gas));
  if (gases.length === 0) {
    const text = `${rows[0]!.key} needs what is emitted for ${rows[0]!.detail.code}: add rows trade-factor`;
    throw new EngineError('missing-factor', text, rows[0]!.detail.code, placeOf(rows[0]!, 'detail.code'));
  }
  const pairs = Map.groupBy(rows, (row) => pairOf(row).join('/'));
  for (const own of pairs.values()) refuseTwice(own);
  const ofGases = gases.map((gas) => {
    const shapeOf = shapesOf(factors, gas, context);
    return [...pairs.values()].map((own): Flow => {
      const [from, to] = pairOf(own[0]!);
      const { reporter, partner, flow } = own[0]!.detail;
      const selection = selectionOf(context, type, { reporter, partner, flow });
      const about = aboutOf({ name: gas, gases: [gas], gwpSet: null }, [from, to]);
      const expression = sumTerms(own, selection, shapeOf);
      return { from, to, draft: { ...about, key: `traded/${from}/${to}/${gas}`, expression } };
    });
  });
  const figures = ofGases.flatMap((flows, at) =>
    listFigures(flows, { name: gases[at]!, gases: [gases[at]!], gwpSet: null }),
  );
  const { gwpSet: set } = chosen;
  if (set === undefined) return figures;
  const totals = addUpGases(ofGases, set, context);
  return [...figures, ...listFigures(totals, { name: 'CO2e', gases: distinctTexts(gases), gwpSet: set })];
}

/** What figures measure: a gas, or the CO2e of several. */
interface Measured {
  readonly name: string;
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
}

/** Returns the CO2e of each flow. @throws EngineError as `totalOf` */
function addUpGases(
  ofGases: readonly (readonly Flow[])[],
  set: string,
  context: MethodContext,
): readonly Flow[] {
  return ofGases[0]!.map(({ from, to }, pair): Flow => {
    const about = { key: `traded/${from}/${to}/CO2e`, method: 'trade-goods@1', scope: null, gwpSet: set };
    const parts = ofGases.map((flows) => flows[pair]!.draft);
    return { from, to, draft: totalOf(parts, about, context) };
  });
}

function listFigures(flows: readonly Flow[], measured: Measured): Draft[] {
  return [...flows.map(({ draft }) => draft), ...sumCountries(flows, measured)];
}

interface Flow {
  readonly from: string;
  readonly to: string;
  readonly draft: Draft;
}

function sumCountries(flows: readonly Flow[], measured: Measured): Draft[] {
  const { name } = measured;
  return distinctTexts(flows.flatMap(({ from, to }) => [from, to])).flatMap((country) => {
    const sum = (what: 'exports' | 'imports', end: 'from' | 'to'): Draft | null => {
      const own = flows.filter((flow) => flow[end] === country).map(({ draft }) => valueOf('traded', draft));
      if (own.length === 0) return null;
      return { ...aboutOf(measured, [country]), key: `${what}/${country}/${name}`, expression: sumOf(own) };
    };
    const [exports, imports] = [sum('exports', 'from'), sum('imports', 'to')];
    if (exports === null || imports === null) return [exports, imports].filter((draft) => draft !== null);
    const about = { ...imports, key: `balance/${country}/${name}` };
    return [exports, imports, balanceOf(about, imports, exports)];
  });
}

function aboutOf(
  { name, gases, gwpSet: set }: Measured,
  geographies: readonly string[],
): Omit<Draft, 'key' | 'expression'> {
  return {
    ...{ method: 'trade-goods@1', unit: `t{${name}}`, scope: null, categories: [], gases, gwpSet: set },
    geographies: geographies.toSorted(),
  };
}

/** Who sold, and who bought. */
function pairOf({ detail: { flow, reporter, partner } }: TradeRow): [from: string, to: string] {
  return flow === 'import' ? [partner, reporter] : [reporter, partner];
}

/** Returns what multiplies a row: the factor of the longest code that has one for the place of the seller. */
function shapesOf(
  factors: readonly FactorRow[],
  gas: string,
  context: MethodContext,
): (row: TradeRow) => Shape {
  const byCode = Map.groupBy(
    factors.filter(({ detail }) => detail.gas === gas),
    ({ detail }) => detail.code,
  );
  const shapes = new Shapes();
  return (row) => {
    const { code } = row.detail;
    const [geography] = pairOf(row);
    const lengths = Array.from({ length: code.length - 1 }, (_, at) => code.length - at);
    const candidates = lengths
      .map((length) => byCode.get(code.slice(0, length)) ?? [])
      .find((own) => own.some((each) => isForPlace(each, geography, context.proxies)));
    const sought = {
      what: `${gas} factor of goods ${code}`,
      period: row,
      geography,
      by: row,
      column: 'detail.code',
    };
    const factor = selectFactor(candidates ?? [], sought, context.proxies);
    return shapes.of([row.unit, factor], () => ({
      symbol: 'T',
      to: row.unit,
      substance: row.unit.substance,
      factors: [factorOf('EF', factor, tonnesPer(row.unit), gas)],
    }));
  };
}

/** Throws where a code is of goods that another row counts too: 72 holds all of 7208. */
function refuseTwice(rows: readonly TradeRow[]): void {
  const sorted = rows.toSorted((a, b) =>
    a.detail.code < b.detail.code ? -1 : a.detail.code > b.detail.code ? 1 : 0,
  );
  // Codes ascend, so that those that begin with a code follow it.
  const open: TradeRow[] = [];
  for (const row of sorted) {
    while (open.length > 0 && !row.detail.code.startsWith(open.at(-1)!.detail.code)) open.pop();
    const wider = open.find((other) => other.from < row.until && row.from < other.until);
    if (wider !== undefined) {
      const text = `${row.key} states goods ${row.detail.code}, which ${wider.key}, of ${wider.detail.code}, counts too: leave out one of them`;
      throw new EngineError('repeated-cell', text, row.detail.code, placeOf(row, 'detail.code'));
    }
    open.push(row);
  }
}

function liesWithin(row: TradeRow, period: Period): boolean {
  if (liesOutside(row, period)) return false;
  if (row.from >= period.from && row.until <= period.until) return true;
  const text = `${row.key} is only partly inside the period of the run: choose a period that holds all of it`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
}
