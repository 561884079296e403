import type { FigureKind } from '../method.ts';

/** The row types of what decays. */
export const DECAY_ROWS = [
  'wood-flow',
  'waste-deposit',
  'recovered-methane',
  'decay-rate',
  'landfill-factor',
  'conversion-factor',
] as const;

const POOL = 'nature/{place}/wood/{product}/{whose}';
const APPROACH = 'nature/{place}/wood/{approach}';
const SITE = 'nature/{place}/landfill/{site}';

export const DECAY_FIGURES: readonly FigureKind[] = [
  {
    key: `${POOL}/inflow/{year}`,
    unit: 't{C}',
    meaning:
      'Carbon of a wood product that comes into use in a year: consumption is of all that is used in the place, domestic of what was harvested there.',
  },
  {
    key: `${POOL}/stock/{year}`,
    unit: 't{C}',
    meaning: 'Carbon of the product that is in use when the year ends.',
  },
  {
    key: `${POOL}/outflow/{year}`,
    unit: 't{C}',
    meaning: 'Carbon of the product that goes out of use in the year.',
  },
  {
    key: `${APPROACH}/removal/{year}`,
    unit: 't{CO2}',
    meaning: 'CO2 of the carbon that comes into use, below 0: stock-change, production and atmospheric-flow.',
  },
  { key: `${APPROACH}/emission/{year}`, unit: 't{CO2}', meaning: 'CO2 of the carbon that goes out of use.' },
  {
    key: 'nature/{place}/wood/atmospheric-flow/imports/{year}',
    unit: 't{CO2}',
    meaning: 'CO2 of the carbon of imported wood: it came from trees elsewhere, and goes into the air here.',
  },
  {
    key: 'nature/{place}/wood/atmospheric-flow/exports/{year}',
    unit: 't{CO2}',
    meaning: 'CO2 of the carbon of exported wood, below 0: it goes into the air elsewhere.',
  },
  {
    key: `${APPROACH}/net/{year}`,
    unit: 't{CO2}',
    meaning: 'All lines of an approach together: what an inventory reports of harvested wood products.',
  },
  {
    key: `${SITE}/{waste}/deposited/{year}`,
    unit: 't{C}',
    meaning: 'Decomposable carbon of a waste that is deposited: W × DOC × DOCf × MCF.',
  },
  {
    key: `${SITE}/{waste}/decomposed/{year}`,
    unit: 't{C}',
    meaning: 'Carbon of it that decomposes in the year.',
  },
  {
    key: `${SITE}/{waste}/stock/{year}`,
    unit: 't{C}',
    meaning: 'Carbon of it that is left when the year ends.',
  },
  { key: `${SITE}/generated/{year}`, unit: 't{CH4}', meaning: 'Methane that a landfill generates.' },
  {
    key: `${SITE}/emission/{year}`,
    unit: 't{CH4}',
    meaning: 'Methane that it emits: generated less recovered, less what its cover oxidises.',
  },
  {
    key: `${SITE}/total/{year}`,
    unit: 't{CO2e}',
    meaning: 'The same in CO2e, as methane that is not fossil.',
  },
];

export const DECAY_STANDARD =
  'Harvested wood products: 2006 IPCC Guidelines, volume 4, chapter 12, equations 12.1 to 12.3. Landfills: volume 5, chapter 3, equations 3.1, 3.2 and 3.4 to 3.6. Equations 12.1 to 12.3 were read in a public copy without the printed formula of 12.1, which was read with the others in public programs; the 2013 Supplement and the 2019 Refinement were not read';

export const DECAY_TRAPS: readonly string[] = [
  'Wood products and landfills have a year in each row (detail.year), because half-lives reach back before 1970. Rows before the years of the run count: they hold its stocks. A year that is missing within a series is refused; state 0 where there was nothing.',
  'A wood product is in t{C}, or has conversion factors to it, such as t{C}/m3. Its half-life is a decay-rate row; editions of the guidelines differ, so where rows give several, parameters.wood.halfLives names one, such as IPCC-2019.',
  'What flows in during a year decays in it already: (1 - e^-k) / k of it is left. The stock before the first year is a row opening-stock, or 0, or what the mean inflow of the first years would hold (parameters.wood.start); nothing is assumed without it.',
  'The approaches count the same carbon for different countries: never add two of them. They agree where nothing is traded. stock-change is what is used in the place; production what was harvested there, wherever it is; atmospheric-flow where the carbon goes into the air; simple-decay only what leaves use of domestic harvest, as an emission: with it, forest land must not count the harvest as lost.',
  'Wood products are lines of their own beside the totals of land. They do not count wood fuel, nor wood in landfills.',
  'A landfill has one management, climate and place: give parts that differ names of their own. Deposits decay from January of the year after (parameters.landfill.startMonth). Fewer than 50 years of deposits are a warning.',
  'Methane of landfills is in no scope here. A company that operates one shows this figure with scope 1 as a process@2 measured-emission of biogenic origin.',
  'Not offered: the share of domestic pulp in paper (2013 Supplement), harvest before its first stated year by a rate of growth, DOC by the composition of mixed waste (equation 3.7), long-term storage of carbon in landfills, other decay than of first order.',
];
