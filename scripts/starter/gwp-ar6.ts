/**
 * Writes `data/gwp-ar6-20.csv` and `data/gwp-ar6-gtp.csv`:
 * node scripts/starter/gwp-ar6.ts GLOBALWARMINGPOTENTIALS.csv METRICS.csv
 *
 * Both files have table 7.SM.7 of AR6 as corrected in 2021: the first one is openclimatedata's, the second one that of an author of the
 * chapter (metrics_supplement_cleaned.csv of chrisroadmap/ar6). Each gas of `data/gwp-ar6.csv` must have the same values in both, those
 * over 100 years too.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { canonicalGas } from '../../engine/factors/gas-names.ts';
import { writeStarterFile, type StarterRow } from './starter-file.ts';

const [listFile, metricsFile] = process.argv.slice(2);
if (listFile === undefined || metricsFile === undefined)
  throw new Error('usage: node scripts/starter/gwp-ar6.ts GLOBALWARMINGPOTENTIALS.csv METRICS.csv');

type Cells = Readonly<Record<string, string>>;
const list: Cells[] = parse(readFileSync(listFile), { columns: true, comment: '#' });
const metrics: Cells[] = parse(readFileSync(metricsFile), { columns: true });
const known: Cells[] = parse(readFileSync(resolve(import.meta.dirname, '../../data/gwp-ar6.csv')), {
  columns: true,
});

/** The potentials of a gas: GWP over 20 and 100 years, GTP over 100. */
interface Potentials {
  readonly gas: string;
  readonly gwp20: string;
  readonly gwp100: string;
  readonly gtp100: string;
}

const fold = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

function findMetrics(gas: string): Cells | undefined {
  return metrics.find(({ Acronym = '', Formula = '' }) =>
    [Acronym, Formula].some(
      (name) => name !== '' && (canonicalGas(name) === gas || fold(name) === fold(gas)),
    ),
  );
}

function readPotentials(): Potentials[] {
  return known.flatMap(({ value = '', detail = '' }) => {
    const { gas, origin, source } = JSON.parse(detail) as {
      gas: string;
      origin?: string;
      source: { title: string };
    };
    if (origin !== undefined) return [];
    const ofMetrics = findMetrics(gas);
    if (ofMetrics === undefined) {
      console.log(`${gas}: only one of both files has it`);
      return [];
    }
    const own = {
      gas,
      gwp20: number(ofMetrics['GWP20']),
      gwp100: number(ofMetrics['GWP100']),
      gtp100: number(ofMetrics['GTP100']),
    };
    if (own.gwp100 !== value) throw new Error(`${gas}: ${value} over 100 years here, ${own.gwp100} there`);
    const species = /species (\S+)$/.exec(source.title)?.[1];
    const ofList = list.find(({ Species }) => Species === species);
    if (
      ofList !== undefined &&
      (number(ofList['AR6GWP20']) !== own.gwp20 || number(ofList['AR6GTP100']) !== own.gtp100)
    )
      throw new Error(`${gas}: the two files differ`);
    return [own];
  });
}

function number(cell: string | undefined): string {
  return String(Number(cell));
}

const SOURCE = {
  title: 'IPCC AR6, working group I, chapter 7, table 7.SM.7, as corrected in 2021',
  url: 'https://github.com/chrisroadmap/ar6/blob/main/data_output/7sm/metrics_supplement_cleaned.csv',
  published: '2021',
};
/** Methane by origin, which includes the CO2 into which fossil methane oxidises. */
const BY_ORIGIN = [
  ['fossil', '82.5'],
  ['biogenic', '79.7'],
] as const;

function rowOf(gas: string, value: string, more: object, source: object = SOURCE): StarterRow {
  return {
    key: `AR6/${gas}`,
    value,
    unit: 'kg{CO2e}/kg',
    detail: { row: 'gwp', gas, gwpSet: 'AR6', ...more, year: 2021, source },
  };
}

const potentials = readPotentials();
console.log(`${potentials.length} gases have the same values in both files`);
writeStarterFile('gwp-ar6-20.csv', [
  ...potentials.map(({ gas, gwp20 }) => rowOf(gas, gwp20, { horizon: 20 })),
  ...BY_ORIGIN.map(([origin, value]) => ({
    ...rowOf(
      'CH4',
      value,
      { horizon: 20, origin },
      { title: 'IPCC AR6, working group I, table 7.15, by citations that agree', published: '2021' },
    ),
    key: `AR6/CH4/${origin}`,
  })),
]);
writeStarterFile(
  'gwp-ar6-gtp.csv',
  potentials.map(({ gas, gtp100 }) => rowOf(gas, gtp100, { horizon: 100, metric: 'GTP' })),
);
