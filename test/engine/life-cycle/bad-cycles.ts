import { YEAR_2022, type TestEntry } from '../dataset.ts';
import { emission, exchange, makes, needs, unitOf } from './rows.ts';

interface BadCycle {
  readonly what: string;
  /** `code key column`; a key of `-` means the parameters. */
  readonly expected: string;
  readonly rows: readonly TestEntry[];
  readonly parameters: object;
}

const [MILL, GRID] = [
  [makes('mill', 'flour', '1'), emission('mill', 'CO2', '1')],
  [makes('grid', 'power', '1', {}, 'kW.h'), emission('grid', 'CO2', '1')],
];
const FLOUR = { functionalUnits: [unitOf('flour')] };
const TWO = [...MILL, makes('mill', 'bran', '0.2')];
const bad = (
  what: string,
  expected: string,
  rows: readonly TestEntry[],
  parameters: object = {},
): BadCycle => ({
  ...{ what, expected, rows },
  parameters: { ...FLOUR, ...parameters },
});

export const BAD_CYCLES: readonly BadCycle[] = [
  bad('a product that nobody makes', 'missing-process mill/input/power/ detail.product', [
    ...MILL,
    needs('mill', 'power', '1', {}, 'kW.h'),
  ]),
  bad('a functional unit that nobody makes', 'missing-process - parameters.functionalUnits.0.product', MILL, {
    functionalUnits: [unitOf('flur')],
  }),
  bad('a provider that makes something else', 'missing-process mill/input/power/ detail.product', [
    ...[...MILL, ...GRID],
    needs('mill', 'power', '1', { provider: 'mill' }, 'kW.h'),
  ]),
  bad('a product that two make', 'ambiguous-process mill/input/power/ detail.product', [
    ...[...MILL, ...GRID, makes('sun', 'power', '1', {}, 'kW.h')],
    needs('mill', 'power', '1', {}, 'kW.h'),
  ]),
  bad('two products without an allocation', 'bad-allocation mill/output/flour/ detail.product', TWO),
  bad('declared parts that do not add up to 1', 'bad-allocation mill/output/flour/ detail.allocation', [
    makes('mill', 'flour', '1', { allocation: '0.8' }),
    makes('mill', 'bran', '0.2', { allocation: '0.3' }),
  ]),
  bad('a product without a declared part', 'bad-allocation mill/output/bran/ detail.allocation', [
    makes('mill', 'flour', '1', { allocation: '1' }),
    makes('mill', 'bran', '0.2'),
  ]),
  bad('an allocation by price without prices', 'missing-factor mill/output/bran/ unit', TWO, {
    allocation: 'economic',
  }),
  bad('a process that needs more of itself than it makes', 'unproductive-process mill/output/flour/ value', [
    ...MILL,
    needs('mill', 'flour', '1'),
  ]),
  bad(
    'two processes that need more of each other than they make',
    'unproductive-process mill/output/flour/ value',
    [...[...MILL, needs('mill', 'power', '2', {}, 'kW.h'), ...GRID, needs('grid', 'flour', '1')]],
  ),
  bad('an input in a unit that does not convert', 'unit-mismatch mill/input/power/ unit', [
    ...[...MILL, ...GRID, needs('mill', 'power', '1')],
  ]),
  bad(
    'a functional unit in a unit that does not convert',
    'unit-mismatch - parameters.functionalUnits.0.unit',
    MILL,
    {
      functionalUnits: [unitOf('flour', '1', 'flour', { unit: 'kW.h' })],
    },
  ),
  bad('a functional unit in an unknown unit', 'bad-unit - parameters.functionalUnits.0.unit', MILL, {
    functionalUnits: [unitOf('flour', '1', 'flour', { unit: 'pint' })],
  }),
  bad('no stated boundary', 'bad-parameters - parameters.functionalUnits.0.boundary', MILL, {
    functionalUnits: [unitOf('flour', '1', 'flour', { boundary: undefined })],
  }),
  bad('an output of nothing', 'bad-exchange mill/output/flour/ value', [makes('mill', 'flour', '0')]),
  bad('a name that is a product and a waste', 'bad-exchange mill/waste/flour/ detail.kind', [
    ...MILL,
    exchange('mill', 'flour', '1', { direction: 'output', kind: 'waste' }),
  ]),
  bad('a product that is needed and avoided', 'bad-exchange mill/input/power/ detail.kind', [
    ...[...MILL, ...GRID, needs('mill', 'power', '1', {}, 'kW.h')],
    exchange('mill', 'power', '2', { direction: 'output', kind: 'avoided' }, 'kW.h'),
  ]),
  bad('a flow in CO2e without its set', 'missing-gwp-set mill/CO2e detail.gwpSet', [
    makes('mill', 'flour', '1'),
    emission('mill', 'CO2e', '1', {}, 'kg{CO2e}'),
  ]),
  bad('a flow in CO2e of another set', 'mixed-gwp-sets mill/CO2e/AR4 detail.gwpSet', [
    makes('mill', 'flour', '1'),
    emission('mill', 'CO2e', '1', { gwpSet: 'AR4' }, 'kg{CO2e}'),
  ]),
  bad('a flow that is another gas than its unit', 'unit-mismatch mill/CO2 unit', [
    makes('mill', 'flour', '1'),
    emission('mill', 'CO2', '1', {}, 'kg{CH4}'),
  ]),
  bad('a gas in the air that is not weighed', 'unit-mismatch mill/CO2 unit', [
    makes('mill', 'flour', '1'),
    emission('mill', 'CO2', '1', {}, 'm3'),
  ]),
  bad('a gas without a potential', 'missing-factor mill/methane-fossil detail.flow', [
    makes('mill', 'flour', '1'),
    emission('mill', 'methane-fossil', '1'),
  ]),
  bad('a cut-off that nothing needs', 'bad-parameters - parameters.cutOff.0', MILL, { cutOff: ['salt'] }),
  bad(
    'a provider in the parameters that makes something else',
    'bad-parameters - parameters.providers.0',
    MILL,
    {
      providers: [{ product: 'flour', process: 'grid' }],
    },
  ),
  bad('a substitution without its product', 'bad-parameters - parameters.processes.0', TWO, {
    processes: [{ process: 'mill', allocation: 'substitution' }],
  }),
  bad('products of two functions that are compared', 'not-comparable - parameters.compare.0', TWO, {
    allocation: 'mass',
    functionalUnits: [
      unitOf('flour', '1', 'flour', { function: 'bake' }),
      unitOf('bran', '1', 'bran', { function: 'feed' }),
    ],
    compare: [['flour', 'bran']],
  }),
  bad('a process of another time', 'missing-process - parameters.functionalUnits.0.product', [
    ...MILL.map((row) => ({ ...row, ...YEAR_2022 })),
  ]),
];

/** One of each code that no other method has: the others need no run of the command. */
export const OWN_CODES = [
  'missing-process',
  'ambiguous-process',
  'bad-exchange',
  'bad-allocation',
  'unproductive-process',
  'not-comparable',
].map((code) => BAD_CYCLES.find(({ expected }) => expected.startsWith(code))!);
