import { ALWAYS, dataset, entry, type TestEntry } from '../dataset.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { years } from './land-rows.ts';

/** Returns what becomes of a wood product in a year. */
export const wood = (
  product: string,
  flow: string,
  value: string,
  year: number,
  more: object = {},
  unit = 't{C}',
): TestEntry =>
  entry(
    `${product}/${flow}/${year}`,
    value,
    unit,
    { row: 'wood-flow', product, flow, geography: 'DE', year, ...more },
    ALWAYS,
  );

/** Returns the half-life, in years, or the rate of decay of a material. */
export const decay = (material: string, value: string, more: object = {}, unit = 'a'): TestEntry =>
  entry(
    `decay/${[material, ...Object.values(more)].join('/')}`,
    value,
    unit,
    { row: 'decay-rate', material, year: 2013, ...more },
    ALWAYS,
  );

/** Returns tonnes of waste that are deposited in a year. */
export const deposit = (waste: string, value: string, year: number, more: object = {}): TestEntry =>
  entry(
    `${waste}/${year}`,
    value,
    't',
    { row: 'waste-deposit', site: 'pit', waste, management: 'managed', geography: 'DE', year, ...more },
    ALWAYS,
  );

/** Returns tonnes of methane that are recovered in a year. */
export const recovered = (value: string, year: number, more: object = {}): TestEntry =>
  entry(
    `recovered/${year}`,
    value,
    't{CH4}',
    { row: 'recovered-methane', site: 'pit', geography: 'DE', year, ...more },
    ALWAYS,
  );

/** Returns a factor of landfills. */
export const landfill = (factor: string, value: string, more: object = {}): TestEntry =>
  entry(
    `landfill/${[factor, ...Object.values(more)].join('/')}`,
    value,
    '1',
    { row: 'landfill-factor', factor, year: 2006, ...more },
    ALWAYS,
  );

const METHANE = entry(
  'gwp/CH4',
  '28',
  'kg{CO2e}/kg',
  { row: 'gwp', gas: 'CH4', gwpSet: 'AR5', horizon: 100, year: 2013 },
  ALWAYS,
);

/** The landfill of the published case: 75 t of carbon that decomposes, 5 % of it in a year. */
export const LANDFILL: readonly TestEntry[] = [
  ...Object.entries({ DOC: '0.15', DOCf: '0.5', MCF: '1', F: '0.5', OX: '0' }).map(([name, value]) =>
    landfill(name, value),
  ),
  decay('waste', '0.05', {}, '1/a'),
];

/** Rows that give every kind of figure of what decays. */
export const DECAYING: readonly TestEntry[] = [
  ...LANDFILL,
  decay('sawnwood', '35'),
  ...['production', 'import', 'export'].map((flow, at) => wood('sawnwood', flow, `${9 - at}`, 2023)),
  ...['harvest', 'feedstock-import', 'feedstock-export'].map((flow, at) =>
    wood('logs', flow, `${9 - at}`, 2023),
  ),
  deposit('waste', '1000', 2022),
  recovered('0.5', 2023),
];

/** Runs nature@1 on rows of the years from one to another. */
export const runDecay = (
  rows: readonly TestEntry[],
  first: number,
  last: number,
  { wood: asked, ...parameters }: { readonly wood?: object; readonly landfill?: object } = {},
): RunResult =>
  runMethod(
    'nature@1',
    [dataset('1', ...rows, ...(rows.some(({ key }) => key === METHANE.key) ? [] : [METHANE]))],
    {
      period: { from: years(first).from, until: years(last).until },
      rounding: { mode: 'half-even', decimals: 9 },
      gwpSet: 'AR5',
      wood: { start: 'zero', ...asked },
      ...parameters,
    },
  );
