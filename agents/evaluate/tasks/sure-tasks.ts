import { drawDecimal, type Random } from '../rows/random.ts';
import { given, type Row } from '../rows/entries.ts';
import { FACTOR_OF_USE, normal, use } from '../rows/other-rows.ts';
import { carbon, property, stream } from '../rows/plant-rows.ts';
import { emits, makes, needs, unitOf } from '../rows/product-rows.ts';
import type { Task } from './task.ts';

/** Two bottles that take the same power, whose factor is unsure: most of the error is shared. */
function bottleRows(random: Random, less: string): Row[] {
  const power = random.between(2, 4);
  return [
    ...['old', 'new'].flatMap((name) => [
      makes(name, `${name}-bottle`, '1'),
      needs(name, 'power', String(Number((power - (name === 'new' ? Number(less) : 0)).toFixed(3))), 'kW.h'),
      emits(name, '0.2', normal('0.05')),
    ]),
    makes('grid', 'power', '1', 'kW.h'),
    emits('grid', '0.5', normal('0.2')),
  ];
}
const bottle = (name: string): object =>
  unitOf(`${name}-bottle`, name, { function: 'hold 1 L', boundary: 'cradle-to-gate' });
const isLower =
  (less: string): Task['runs'] =>
  (random) => [
    given('a', 'uncertainty@1', bottleRows(random, less), {
      ...{ method: 'life-cycle@1', approach: 1, mass: 'kg', rounding: { mode: 'half-even', digits: 12 } },
      parameters: {
        gwpSet: 'AR5',
        functionalUnits: [bottle('old'), bottle('new')],
        compare: [['old', 'new']],
        show: ['processes'],
      },
    }),
  ];

/** A boiler of four fuels, each with a meter. */
function meterRows(random: Random, sure: string): Row[] {
  return ['coal', 'oil', 'gas', 'peat'].flatMap((fuel, at) => [
    stream(`${fuel}: > boiler`, drawDecimal(random, 900, 1100), {
      treatment: 'combustion',
      ...normal(at < 3 ? sure : '0.01'),
    }),
    carbon(fuel, '0.75'),
    property('oxidation', fuel, '1', '1'),
  ]);
}
const meters = (rows: readonly Row[], run: 'a' | 'b') =>
  given(run, 'uncertainty@1', rows, { method: 'plant@1', approach: 1, parameters: { gwpSet: 'AR5' } });
const whichMeters = (name: string, sure: string, frame: 'reached' | 'not-reached', code: string): Task => ({
  name,
  question: 'which-meters',
  en: 'Which three meters bring the total within 5 %?',
  zh: '改进哪三块表能使总量达到±5%？',
  runs: (random) => {
    const seed = random.below(1000);
    const repeat = (): Random => ({
      ...random,
      between: (least, most) => least + ((seed % 97) / 97) * (most - least),
    });
    return [meters(meterRows(repeat(), '0.1'), 'a'), meters(meterRows(repeat(), sure), 'b')];
  },
  frames: ['least-sure-row', frame],
  finds: ['no-uncertainty', code],
  figures: [
    ['a', 'plant/works/total'],
    ['b', 'plant/works/total'],
  ],
});

export const SURE_TASKS: readonly Task[] = [
  {
    name: 'a product that is lower',
    question: 'is-lower',
    en: 'Is the new bottle lower?',
    zh: '新瓶的排放更低吗？',
    runs: isLower('0.9'),
    frames: ['lower'],
    finds: ['no-uncertainty'],
    figures: [
      ['a', 'comparison/old/new'],
      ['a', 'product/old/total'],
      ['a', 'product/new/total'],
    ],
  },
  {
    name: 'a product that may be lower or higher',
    question: 'is-lower',
    en: 'Is the new bottle lower?',
    zh: '新瓶的排放更低吗？',
    runs: isLower('0.01'),
    frames: ['cant-tell'],
    finds: ['no-uncertainty'],
    figures: [['a', 'comparison/old/new']],
  },
  whichMeters('three meters that reach 5 %', '0.02', 'reached', 'fewest-rows'),
  whichMeters('three meters that do not reach 5 %', '0.09', 'not-reached', 'no-set-of-rows'),
  {
    name: 'a figure outside its own interval',
    question: 'published-interval',
    en: 'Is 1000 t plus or minus a quarter right?',
    zh: '1000 t加减四分之一对吗？',
    runs: (random) => {
      const tonnes = drawDecimal(random, 10, 10.4);
      const unsure = { uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '2' } };
      const rows = Array.from({ length: 100 }, (_, at) => use(`use/${at}`, tonnes, unsure));
      return [
        given('a', 'uncertainty@1', [FACTOR_OF_USE, ...rows], {
          ...{ method: 'value-chain@2', approach: 1, parameters: { gwpSet: 'AR5' } },
        }),
      ];
    },
    frames: ['outside-own-interval', 'found'],
    finds: ['outside-interval'],
    figures: [['a', 'scope3/3.1/total']],
  },
];
