import * as z from 'zod';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { totalOf } from '../../figures/total.ts';
import { attribute, type AttributedGood } from './attribution.ts';
import { ATTRIBUTION_FIGURES } from './attribution-figures.ts';
import { Carbon, draftBalance, unitOf, wholeOf } from './balance.ts';
import { METER_FIGURE } from './meters/figure.ts';
import { openPlants, type Plant } from './network.ts';
import { draftScenarios, SCENARIO_FIGURES } from './scenario.ts';
import { scenarios } from './scenario-parameters.ts';
import { findRuleSet, RULE_SETS } from './rules.ts';
import { correctFlows, RECONCILED_FIGURES, reconcilePlants, RECONCILIATION } from './reconciliation.ts';
import { refuseUnknownUnits } from './shares.ts';
import { draftUnit, METHOD, noteWhole, UNIT_FIGURES } from './units.ts';
import type { Rules } from './emission.ts';
import { parseAmount, type Amount } from '../../quantities/decimal.ts';
import { allocation, ALLOCATION_ROWS } from '../electricity/heat-allocation.ts';
import { FUEL_ROWS } from '../fuel/figures.ts';
import type { Method } from '../method.ts';
import { commonParameters, gwpSet, spelledName } from '../parameters.ts';

/** The parameters of plants, besides the rule set: other methods that compute them take these too. */
export const plantParameters = {
  closure: z
    .string()
    .regex(/^(0|0\.\d{0,5}[1-9])$/, 'expected a part from "0" to "0.999999", such as "0.05"')
    .default('0.05')
    .describe('The part of the carbon that enters a unit by which its balance need not close.'),
  allocation: allocation.optional(),
};
const parameters = commonParameters.extend({
  gwpSet,
  rules: z
    .enum(RULE_SETS)
    .default('ipcc-2006')
    .describe(
      'The rule set by which the plant reports: it gives the constants, such as CO2 per carbon, the clauses, and for China the decimals of each step.',
    ),
  ...plantParameters,
  grid: spelledName.optional().describe('The grid of power from outside that units of goods use.'),
  scenarios,
  reconcile: z
    .strictObject(RECONCILIATION)
    .optional()
    .describe(
      'Streams count as reconcile@1 moves them, so that these balances close. Absent: as they were measured.',
    ),
});
type Parameters = z.output<typeof parameters>;

/** The rows from which plants are computed. */
export const PLANT_ROWS = [
  'plant-stream',
  'balance-term',
  'meter-reading',
  'meter-calibration',
  'tier-limit',
  'plant-unit',
  ...ALLOCATION_ROWS,
  'heat-factor',
  'grid-factor',
  ...FUEL_ROWS.filter((type) => type !== 'fuel-use'),
  'emission-factor',
  'carbon-content',
  'process-factor',
  'constant',
  'gwp',
] as const;

