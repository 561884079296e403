import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseAmount } from '../../quantities/decimal.ts';
import { toFloat } from '../../quantities/float.ts';
import { listSome } from '../../errors/list-some.ts';
import type { DenseMatrix } from '../../rows/matrix.ts';
import { Accounts } from '../../trade/accounts.ts';
import { BilateralTrade } from '../../trade/bilateral.ts';
import { Concordance } from '../../trade/concordance.ts';
import { checkTable } from '../../trade/checks/check-table.ts';
import { FinalDemand } from '../../trade/final-demand.ts';
import { addUpGases } from '../../trade/gases.ts';
import { groupRegions, groupSectors } from '../../trade/groups.ts';
import { groupTable } from '../../trade/grouping.ts';
import { keepStressors } from '../../trade/keep-stressors.ts';
import { draftPaths, type PathsAsked } from '../../trade/paths.ts';
import { draftOrigins } from '../../trade/origins.ts';
import { draftPerHead } from '../../trade/per-head.ts';
import { readTable } from '../../trade/read-table.ts';
import { namesOf, spreadStressors } from '../../trade/stressor-spreads.ts';
import { readSolution, writeSolution } from '../../trade/solution.ts';
import { TableForms } from '../../trade/table-forms.ts';
import type { Table } from '../../trade/table.ts';
import { methaneOf, totalsOf } from '../../trade/totals.ts';
import { leaveOutZeroOutputs } from '../../trade/zero-outputs.ts';
import type { Period } from '../../rows/row.ts';
import type { Method, SolveOptions } from '../method.ts';
import { tradeParameters as parameters, type TradeParameters as Parameters } from './parameters.ts';

