import { entry, type Row, years } from '../../../agents/evaluate/rows/entries.ts';
import { drawDecimal, type Random } from '../../../agents/evaluate/rows/random.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod } from '../../../engine/run.ts';
import { saltNone } from '../../helpers/reperformed-result.ts';
import type { SignedRecord } from '../../helpers/signed-record.ts';
import type { SignAs } from './signer.ts';

/** Panoramas, and the records that they are made from, by name. */
export type PanoramaRecords = Readonly<Record<PanoramaName, SignedRecord>>;
export type PanoramaName = 'nations' | 'accounts' | 'headlines' | 'countries' | 'germany';

/** Panoramas whose amounts were drawn, with those of China in 2022: in Mt of CO2. */
export interface DrawnPanorama {
  readonly records: PanoramaRecords;
  readonly china: NationalTotals;
}

/** What a country emitted in a year, and what it took up. */
interface NationalTotals {
  readonly production: string;
  readonly consumption: string;
  readonly 'net-imports': string;
  readonly 'land-use-change': string;
}

const SPAN = years(2021, 2022);
const SHOWN = { period: SPAN, rounding: { mode: 'half-even', decimals: 3 }, mass: 'Mt' } as const;

/** Draws the totals of two countries, and signs their accounts, a headline about one of them, and panoramas of these. */
export function drawPanorama(random: Random, sign: SignAs): DrawnPanorama {
  const totals = ['CN', 'DE'].flatMap((country) =>
    [2021, 2022].map((year) => ({ country, year, of: drawTotals(random) })),
  );
  const china = totals.find(({ country, year }) => country === 'CN' && year === 2022)!.of;
  const rows = totals.flatMap(({ country, year, of }) => rowsOf(country, year, of));
  const share = -100 * (Number(china['net-imports']) / Number(china.production));
  const headline = entry(
    'CN/headline',
    String(-Number((share + random.between(5, 9)).toFixed(1))),
    '%',
    { row: 'published-figure', about: 'CN', account: 'trade', line: 'net-imports-share', publisher: 'press' },
    years(2022),
  );
  const nations = sign('dataset', 'nations', 'Emissions of two countries', saltNone(rows));
  const headlines = sign('dataset', 'headlines', 'Published headlines', saltNone([headline]));
  const national = compute('national-trade@1', [{ record: nations.id, entries: rows }], {});
  const accounts = sign('result', 'accounts', 'Accounts of two countries', national, [nations]);
  const inputs = [
    { record: accounts.id, entries: national },
    { record: headlines.id, entries: [headline] },
  ];
  const survey = (subject: string, title: string, sources: readonly SignedRecord[], lines: object) =>
    sign('result', subject, title, compute('panorama@1', inputs, lines), sources, {
      standard: 'panorama@1',
    });
  const countries = survey('countries', 'Panorama of two countries', [accounts, headlines], ALL_LINES);
  const germany = survey('germany', 'Panorama of Germany', [accounts], GERMAN_LINE);
  return { records: { nations, accounts, headlines, countries, germany }, china };
}

function drawTotals(random: Random): NationalTotals {
  const whole = (least: number, most: number): number => Number(drawDecimal(random, least, most, 0));
  const [production, exported, uptake] = [whole(5000, 12_000), whole(200, 1500), whole(50, 400)];
  return {
    production: String(production),
    consumption: String(production - exported),
    'net-imports': `-${exported}`,
    'land-use-change': `-${uptake}`,
  };
}

function rowsOf(geography: string, year: number, totals: NationalTotals): Row[] {
  return Object.entries(totals).map(([account, value]) =>
    entry(
      `${geography}/${year}/${account}`,
      String(value),
      'Mt{CO2}',
      { row: 'national-emission', account, gas: 'CO2', geography },
      years(year),
    ),
  );
}

/** Returns the figures of a run, as its record has them. */
function compute(method: string, inputs: readonly InputRecord[], parameters: object): Entry[] {
  return saltNone(runMethod(method, inputs, { ...SHOWN, ...parameters }).figures);
}

const lineOf = (account: string, line: string, figures: string, more: object = {}): object => ({
  ...{ account, line, figures: [figures], by: 'bureau', boundary: 'territory', ...more },
});
const total = (account: string): object => lineOf(account, 'total', `${account}/{about}/CO2/{year}`);

/** The lines of both countries, one of them by two sources, and the gap between two lines. None is about avoided emissions. */
const ALL_LINES = {
  lines: [
    ...[total('production'), total('consumption')],
    lineOf('nature', 'land-use-change', 'land-use-change/{about}/CO2/{year}'),
    lineOf('trade', 'net-imports-share', 'net-imports-share/{about}/CO2/{year}'),
    { account: 'trade', line: 'net-imports-share', figures: ['CN/headline'], about: 'CN', by: 'press' },
  ],
  gaps: [
    {
      gap: 'trade',
      from: { account: 'production', line: 'total', by: 'bureau' },
      to: { account: 'consumption', line: 'total', by: 'bureau' },
      parts: [{ part: 'net-imports', plus: ['net-imports/{about}/CO2/{year}'] }],
    },
  ],
};
const GERMAN_LINE = { lines: [lineOf('production', 'total', 'production/DE/CO2/{year}', { about: 'DE' })] };
