import { drawDecimal, type Random } from '../rows/random.ts';
import { ALWAYS, entry, given, type Row } from '../rows/entries.ts';
import { measured } from '../rows/other-rows.ts';
import { emits, makes, needs, price, unitOf } from '../rows/product-rows.ts';
import type { Task } from './task.ts';

const GRIDS = { location: 'national', residual: 'national' };
const KG = { gwpSet: 'AR5', mass: 'kg', rounding: { mode: 'half-even', digits: 12 } };

/** A mill that makes bars and slag, which have other masses than prices. */
function barRows(random: Random): Row[] {
  return [
    ...[makes('mill', 'bar', '1000'), makes('mill', 'slag', drawDecimal(random, 200, 400, 0))],
    ...[
      needs('mill', 'power', drawDecimal(random, 300, 600, 0), 'kW.h'),
      makes('grid', 'power', '1', 'kW.h'),
    ],
    emits('mill', drawDecimal(random, 1500, 2200, 0)),
    emits('grid', '0.5'),
    ...[price('bar', '0.7'), price('slag', '0.02')],
  ];
}

/** Two cells with the same function. */
function cellRows(random: Random): Row[] {
  return ['iron', 'nickel']
    .flatMap((name) => [
      ...[makes(name, `${name}-cell`, '1'), needs(name, 'power', drawDecimal(random, 20, 60), 'kW.h')],
      emits(name, drawDecimal(random, 4, 9)),
      needs(name, 'label', '0.1'),
    ])
    .concat([makes('grid', 'power', '1', 'kW.h'), emits('grid', '0.5')]);
}
const cell = (name: string, boundary: string): object =>
  unitOf(`${name}-cell`, name, { function: 'store 1 kWh', boundary });
const compareCells = (other: string): object => ({
  ...{ ...KG, functionalUnits: [cell('iron', 'cradle-to-gate'), cell('nickel', other)] },
  ...{ compare: [['iron', 'nickel']], show: ['processes'], cutOff: ['label'] },
});

/** Turbines that a company makes, and what these avoid elsewhere. */
function turbineRows(random: Random): Row[] {
  const power = { row: 'solution-use', solution: 'wind', geography: 'CN' };
  return [
    measured(drawDecimal(random, 1_800_000, 2_200_000, 0), 'CN'),
    entry('turbines', drawDecimal(random, 500, 600, 0), 'TW.h', power),
    ...(['reference', 'solution'] as const).map((role) =>
      entry(
        `wind/${role}`,
        role === 'reference' ? '0.6' : '0.01',
        't{CO2e}/MW.h',
        {
          ...{ row: 'solution-factor', solution: 'wind', role, gases: ['CO2'], gwpSet: 'AR5', year: 2023 },
        },
        ALWAYS,
      ),
    ),
  ];
}
const published = (account: string, value: string): Row =>
  entry(`CN/${account}`, value, 'Mt{CO2e}', {
    ...{ row: 'published-figure', about: 'wind', account, line: 'total', publisher: 'industry' },
  });

export const CYCLE_TASKS: readonly Task[] = [
  {
    name: 'a steel bar by mass and by price',
    question: 'allocation',
    en: 'What is the footprint of a steel bar by mass and by economic allocation?',
    zh: '钢筋的足迹按质量分配和按经济价值分配各是多少？',
    runs: (random) => {
      const rows = barRows(random);
      return (['mass', 'economic'] as const).map((allocation, at) =>
        given(at === 0 ? 'a' : 'b', 'life-cycle@1', rows, {
          ...KG,
          functionalUnits: [unitOf('bar')],
          allocation,
        }),
      );
    },
    frames: ['side-by-side', 'clause'],
    finds: [],
    figures: [
      ['a', 'product/bar/total'],
      ['b', 'product/bar/total'],
    ],
  },
  {
    name: 'two cells with different boundaries',
    question: 'compare-products',
    en: 'Compare the two cells, please.',
    zh: '请比较这两种电池。',
    runs: (random) => [
      given('a', 'life-cycle@1', cellRows(random), compareCells('cradle-to-grave') as never),
    ],
    frames: ['withheld', 'ask-confirm'],
    finds: ['not-comparable'],
    figures: [],
  },
  {
    name: 'two cells with one boundary',
    question: 'compare-products',
    en: 'Compare the two cells, please.',
    zh: '请比较这两种电池。',
    runs: (random) => [given('a', 'life-cycle@1', cellRows(random), compareCells('cradle-to-gate') as never)],
    frames: ['values', 'closes'],
    finds: [],
    figures: [
      ['a', 'comparison/iron/nickel'],
      ['a', 'product/iron/total'],
      ['a', 'product/nickel/total'],
    ],
  },
  {
    name: 'turbines that emit, and that avoid emissions',
    question: 'made-and-avoided',
    en: 'What do our wind turbines emit, and what do they avoid?',
    zh: '我们的风机制造排放多少，又避免了多少排放？',
    runs: (random) => {
      const rows = turbineRows(random);
      const lines = ['production', 'avoided'].map((account) => ({
        ...{ account, line: 'total', figures: [`CN/${account}`], about: 'wind' },
      }));
      return [
        given('a', 'inventory@2', rows.slice(0, 1), { gwpSet: 'AR5', grids: GRIDS }),
        given('b', 'avoided@2', rows.slice(1), { gwpSet: 'AR5' }),
        given('c', 'panorama@1', [published('production', '2'), published('avoided', '350')], { lines }),
      ];
    },
    frames: ['not-netted', 'values'],
    finds: [],
    figures: [
      ['a', 'scope1/total'],
      ['b', 'avoided/wind'],
    ],
  },
];
