import * as z from 'zod';
import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import { showTime } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { TableChange, type TableOfYear } from '../../trade/change.ts';
import { FinalDemand } from '../../trade/final-demand.ts';
import { addUpGases } from '../../trade/gases.ts';
import { groupRegions, type RegionGroup } from '../../trade/groups.ts';
import { keepStressors } from '../../trade/keep-stressors.ts';
import { readTable } from '../../trade/read-table.ts';
import { namesOf, spreadStressors } from '../../trade/stressor-spreads.ts';
import type { Table } from '../../trade/table.ts';
import { totalsOf } from '../../trade/totals.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet, rounding } from '../parameters.ts';
import { trade } from './trade.ts';

const names = z.array(z.string().min(1)).min(1);

const parameters = commonParameters.extend({
  rounding: rounding.default({ mode: 'half-even', digits: 12 }),
  base: commonParameters.shape.period.describe(
    'The period of the base table. The later one is of the period of the run.',
  ),
  prices: z
    .enum(['constant', 'current'])
    .default('current')
    .describe(
      'Whether both tables are in the prices of one year. Where they are not, and the currency states no year, each effect warns.',
    ),
  groups: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The list (rows group-member) that puts regions into groups, whose final demand is then decomposed as one.',
    ),
  regions: names.optional().describe('The regions or groups whose final demand is decomposed. Absent: all.'),
  stressors: names.optional().describe('The stressors. Absent: all that both tables have.'),
  exports: z
    .array(z.string().min(1))
    .optional()
    .describe('The categories of final demand that are exports out of the table, as of trade@1.'),
  gwpSet: gwpSet.optional().describe('The set of potentials by which gases are added up to CO2e too.'),
  unsureDigits: z
    .enum(['refuse', 'drop'])
    .default('drop')
    .describe(
      'What to do where the bound of a figure does not guarantee every digit: an effect is a small difference.',
    ),
});
type Parameters = z.output<typeof parameters>;

/** Why emissions for final demand changed between two years. */
export const tradeChange: Method<Parameters> = {
  id: 'trade-change',
  version: 1,
  title: 'Why emissions for final demand changed between two input-output tables',
  standard:
    'Structural decomposition by the average of both polar forms: K. Muradov (2021), Structural decomposition analysis with disaggregate factors within the Leontief inverse, Journal of Economic Structures 10, 16 (its introduction was read), after E. Dietzenbacher and B. Los (1998), Economic Systems Research 10 (not read)',
  reads: trade.reads.filter((type) => !['industry-concordance', 'population'].includes(type)),
  parameters,
  figures: [
    {
      key: 'before/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'The account in the base table: cba; of a table without other regions, for-domestic-demand and for-exports.',
    },
    { key: 'after/{account}/{region}/{stressor}', unit: '{gas}', meaning: 'The account in the later table.' },
    {
      key: 'change/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'The sum of the effects, which is the later account less that of the base.',
    },
    {
      key: 'effect-intensity/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What changed because industries emit more or less per unit of their output.',
    },
    {
      key: 'effect-structure/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What changed because industries take other inputs, of other industries or regions.',
    },
    {
      key: 'effect-mix/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What changed because final demand buys other products, or from other regions.',
    },
    {
      key: 'effect-level/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What changed because final demand buys more or less in all.',
    },
    {
      key: 'effect-household/{account}/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What changed in the emissions of final demand itself.',
    },
  ],
  traps: [
    'Effects depend on the order in which causes change. The average of both polar orders is shown; another choice gives other effects, and the same change.',
    'In current prices, inflation is in the effects: it lowers intensity and raises the level. Bring both tables to the prices of one year.',
    'Effects, as they are shown, add up to the change less derivation.roundingDifference, which is zero or a digit of rounding.',
    'Both tables need the same industries in the same order. A revised classification is not a change of the economy.',
    'Rows stressor-gas and stressor-spread of the record of one table are about that table; those of another record, without a period, are about both, which then move together.',
  ],
  compute: computeChange,
};

