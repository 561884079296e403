import * as z from 'zod';
import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseAmount, type Amount } from '../../quantities/decimal.ts';
import { selectActivities } from '../../rows/activity.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { Method } from '../method.ts';
import { commonParameters, constants, gwpSet } from '../parameters.ts';
import { Biomass, type EventRow } from './biomass.ts';
import { allLines, CHANGE_FIGURES, draftChanges, GUIDELINES, type Change } from './change.ts';
import { LandFactors } from './factors.ts';
import { decayParameters } from './decay-parameters.ts';
import { DECAY_FIGURES, DECAY_ROWS, DECAY_STANDARD, DECAY_TRAPS } from './decay-about.ts';
import { draftFires, FIRE_FIGURE } from './fires.ts';
import { checkAreas, openLand, placeOfLand, refuseUnknown, warnOfYears, type Land } from './land.ts';
import { draftLandfills } from './landfill.ts';
import { listDrained, listPeat } from './organic-soils.ts';
import { listPoolChanges } from './pool-changes.ts';
import { draftSoilGases, WET_FIGURES } from './soil-gases.ts';
import { SOIL_FIGURE, Soils } from './soils.ts';
import { Stocks } from './stocks.ts';
import { AREA_FIGURES, draftAreas, draftTotals, TOTALS } from './totals.ts';
import { draftWood } from './wood.ts';
import { yearsOfRun } from './years.ts';

const parameters = commonParameters.extend({
  gwpSet,
  constants,
  closure: z
    .string()
    .regex(/^(0|0\.\d{0,8}[1-9])$/, 'expected a part from "0" to "0.999999999", such as "0.000001"')
    .default('0')
    .describe(
      'The part of the area of a place by which a class of land need not close from one year to the next.',
    ),
  soilYears: z
    .int()
    .min(1)
    .max(100)
    .default(20)
    .describe('The years in which a mineral soil goes from one stock to another (D of equation 2.25).'),
  deadOrganicYears: z
    .strictObject({ gain: z.int().min(1).max(100).default(20), loss: z.int().min(1).max(100).default(1) })
    .prefault({})
    .describe(
      'The years in which dead wood and litter come to, or leave, land that is converted (T of equation 2.23).',
    ),
  lines: z
    .enum(['guidelines', 'company'])
    .default('guidelines')
    .describe(
      'Whether the emissions of a place are one total, or also two: of land that is converted, and of the management of other land, as a company states them.',
    ),
  net: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'The two lines that are also added up to one net figure: ["emissions", "removals"]. No line outside nature is netted with them.',
    ),
  ...decayParameters,
});
type Parameters = z.output<typeof parameters>;