/** For whom emissions are produced: environmentally extended multi-region input-output analysis. */
export const trade: Method<Parameters> = {
  id: 'trade',
  version: 1,
  title: 'Production and consumption accounts of a multi-region input-output table',
  standard:
    'United Nations, Handbook on Supply, Use and Input-Output Tables with Extensions and Applications (2018), chapters 12 and 20 (modelling applications). Its example of Germany was read in a transcription, chapter 20 as others quote it, chapter 12 not',
  reads: [
    'intermediate-flow',
    'final-demand',
    'sector-stressor',
    'demand-stressor',
    'matrix-document',
    'industry-concordance',
    'group-member',
    'stressor-spread',
    'value-added',
    'table-reading',
    'national-emission',
    'gwp',
    'stressor-gas',
    'population',
  ],
  parameters,
  figures: [
    {
      key: 'pba/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'Production account: what the industries and the final demand of a region emit themselves.',
    },
    {
      key: 'cba/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'Consumption account: what is emitted anywhere for the final demand of a region, and by this itself.',
    },
    {
      key: 'imports/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in other regions for the final demand of a region.',
    },
    {
      key: 'exports/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in a region for the final demand of other regions.',
    },
    {
      key: 'balance/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'Imports less exports, which is the consumption account less the production account.',
    },
    {
      key: 'household/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'What the final demand of a region emits itself, such as households that drive. It is in both accounts.',
    },
    {
      key: 'for-domestic-demand/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'Of a table without what is emitted elsewhere: what is emitted in it for the final demand of a region but exports, and by this itself. Imports are not counted.',
    },
    {
      key: 'for-exports/{region}/{stressor}',
      unit: '{gas}',
      meaning: 'Of such a table: what is emitted in it for what a region exports out of it.',
    },
    {
      key: 'flow/{from}/{to}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted in one region for the final demand of another, or its own.',
    },
    {
      key: 'pba-sector/{region}/{sector}/{stressor}',
      unit: '{gas}',
      meaning: 'What one industry of a region emits itself.',
    },
    {
      key: 'cba-sector/{region}/{sector}/{stressor}',
      unit: '{gas}',
      meaning:
        'What is emitted anywhere for what the final demand of a region buys from a sector, of any region.',
    },
    {
      key: 'cba-category/{region}/{category}/{stressor}',
      unit: '{gas}',
      meaning:
        'What is emitted anywhere for one category of the final demand of a region, and by this itself.',
    },
    ...(['domestic-demand', 'exports'] as const).flatMap((demand) => [
      {
        key: `for-${demand}-sector/{region}/{sector}/{stressor}`,
        unit: '{gas}',
        meaning: `The part of for-${demand} for what is bought from a sector, of any region.`,
      },
      {
        key: `for-${demand}-category/{region}/{category}/{stressor}`,
        unit: '{gas}',
        meaning: `The part of for-${demand} for one category of final demand.`,
      },
    ]),
    {
      key: 'eebt/{from}/{to}/{stressor}',
      unit: '{gas}',
      meaning:
        'Emissions embodied in bilateral trade: what one region emits itself for all that it sells to another, its industries too; or for its own final demand.',
    },
    {
      key: 'gross/{from}/{to}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted anywhere for all that one region sells to another, its industries too.',
    },
    {
      key: 'trade-value/{from}/{to}',
      unit: '*',
      meaning: 'With gross: all that one region sells to another, its industries too.',
    },
    ...(['eebt', 'gross'] as const).flatMap((kind) => [
      {
        key: `${kind}-exports/{region}/{stressor}`,
        unit: '{gas}',
        meaning: `The sum of ${kind} over all that a region sells to others.`,
      },
      {
        key: `${kind}-imports/{region}/{stressor}`,
        unit: '{gas}',
        meaning: `The sum of ${kind} over all that a region buys from others.`,
      },
      {
        key: `${kind}-balance/{region}/{stressor}`,
        unit: '{gas}',
        meaning: `${kind}-imports less ${kind}-exports.`,
      },
    ]),
    {
      key: 'eebt-cba/{region}/{stressor}',
      unit: '{gas}',
      meaning:
        'The production account plus eebt-balance: consumption if all that a region imports is used up in it.',
    },
    {
      key: 'cba-origin/{region}/{sector}/{from}/{stressor}',
      unit: '{gas}',
      meaning:
        'What is emitted in one region for what the final demand of another, or its own, buys from a sector, of any region.',
    },
    ...(['domestic-demand', 'exports'] as const).map((demand) => ({
      key: `for-${demand}-origin/{region}/{sector}/{from}/{stressor}`,
      unit: '{gas}',
      meaning: `The part of for-${demand} that is emitted in one region for what is bought from a sector.`,
    })),
    {
      key: 'per-head/{figure...}',
      unit: '{gas}/{person}',
      meaning:
        'An account of a region per head, where a row states the population of the region in the period.',
    },
    {
      key: 'path/{n}',
      unit: '{gas}',
      meaning:
        'One of the largest structural paths: what an industry emits for final demand along one chain of sales. The first is the largest.',
    },
    {
      key: 'path/remainder',
      unit: '{gas}',
      meaning: 'What is emitted anywhere for the final demand of the region, less the paths that are shown.',
    },
    {
      key: 'multiplier/{region}/{sector}/{stressor}',
      unit: '{gas}',
      meaning: 'What is emitted anywhere in the table for one unit of final demand from an industry.',
    },
    {
      key: 'total-over-direct/{region}/{sector}/{stressor}',
      unit: '1',
      meaning: 'The multiplier of an industry that emits, over what it emits itself for one unit of output.',
    },
  ],
  traps: [
    'With groups, {region} in a key is a group or a region in none. What regions of a group emit for each other is neither import nor export of the group, and flow/EU27/EU27 has it. Multipliers and paths stay those of industries and regions.',
    'Direct emissions of final demand are in the production and in the consumption account. Where the table does not state them, both leave them out, and say so.',
    'Imports and exports are blocks of the result. To zero the domestic demand instead gives other numbers, which do not close.',
    'A table of one region, or with exports among its final demand, does not show what is emitted elsewhere. It gives no cba, imports, exports, balance or flow, but what is emitted in it for domestic final demand and for exports. parameters.exports names these where their name does not.',
    'Emissions in trade can be counted in three ways, with three totals. Flows (cba) follow a product to who buys it at last, eebt counts each sale across a border by the technology of the seller, and gross by that of all suppliers, so that what crosses two borders counts twice: the sums of gross are not part of any total.',
    'A table that is aggregated before it is solved (concordance) gives other accounts of consumption than one that is solved and then added up (groups), unless no two industries become one. Each figure warns, and says by how much where that is measured. Production stays the same.',
    'Stressors of one gas add up only where rows stressor-gas say so. Each sum says what it leaves out. CO2 of biogenic carbon is a figure of its own, in no sum.',
    'Rows of emissions beside documents of Z and Y take the place of the stressors of documents. Industries without a row count as 0, and a region whose parts the table has is solved in parts and added up.',
    'Gases are added up to CO2e only where the set has a potential of the gas that the unit of the stressor names. A stressor in CO2e is in no sum, unless a row stressor-gas says what it is: then it counts as it is. A set that has no potential for any stressor is an error.',
    'A balanced table can be wrong, and one that nobody can check is not right for that: each run says which part of output no value added judges, and names industries that do not balance, add nothing to their inputs or are unlike themselves a year before.',
    'The solution is in float64. Each figure states a bound of its error, and shows only digits that the bound guarantees. Where float64 proves none, which needs negative cells, it says so.',
  ],
  solve: solveTrade,
  compute: computeTrade,
};