function computeChange(context: MethodContext, chosen: Parameters): Draft[] {
  const before: MethodContext = { ...context, period: chosen.base };
  const [first, second] = [before, context].map((own) => {
    const read = readTable(own);
    return read === null ? null : addUpGases(read, own, chosen.gwpSet);
  }) as [Table | null, Table | null];
  if (first === null && second === null) return [];
  if (first === null || second === null) {
    const [what, { from, until }] = first === null ? ['base', chosen.base] : ['run', context.period];
    const text = `no table of the ${what}, from ${showTime(from)} until ${showTime(until)}: add its rows or documents`;
    throw new EngineError(
      'incomplete-table',
      text,
      what,
      placeOfAsked(first === null ? 'parameters.base' : 'parameters.period'),
    );
  }
  const common = second.stressors.filter(({ name }) => first.stressors.some((other) => other.name === name));
  const gases = second.f.cells === null ? common.filter(({ gas }) => gas !== undefined) : [];
  const stressors = chosen.stressors ?? (gases.length > 0 ? gases : common).map(({ name }) => name);
  const known = [...new Set([first, second].flatMap((table) => table.stressors.flatMap(namesOf)))];
  const openYear = (whole: Table, own: MethodContext): TableOfYear => {
    const places = stressors.map((name, at) => findStressor(whole, name, `parameters.stressors.${at}`));
    const kept = keepStressors(
      whole,
      places.sort((a, b) => a - b),
    );
    const table = spreadStressors(kept, own, known);
    return { table, context: own, demand: new FinalDemand(table, chosen.exports) };
  };
  const [earlier, later] = [openYear(first, before), openYear(second, context)];
  const change = new TableChange([earlier, later], warnOfPrices(later.table, chosen));
  const lists =
    chosen.groups === undefined ? undefined : ({ regions: chosen.groups, missing: 'refuse' } as const);
  const groups = findGroups(groupRegions(later.table, lists, context), chosen.regions);
  const drafts = stressors.flatMap((name) => {
    const places = [earlier, later].map(({ table }) => findStressor(table, name, 'inputs')) as [
      number,
      number,
    ];
    refuseOtherUnit(
      [earlier, later].map(({ table }, year) => table.stressors[places[year]!]!.unit.text) as [
        string,
        string,
      ],
      name,
    );
    return groups.flatMap((group) => change.draft(places, group));
  });
  const { gwpSet: set } = chosen;
  const totals = set === undefined ? [] : totalsOf(drafts, set, later.table, context);
  return [...drafts, ...totals.map((total) => ({ ...total, method: 'trade-change@1' }))];
}

function findStressor({ stressors }: Table, name: string, place: string): number {
  const at = stressors.findIndex((stressor) => stressor.name === name);
  if (at >= 0) return at;
  const known = listSome(stressors.map((stressor) => stressor.name));
  const text = `one of both tables has no stressor ${name}: it has ${known}`;
  throw new EngineError('bad-parameters', text, name, placeOfAsked(place));
}

function findGroups(
  groups: readonly RegionGroup[],
  asked: readonly string[] | undefined,
): readonly RegionGroup[] {
  return (asked ?? groups.map(({ name }) => name)).map((name, at) => {
    const group = groups.find((each) => each.name === name);
    if (group !== undefined) return group;
    const known = listSome(groups.map((each) => each.name));
    const text = `the tables have no region ${name}, and no group: expected one of ${known}`;
    throw new EngineError('bad-parameters', text, name, placeOfAsked(`parameters.regions.${at}`));
  });
}

function refuseOtherUnit([before, after]: readonly [string, string], stressor: string): void {
  if (before === after) return;
  const text = `${stressor} is in ${before} in the base table, and in ${after} in the other: state both in one unit`;
  throw new EngineError('other-table', text, after, placeOfAsked('inputs'));
}

/** A currency can state the year of its prices, as in {EUR-2019}: then both tables are in these, or they were refused. */
function warnOfPrices({ currency, sources, z, y }: Table, { prices }: Parameters): Warning[] {
  if (prices === 'constant' || /-\d{4}\}$/.test(currency)) return [];
  const [cell] = [z, y].flatMap(({ cells }) => (cells ?? []).slice(0, 1));
  const { record, key } = sources.documents[0] ?? cell!.row;
  const message = `the tables are in ${currency}, each in the prices of its own year as far as is known: what prices changed is among the effects. Bring both to the prices of one year, then set parameters.prices to "constant"`;
  return [{ code: 'current-prices', message, row: { record, key } }];
}