/** Emissions and removals of land, by class, pool and year. */
export const nature: Method<Parameters> = {
  id: 'nature',
  version: 1,
  title: 'Emissions and removals of land, wood products and landfills, by year',
  standard: `${GUIDELINES}: chapter 2, equations 2.3 to 2.5, 2.7, 2.9 to 2.18 and 2.23 to 2.27, which the 2019 Refinement has under the same numbers; chapter 3 (classes of land and their conversion). Equations 2.1 to 2.6 were read in a public copy, the others, and the printed examples of chapters 4 and 5, as public programs state them; chapter 3 and the Refinement were not read. ${DECAY_STANDARD}`,
  reads: [
    'stratum-area',
    'land-conversion',
    'carbon-stock',
    'land-event',
    'land-factor',
    ...DECAY_ROWS,
    'constant',
    'gwp',
  ],
  parameters,
  figures: [
    ...CHANGE_FIGURES,
    SOIL_FIGURE,
    FIRE_FIGURE,
    ...WET_FIGURES,
    ...AREA_FIGURES,
    ...TOTALS,
    ...DECAY_FIGURES,
  ],
  traps: [
    'A removal is below 0 and has a line of its own. It never lessens an emission line, and nothing of nature is netted with scope 1, 2 or 3.',
    'An area is that of a whole calendar year, with what was converted in it. From one stated year to the next, each class of land changes by its land-conversion rows alone; hectares that are lost, or appear, are refused (parameters.closure).',
    'A stock is that of a day. The difference of two stocks belongs to the years between them, each by its part of that time, and years beyond them have no figure. Stocks of one pool of a stratum replace gains and losses there.',
    'Living biomass (vegetation) grows by area × growth × (1 + R) × carbon fraction, and loses what land-event rows take. A mass in t{C} is carbon, any other one is dry matter. A forest needs a land-factor growth; the volume of wood without bark takes a land-factor bark.',
    'Biomass of converted land is lost in the year of its conversion: land-factor biomass of what stood there, less biomass-after of what stands there right after it, which is 0 unless a row states it. Dead wood and litter go in parameters.deadOrganicYears.',
    'Pools whose change was measured or modelled (tier 3) take land-factor rows gain and loss of a stratum: t{C}/har.a that a hectare gains or loses in the year, of biomass, dead wood, litter or soil. They replace growth, stocks and soil factors there; the two are never netted.',
    'A mineral soil goes from one stock to another in parameters.soilYears. The stock of a year is compared with that of so many years before. Where no areas are stated so far back, conversions before the first ones are in no figure, with a warning.',
    'Without a level of use, management and input a soil is at its reference stock, as under forest. Changes of management within a class are netted in one change of that class; conversions between classes have lines of their own, such as forest-to-cropland.',
    'A drained organic soil gives off area × factor each year, and CO2 of dissolved carbon (dissolved), CH4 and N2O (soil-gas, and ditch-gas for the ditch-share of the area) where rows give them. It has no mineral soil beside it. Count N2O of drained soils here, or by process@2.',
    'A rewetted organic soil (detail.rewetted) gains or loses carbon by land-factor gain and loss of soil, and has the same dissolved carbon and gases. Nothing is assumed without rows.',
    'Flooded land (detail.flooded) gives off the gases of its surface (soil-gas) × (1 + downstream), and × nutrient-state where a row gives it; its CO2 is a land-factor loss of soil. Reservoirs of more than 20 years have other factors: make them strata of their own.',
    'Peat that is extracted gives off all its carbon in that year (land-event peat-extraction × peat-carbon), on the line peat. Leave out peat that is burned for energy: that is fuel@1.',
    'A fire gives off CH4 and N2O by land-factor rows. Its CO2 is the loss of a pool: add a land-event disturbance.',
    'N2O of soils and CO2 of lime and urea are process@2: amounts of nitrogen in kg{N}, factors in kg{N2O-N}/kg; factors in t{C}/t.',
    'Not offered, because nothing was found to check them against: stock difference by growing stock (2.8), what goes into dead organic matter by mortality, slash and disturbance (2.20 to 2.22), biochar (2019 Refinement), saltmarsh and mangroves (2013 Supplement).',
    ...DECAY_TRAPS,
    'For a company, detail.facility in each row gives its places, and parameters.lines company splits emissions into land-use change and land management, beside removals, as the Land Sector and Removals Standard of the GHG Protocol (January 2026, in force 2027) is said to do. Its text was not read.',
  ],
  compute: computeNature,
};

function computeNature(given: MethodContext, asked: Parameters): Draft[] {
  const context = { ...given, constants: asked.constants };
  refuseOtherNet(asked.net);
  const years = yearsOfRun(context.period);
  const events = selectActivities(context.rows, 'land-event', context.period);
  const lands = openLand(context.rows, years.at(-1)!);
  refuseOtherPlaces(lands, context, events);
  return [
    ...lands.flatMap((land) => new NatureOfPlace(land, asked, context, events).draft(years)),
    ...draftWood(context, asked.wood, years),
    ...draftLandfills(context, asked, years),
  ];
}

/** Throws for a net figure of anything but the emissions and removals of nature. @throws EngineError `netting-refused` */
function refuseOtherNet(net: readonly string[]): void {
  const other = net.find((line) => line !== 'emissions' && line !== 'removals');
  if (other !== undefined) {
    const text = `${other} and nature/{place}/removals/{year} are two lines: what land takes up never lessens another account. Show both side by side, and leave ${other} out of parameters.net`;
    throw new EngineError('netting-refused', text, other, placeOfAsked('parameters.net'));
  }
  if (net.length === 0 || (net.includes('emissions') && net.includes('removals'))) return;
  const text = 'a net figure is of both lines: name emissions and removals in parameters.net, or neither';
  throw new EngineError('netting-refused', text, net, placeOfAsked('parameters.net'));
}

