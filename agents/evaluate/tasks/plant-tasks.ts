import { drawDecimal, type Random } from '../rows/random.ts';
import { ALWAYS, documentOf, entry, given, gwp, type Row, YEAR_2026 } from '../rows/entries.ts';
import { normal, power } from '../rows/other-rows.ts';
import { carbon, property, stream } from '../rows/plant-rows.ts';
import type { Task } from './task.ts';

const monthOf = (month: number): { from: number; until: number } => ({
  from: Date.UTC(2023, month) / 1000,
  until: Date.UTC(2023, month + 1) / 1000,
});
const constant = (ruleSet: string, value: string): Row =>
  entry(`${ruleSet}/CO2`, value, '1', { row: 'constant', constant: 'CO2/C', ruleSet, year: 2018 }, ALWAYS);

/** Coal of each month but March; in one month somebody gave CO2 in place of carbon. */
function monthsOfCoal(random: Random): Row[] {
  const slipped = random.oneOf([5, 6, 7, 8]);
  return Array.from({ length: 12 }, (_, month) => month)
    .filter((month) => month !== 2)
    .map((month) => {
      const tonnes = random.between(980, 1020) * (month === slipped ? 44 / 12 : 1);
      const row = stream('coal: > boiler', String(Number(tonnes.toFixed(1))), { treatment: 'combustion' });
      return { ...row, key: `coal/${month + 1}`, ...monthOf(month) };
    });
}

const COAL = [
  property('net-calorific-value', 'coal', '25', 'GJ/t'),
  property('carbon-content', 'coal', '0.0265', 't/GJ'),
  property('oxidation', 'coal', '0.98', '1'),
];

const UNSURE = normal('0.02');

/** A furnace, and a second one that a scenario adds, with 40 % scrap. */
function furnaces(random: Random): { rows: Row[]; scenarios: object[] } {
  const coke = Math.round(random.between(400, 600));
  const added = Math.round(random.between(200, 300));
  const rows = [
    stream('coke: > first', String(coke), UNSURE),
    stream('iron: first >', String(2 * coke), UNSURE),
    carbon('coke', '0.85', UNSURE),
    carbon('iron', '0.04'),
    carbon('scrap', '0.002'),
    gwp('CH4', 'AR5', '28'),
  ];
  const add = (key: string, tonnes: number, flow: string): object => ({
    ...{ add: key, value: String(tonnes), unit: 't', reason: 'a second furnace' },
    detail: { ...stream(flow, '1').detail },
  });
  const changes = [
    add('second/coke', Math.round(0.6 * added), 'coke: > second'),
    add('second/scrap', Math.round(0.4 * added), 'scrap: > second'),
    add('second/iron', Math.round(0.95 * added), 'iron: second >'),
  ];
  return { rows, scenarios: [{ name: 'scrap', changes }] };
}

const in2026 = (row: Row): Row => ({ ...row, ...YEAR_2026 });

/** A furnace whose coke goes over a scale that drifts. */
function furnaceRows(random: Random): Row[] {
  const half = Date.UTC(2026, 6) / 1000;
  const reading = (key: string, period: object): Row => ({
    ...in2026(entry(key, drawDecimal(random, 480, 520), 't', { row: 'meter-reading', meter: 'scale' })),
    ...period,
  });
  const calibration = (key: string, value: string, period: object): Row => ({
    ...in2026(
      entry(key, value, '1', {
        ...{ row: 'meter-calibration', meter: 'scale', by: 'a laboratory' },
        ...normal('0.005'),
      }),
    ),
    ...period,
  });
  return [
    in2026(stream('coke: > furnace', '1000', { meter: 'scale', treatment: 'combustion' })),
    reading('scale/first', { until: half }),
    reading('scale/second', { from: half }),
    calibration('scale/january', '1', { until: half }),
    calibration('scale/july', '1.06', { from: half }),
    ...[carbon('coke', '0.85'), property('oxidation', 'coke', '1', '1')].map(in2026),
  ];
}