function computeTrade(context: MethodContext, chosen: Parameters): Draft[] {
  return draftTrade(context, chosen)?.drafts ?? [];
}

async function solveTrade(
  context: MethodContext,
  chosen: Parameters,
  { signal, onProgress }: SolveOptions,
): Promise<DenseMatrix | null> {
  const drafted = draftTrade(context, chosen);
  if (drafted === null) return null;
  let done = 0;
  const report = (part: number): void => {
    if (part > done) onProgress?.((done = part));
  };
  const solutions = await drafted.forms.solve(report, signal);
  return solutions === null ? null : writeSolution(drafted.table, solutions);
}

/** The accounts of one region that are shown per head too. */
const PER_HEAD = /^(pba|cba|imports|exports|balance|household|for-domestic-demand|for-exports|eebt-cba)\//;

interface Drafted {
  readonly table: Table;
  readonly forms: TableForms;
  readonly drafts: Draft[];
}

/** Returns the figures of a run, and the table that they are about: null where the run has none. */
function draftTrade(context: MethodContext, chosen: Parameters): Drafted | null {
  const read = readTable(context);
  if (read === null) return null;
  const { paths, gwpSet: set } = chosen;
  const whole = addUpGases(read, context, set);
  const stated = readChecked(whole, context, chosen);
  const named = listNamed(stated, chosen);
  const demandOf = (table: Table): FinalDemand => new FinalDemand(table, chosen.exports);
  const solved =
    chosen.concordance === undefined
      ? stated
      : groupTable(stated, new Concordance(chosen.concordance, context), { demandOf, stressors: named });
  const table = spreadStressors(solved, context, [...new Set(whole.stressors.flatMap(namesOf))]);
  const { solution } = context;
  const forms = new TableForms(table, solution === undefined ? undefined : readSolution(table, solution));
  const demand = demandOf(table);
  const { groups } = chosen;
  const asked = { context, demand, groups, accounts: demand.chooseAccounts(chosen.accounts) };
  const accounts = new Accounts(table, forms, asked);
  const splits = new Set(groups?.sectors === undefined ? chosen.by : [...chosen.by, 'sector' as const]);
  const grouped = {
    demand,
    regions: groupRegions(table, groups, context),
    sectors: groupSectors(table, groups, context),
  };
  const bilateral = new BilateralTrade(table, forms, { context, ...grouped });
  const of = named.flatMap((stressor) => [
    ...accounts.draft(stressor),
    ...[...splits].flatMap((split) =>
      split === 'origin' ? draftOrigins(table, stressor, grouped) : accounts.draftSplit(stressor, split),
    ),
    ...chosen.bilateral.flatMap((kind) => bilateral.draft(kind, stressor)),
  ]);
  const multipliers = chosen.multipliers.flatMap((name, at) =>
    accounts.draftMultipliers(findStressor(table, name, `multipliers.${at}`)),
  );
  const isAsked = ({ key }: Draft): boolean =>
    chosen.stressors?.includes(key.slice(key.lastIndexOf('/') + 1)) !== false;
  const shown = [
    ...of,
    ...methaneOf(of, table).filter(isAsked),
    ...(set === undefined ? [] : totalsOf(of, set, table, context)),
  ];
  const drafts = [
    ...shown,
    ...(chosen.bilateral.includes('gross') ? bilateral.draftValues() : []),
    ...draftPerHead(
      shown.filter(({ key }) => PER_HEAD.test(key)),
      context,
    ),
    ...multipliers,
    ...(paths === undefined ? [] : draftPaths(findPlace(table, paths), table, forms)),
  ];
  return { table, forms, drafts };
}