/** Throws for stocks and events of a place without areas. @throws EngineError `bad-land` */
function refuseOtherPlaces(
  lands: readonly Land[],
  { rows }: MethodContext,
  events: readonly EventRow[],
): void {
  const places = new Set(lands.map(({ place }) => place));
  const other = [...rowsOfType(rows, 'carbon-stock'), ...events].find((row) => !places.has(placeOfLand(row)));
  if (other !== undefined) throw refuseUnknown(other, other.detail.stratum, 'detail.stratum');
}

/** The land of a place, and what all its figures are made with. */
class NatureOfPlace {
  readonly #land: Land;
  readonly #asked: Parameters;
  readonly #context: MethodContext;
  readonly #events: readonly EventRow[];
  readonly #factors: LandFactors;
  readonly #stocks: Stocks;
  readonly #closure: Amount;
  readonly #soils: Soils;
  readonly #biomass: Biomass;

  constructor(land: Land, asked: Parameters, context: MethodContext, events: readonly EventRow[]) {
    [this.#land, this.#asked, this.#context] = [land, asked, context];
    this.#events = events.filter((row) => placeOfLand(row) === land.place);
    this.#factors = new LandFactors(context);
    this.#stocks = new Stocks(land, context.rows);
    this.#refuseTwoSoils();
    this.#closure = parseAmount(asked.closure);
    this.#soils = new Soils(land, this.#factors, { transition: asked.soilYears, closure: this.#closure });
    this.#biomass = new Biomass(land, this.#factors, this.#stocks, asked.deadOrganicYears);
  }

  draft(years: readonly number[]): Draft[] {
    const notice = this.#notice(years);
    const changes = years.flatMap((year) => this.#listChanges(year));
    const lines = draftChanges(changes, this.#context);
    const gases = years.flatMap((year) => [
      ...draftFires(this.#land, year, this.#events, this.#factors),
      ...draftSoilGases(this.#land, year, this.#factors, this.#context),
    ]);
    const [first, ...others] = draftAreas(this.#land);
    const totals = years.flatMap((year) =>
      draftTotals(this.#land.place, year, { ...lines, gases }, this.#asked, this.#context),
    );
    const areas = [{ ...first!, ...notice }, ...others];
    return [...areas, ...this.#soils.drafts, ...allLines(lines), ...gases, ...totals];
  }

  /** What the first area says about the whole place; the rows that say it are part of the run. */
  #notice(years: readonly number[]): Pick<Draft, 'warnings' | 'documents'> {
    const ofStocks = this.#stocks.warnOfYears(years);
    const ofAreas = [...checkAreas(this.#land, this.#closure), ...warnOfYears(this.#land, years)];
    return {
      warnings: [...ofAreas, ...this.#soils.warnOfFirst(years), ...ofStocks.map(({ warning }) => warning)],
      documents: ofStocks.flatMap(({ rows }) => rows),
    };
  }

  #listChanges(year: number): Change[] {
    return [
      ...listPoolChanges(this.#land, year, {
        factors: this.#factors,
        stocks: this.#stocks,
        events: this.#events,
      }),
      ...this.#stocks.listChanges(year),
      ...this.#biomass.listChanges(year, this.#events),
      ...this.#soils.listChanges(year),
      ...listDrained(this.#land, year, this.#factors),
      ...listPeat(this.#land, year, this.#events, this.#factors),
    ];
  }

  /** Throws for a stratum whose soil is given by stocks and by factors. @throws EngineError `double-counting` */
  #refuseTwoSoils(): void {
    for (const { name, byYear } of this.#land.strata.values()) {
      const area = [...byYear.values()].find(
        ({ detail }) => detail.soil !== undefined || detail.drained !== undefined,
      );
      if (area === undefined || !this.#stocks.has(name, 'soil')) continue;
      const text = `${area.key} has a soil, and carbon-stock rows of SO count the carbon of ${name} too: leave out one of them`;
      throw new EngineError('double-counting', text, name, placeOf(area, 'detail.soil'));
    }
  }
}