/** A plant as a network of units and streams: its emissions by unit and stream, and its carbon balance. */
export const plant: Method<Parameters> = {
  id: 'plant',
  version: 1,
  title: 'Emissions and carbon balance of a plant, by its units and streams',
  standard:
    '2006 IPCC Guidelines, volume 2, chapter 2 (combustion), and volume 3, chapter 1 (processes); Implementing Regulation (EU) 2018/2066, articles 24, 25, 38 to 46, 48, 49, 49a and 50, annexes II and VIII; attribution to goods: Implementing Regulations (EU) 2023/1773, annex III, points F and G, until 2025, and 2025/2547, annex III, points A.2 and A.3; China, guides of accounting and reporting for power generation, cement (GB/T 32151.8), steel (GB/T 32151.5) and aluminium (GB/T 32151.4). Of Regulation 2018/2066 articles 2, 26, 38, 39 and 50 and annex VIII, table 1, were read, of the others the text of Regulation (EU) No 601/2012 before it, or none; the sources of the rest and of the guides of China are in docs/rule-sets.md',
  reads: PLANT_ROWS,
  parameters,
  figures: [
    ...UNIT_FIGURES,
    METER_FIGURE,
    {
      key: 'plant/{plant}/carbon/from/{unit}/to/{unit}/{material}',
      unit: 't{C}',
      meaning:
        'Carbon of a stream: by its carbon content, else by the CO2 that it gives off. Beyond the border of the plant is outside.',
    },
    ...['plant/{plant}/{unit}', 'plant/{plant}'].flatMap((prefix) => [
      { key: `${prefix}/carbon/in`, unit: 't{C}', meaning: 'Carbon that enters in streams.' },
      { key: `${prefix}/carbon/out`, unit: 't{C}', meaning: 'Carbon that leaves in streams.' },
      {
        key: `${prefix}/carbon/emitted`,
        unit: 't{C}',
        meaning: 'Carbon of the CO2 that is emitted, of every origin.',
      },
      {
        key: `${prefix}/carbon/gap`,
        unit: 't{C}',
        meaning: 'What does not close: in less out less emitted.',
      },
    ]),
    { key: 'plant/{plant}/total', unit: 't{CO2e}', meaning: 'Total of what all units of the plant emit.' },
    ...ATTRIBUTION_FIGURES,
    ...SCENARIO_FIGURES,
    ...RECONCILED_FIGURES.map((kind) => ({
      ...kind,
      meaning: `With the parameter reconcile: ${kind.meaning}`,
    })),
  ],
  traps: [
    'A stream goes from detail.fromUnit to detail.toUnit. Without fromUnit it enters the plant, without toUnit it leaves it.',
    'The properties of a material are rows about a fuel of its name: carbon-content, net-calorific-value, emission-factor, oxidation, biomass-fraction. Process factors are about a process of its name.',
    'A stream with treatment combustion or process gives off what its factors say. One without a treatment is part of the mass balance of the unit that it enters: its carbon is emitted there, less the carbon of all streams that leave the unit.',
    'One with treatment output counts where it is made: its process factors are per amount that leaves the unit, as of clinker or aluminium. It has carbon in balances, and in the mass balance of the unit that it enters, by a carbon content alone; the CO2 of making it brings its carbon in with it.',
    'The rule sets of China round each step: the amounts of a period, calorific values and carbon contents, and the CO2 of each stream and period, a tie away from zero. The formula shows each of them. Give rows by month, so that each month is a step. Other gases than CO2 are not rounded.',
    'A rule set refuses streams of a time or a kind that it does not cover. cn-steel takes the carbon of products off that leave the plant, by a carbon content or by a process factor of the product. Purchased electricity is scope2, and the heat ratio is heat-and-power.',
    'A stream with treatment measured is a gas that leaves a unit as it was measured, perhaps by a meter. It counts in place of what the other streams of the unit give of that gas, which is compared.',
    'A stream can state the tier of its amount (detail.tier). Figures show the tiers of their streams, and a tier that the rule set does not have is refused. Rows tier-limit say how uncertain an amount may be: a meter whose calibrations are less sure than the stated tier is warned of.',
    'What leaves a unit without a mass balance takes no emissions away. CO2 that is handed over does: detail.transfer inherent, storage or bound; and N2O that goes to another installation that reports it: installation. What is transferred otherwise counts as emitted.',
    'A stream that names a meter counts by the readings of that meter in its time, each times the calibration in force. The amount that it states is compared; without readings it counts, times the calibration. Readings of detail.checkMeter are compared and count nowhere.',
    'The uncertainty of a calibration holds for all readings under it at once. Readings without a calibration count as certain.',
    'Rows plant-unit say which good a unit makes; the shares of one unit are 1 together. What a unit without such rows emits goes with the heat and power that leave it (detail.carrier): heat to the units that use it, power to the indirect emissions of their goods. Heat from outside, or of a unit that makes a good (supplier), counts by a heat-factor row, power from outside by the average mix of parameters.grid. What is attributed to no good is a line of its own.',
    'A stream with carrier waste-gas between units that do not make one and the same good is attributed by CBAM: what it gives off goes to the unit that makes it, less a credit, and the unit that burns it takes what natural gas of the same energy would give off (an emission-factor row of natural-gas without a place, and a constant waste-gas).',
    'The carbon of a burned stream without a carbon content is taken from its CO2. So its balance closes by itself.',
    'A scenario takes rows otherwise, as the parameters say, and each of its figures warns of the rows that it takes so. A changed row is its stated row times a number: it keeps its relative uncertainty, and moves with the base case. An added row is certain. Value 0 takes a row out.',
    'With the parameter reconcile, a stream counts as it states, times its flow as reconciled over its flow as measured. Each scenario is reconciled on its own.',
    'The factors of a scenario are rows of the run. A change of detail.material lets those of another material apply.',
  ],
  compute: computePlant,
};