/** Returns the table of a run with its own stressors, and what speaks against it. */
function readChecked(whole: Table, context: MethodContext, chosen: Parameters): Table {
  const { tolerance, compared, zeroOutputs } = chosen;
  const kept = keepStressors(whole, listStressors(whole, chosen));
  const read = (period: Period): Table | null => {
    const other = readTable({ ...context, period });
    return other === null ? null : addUpGases(other, { ...context, period }, chosen.gwpSet);
  };
  const asked = {
    tolerance: toFloat(parseAmount(tolerance)),
    ...(compared === undefined ? {} : { compared, read }),
  };
  const checked = checkTable(kept, context, asked);
  return zeroOutputs === 'refuse' ? checked : leaveOutZeroOutputs(checked);
}

/** Returns the places of the stressors that a run is about, ascending. */
function listStressors(table: Table, { stressors, multipliers, paths }: Parameters): number[] {
  const named = listNamed(table, { stressors });
  const asked = [
    ...named,
    ...multipliers.map((name, at) => findStressor(table, name, `multipliers.${at}`)),
    ...(paths === undefined ? [] : [findStressor(table, paths.stressor, 'paths.stressor')]),
  ];
  return [...new Set(asked)].sort((a, b) => a - b);
}

/** Returns the places of the stressors whose accounts are computed: those that are asked for, else the gases of the table, or all. */
function listNamed(table: Table, { stressors }: Pick<Parameters, 'stressors'>): number[] {
  const all = table.stressors.map((_stressor, index) => index);
  const gases = all.filter((at) => table.stressors[at]!.gas !== undefined);
  if (stressors === undefined) return gases.length > 0 && table.f.cells === null ? gases : all;
  return [...new Set(stressors.flatMap((name, at) => findStressors(table, name, `stressors.${at}`)))];
}

/** Returns the stressor of a name; for methane whose parts have names of their own, these. */
function findStressors(table: Table, name: string, parameter: string): number[] {
  const parts = table.stressors.flatMap(({ gas }, at) => (gas?.name === name ? [at] : []));
  const isNamed = table.stressors.some((stressor) => stressor.name === name);
  return isNamed || parts.length === 0 ? [findStressor(table, name, parameter)] : parts;
}

function findPlace(
  table: Table,
  { region: name, stressor, ...asked }: NonNullable<Parameters['paths']>,
): PathsAsked {
  const region = table.regions.indexOf(name);
  if (region < 0) throw refuseName('region', name, table.regions, 'paths.region');
  const threshold = toFloat(parseAmount(asked.threshold));
  return { ...asked, threshold, region, stressor: findStressor(table, stressor, 'paths.stressor') };
}

function findStressor({ stressors }: Table, name: string, parameter: string): number {
  const at = stressors.findIndex((stressor) => stressor.name === name);
  if (at >= 0) return at;
  const names = stressors.map((stressor) => stressor.name);
  throw refuseName('stressor', name, names, parameter);
}

function refuseName(what: string, name: string, names: readonly string[], parameter: string): EngineError {
  const text = `the table has no ${what} ${name}: expected one of ${listSome(names)}`;
  return new EngineError('bad-parameters', text, name, placeOfAsked(`parameters.${parameter}`));
}