/** The steel of that furnace, and its precursor, which has no data but a default with its mark-up. */
function goodRows(random: Random): Row[] {
  const unit = { row: 'plant-unit', plant: 'works', unit: 'furnace', good: 'steel', year: 2026 };
  const goods = { row: 'goods', good: 'steel', cn: '72061000' };
  const precursor = { row: 'precursor', good: 'iron', of: 'steel', cn: '72031000', geography: 'IN' };
  const byDefault = {
    ...{ row: 'embedded-emissions', good: 'iron', account: 'direct', determination: 'default' },
    ...{ gwpSet: 'AR5', year: 2026, geography: 'IN' },
  };
  const markup = { row: 'default-markup', sector: 'iron-and-steel', year: 2026 };
  return [
    entry('furnace/steel', '1', '1', unit, ALWAYS),
    in2026(entry('goods/steel', drawDecimal(random, 900, 1100), 't', goods)),
    in2026(entry('iron-in-steel', drawDecimal(random, 300, 400), 't', precursor)),
    entry('iron/direct', drawDecimal(random, 2, 3), 't{CO2e}/t', byDefault, ALWAYS),
    documentOf('CN/72', { row: 'cbam-good', cn: '72', scope: 'direct', sector: 'iron-and-steel' }),
    entry('markup/2026', '10', '%', markup, YEAR_2026),
    gwp('CH4', 'AR5', '28'),
  ];
}

/** A good of CBAM, and the same without its precursor. */
function cbamRows(random: Random): { readonly rows: Row[]; readonly without: Row[] } {
  const rows = [...furnaceRows(random), ...goodRows(random)];
  return { rows, without: rows.map((row) => (row.key === 'iron-in-steel' ? { ...row, value: '0' } : row)) };
}

export const PLANT_TASKS: readonly Task[] = [
  {
    name: 'a plant whose March is missing, and one month slips by 44/12',
    question: 'plant-year',
    en: 'What did our plant emit in 2023, by the rules of the EU and of China?',
    zh: '我们的工厂2023年按欧盟和中国的规则各排放了多少？',
    runs: (random) => {
      const rows = [...monthsOfCoal(random), ...COAL];
      return [
        given('a', 'plant@1', [...rows, constant('EU-2018-2066', '3.664')], {
          gwpSet: 'AR5',
          rules: 'eu-ets',
        }),
        given('b', 'plant@1', [...rows, constant('CN-STEEL', '3.6667')], {
          gwpSet: 'AR5',
          rules: 'cn-steel',
        }),
      ];
    },
    frames: ['side-by-side', 'ask-missing', 'ask-confirm', 'clause'],
    finds: ['missing-months', 'implausible-value'],
    figures: [
      ['a', 'plant/works/total'],
      ['b', 'plant/works/total'],
    ],
  },
  {
    name: 'a second furnace with 40 % scrap',
    question: 'plant-scenario',
    en: 'What would a second furnace with 40 % scrap change?',
    zh: '增加一座使用40%废钢的炉子会带来什么变化？',
    runs: (random) => {
      const { rows, scenarios } = furnaces(random);
      return [
        given('a', 'uncertainty@1', rows, {
          ...{ method: 'plant@1', parameters: { gwpSet: 'AR5', scenarios } },
          ...{ approach: 1 },
        }),
        given('b', 'scope2@2', power('second/power', drawDecimal(random, 4000, 6000), 'DE'), {
          grids: { location: 'national', residual: 'national' },
        }),
      ];
    },
    frames: ['ask-to-sign', 'interval', 'found'],
    finds: ['scenario-change'],
    figures: [
      ['a', 'scenario-difference/scrap/plant/works/total'],
      ['b', 'scope2/location'],
    ],
  },
  {
    name: 'a good of CBAM with a precursor without data, and a meter that drifts',
    question: 'cbam-good',
    en: 'What are the embedded emissions of our steel under CBAM in 2026?',
    zh: '按CBAM计算，我们2026年钢材的隐含排放是多少？',
    runs: (random) => {
      const { rows, without } = cbamRows(random);
      const parameters = { gwpSet: 'AR5', period: YEAR_2026, plantRules: 'ipcc-2006' };
      return [given('a', 'cbam@2', rows, parameters), given('b', 'cbam@2', without, parameters)];
    },
    frames: ['value', 'found'],
    finds: ['meter-drift'],
    figures: [['a', 'cbam/steel/specific/total']],
  },
];