function computePlant(context: MethodContext, asked: Parameters): Draft[] {
  const draftOf = (own: MethodContext): Draft[] => computePlants(own, asked).flatMap(({ drafts }) => drafts);
  const base = draftOf(context);
  return [...base, ...draftScenarios(asked.scenarios, base, context, draftOf)];
}

/** One plant: its figures, and what is attributed to its goods. */
export interface ComputedPlant {
  readonly drafts: readonly Draft[];
  readonly goods: readonly AttributedGood[];
}

/** What a run asks of its plants. */
export type PlantAsked = Pick<Parameters, 'gwpSet' | 'rules' | 'closure' | 'allocation' | 'grid'> &
  Partial<Pick<Parameters, 'reconcile'>>;

/** Returns the plants of a run. @throws EngineError as `openPlants`, `draftUnit`, `draftBalance` and `attribute` */
export function computePlants(given: MethodContext, asked: PlantAsked): ComputedPlant[] {
  const set = findRuleSet(asked.rules);
  const context = { ...given, constants: set.constants };
  const { gwpSet, allocation, grid } = asked;
  const rules = { gwpSet, set, context, allocation, grid, released: new Map() };
  const plants = openReconciled(context, asked.reconcile);
  refuseUnknownUnits(
    plants.map((each) => each.plant),
    context,
  );
  return plants.map(({ plant: own, reconciliation }) => {
    const { byUnit, ...made } = draftPlant(own, rules, parseAmount(asked.closure));
    const drafts = [...reconciliation, ...made.drafts];
    const direct = [...byUnit.values()].flat();
    if (direct.length === 0) return { drafts, goods: [] };
    const about = { key: `plant/${own.name}/total`, method: METHOD, scope: null, gwpSet };
    const total = {
      ...totalOf(direct, about, context),
      rules: set.title,
      ...noteWhole(own.flows[0]!.streams[0]!),
    };
    const attribution = attribute(own, { byUnit, total }, rules);
    return { drafts: [...drafts, total, ...attribution.drafts], goods: attribution.goods };
  });
}

/** Returns plants whose streams count as it was asked, and the figures that say how these were moved. */
function openReconciled(
  context: MethodContext,
  reconcile: Parameters['reconcile'],
): { plant: Plant; reconciliation: readonly Draft[] }[] {
  const plants = openPlants(context);
  if (reconcile === undefined) return plants.map((own) => ({ plant: own, reconciliation: [] }));
  const reconciled = reconcilePlants(plants, context, reconcile, 'parameters.reconcile');
  return [...reconciled].map(([own, moved]) => ({
    plant: correctFlows(own, moved),
    reconciliation: moved.drafts,
  }));
}

/** Returns the figures of the units of a plant, and the carbon balances of these and of the whole; `byUnit` has those of scope 1. */
function draftPlant(
  own: Plant,
  rules: Rules,
  closure: Amount,
): { readonly drafts: Draft[]; readonly byUnit: ReadonlyMap<string, readonly Draft[]> } {
  const byUnit = new Map<string, readonly Draft[]>();
  const carbon = new Carbon(own, rules);
  const [emitted, made]: [Draft[], Draft[]] = [[], []];
  const isCarbon = ({ unit }: Draft): boolean => unit === 't{CO2}';
  const ofUnits = own.units.flatMap((unit) => {
    const drafted = draftUnit(own, unit, rules);
    byUnit.set(
      unit,
      drafted.emitted.filter(({ scope }) => scope === 1),
    );
    const gases = { emitted: drafted.emitted.filter(isCarbon), made: drafted.made.filter(isCarbon) };
    emitted.push(...gases.emitted);
    made.push(...gases.made);
    return [...drafted.drafts, ...draftBalance(unitOf(own, unit, gases, rules), closure, carbon, rules)];
  });
  const ofPlant = draftBalance(wholeOf(own, { emitted, made }, rules), closure, carbon, rules);
  return { drafts: [...own.meters, ...carbon.drafts, ...ofUnits, ...ofPlant], byUnit };
}
