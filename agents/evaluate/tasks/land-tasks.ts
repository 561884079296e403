import { drawDecimal, type Random } from '../rows/random.ts';
import { given, type Row, years } from '../rows/entries.ts';
import { area, landFactor, measured } from '../rows/other-rows.ts';
import type { Task } from './task.ts';

const FIELD = { soil: 'clay', landUse: 'tilled', management: 'full', input: 'low', tier: 1 };
const SOIL = [
  landFactor('soil-reference', 'clay', '88', 't{C}/har'),
  landFactor('land-use', 'tilled', '0.69', '1'),
  ...['full', 'none'].map((name) => landFactor('management', name, name === 'full' ? '1' : '1.1', '1')),
  landFactor('input', 'low', '0.92', '1'),
];

/** Drained peat, which emits while other land takes up. */
const peat = (...stated: readonly number[]): Row[] => [
  ...stated.map((year) => area('peat', 'wetlands', '10', years(year), { drained: 'peat' })),
  landFactor('drainage', 'peat', '6.1', 't{C}/har.a'),
];

/** Fields, a part of them no longer tilled. */
function fieldRows(random: Random): Row[] {
  const hectares = Math.round(random.between(800, 1200));
  const kept = Math.round(hectares * random.between(0.5, 0.7));
  return [
    area('tilled', 'cropland', String(hectares), years(1993), FIELD),
    area('tilled', 'cropland', String(kept), years(2023), FIELD),
    area('untilled', 'cropland', String(hectares - kept), years(2023), { ...FIELD, management: 'none' }),
    ...[...SOIL, ...peat(1993, 2023)],
  ];
}

const FOREST = [
  landFactor('growth', 'oak', '4', 't/har.a'),
  landFactor('root-ratio', 'oak', '0.3', '1'),
  landFactor('carbon-fraction', 'oak', '0.47', 't{C}/t'),
];

export const LAND_TASKS: readonly Task[] = [
  {
    name: 'cropland that is tilled less',
    question: 'land-year',
    en: 'What does our cropland emit or take up?',
    zh: '我们的农田排放或吸收多少？',
    runs: (random) => [given('a', 'nature@1', fieldRows(random), { gwpSet: 'AR5', period: years(2023) })],
    frames: ['values', 'clause', 'removal'],
    finds: [],
    figures: [
      ['a', 'nature/DE/cropland/soil/removal/2023'],
      ['a', 'nature/DE/cropland/area/2023'],
    ],
  },
  {
    name: 'a forest that somebody nets against scope 1',
    question: 'forest-and-scope1',
    en: 'Net my forest against scope 1.',
    zh: '请用我的森林碳汇抵减范围一排放。',
    runs: (random) => [
      given('a', 'inventory@2', [measured(drawDecimal(random, 800, 900), 'DE')], {
        gwpSet: 'AR5',
        grids: { location: 'national', residual: 'national' },
      }),
      given(
        'b',
        'nature@1',
        [
          area('wood', 'forest', drawDecimal(random, 90, 120), years(2023), { vegetation: 'oak' }),
          ...[...FOREST, ...peat(2023)],
        ],
        { gwpSet: 'AR5' },
      ),
    ],
    frames: ['not-netted'],
    finds: [],
    figures: [
      ['a', 'scope1/total'],
      ['b', 'nature/DE/removals/2023'],
    ],
  },
  {
    name: 'an area that vanishes',
    id: 'area-lost',
    question: 'land-year',
    en: 'What does our land emit or take up?',
    zh: '我们的土地排放或吸收多少？',
    runs: (random) => {
      const hectares = Math.round(random.between(900, 1100));
      return [
        given(
          'a',
          'nature@1',
          [
            area('wood', 'forest', String(hectares), years(2022), { vegetation: 'oak' }),
            area('wood', 'forest', String(Math.round(hectares * 0.95)), years(2023), { vegetation: 'oak' }),
            ...FOREST,
          ],
          { gwpSet: 'AR5' },
        ),
      ];
    },
    frames: ['withheld', 'ask-conversion'],
    finds: ['land-area-lost'],
    figures: [],
  },
];
