import type { TestEntry } from '../dataset.ts';
import { decay, deposit, landfill, LANDFILL, recovered, wood } from './decay-rows.ts';

/** A run of nature@1 for 2020 to 2021 with one mistake. */
export interface BadDecay {
  readonly what: string;
  /** `code key column` */
  readonly expected: string;
  readonly rows: readonly TestEntry[];
  readonly parameters?: { readonly wood?: object };
  /** What the message must say. */
  readonly says?: string;
}

const PLANKS = [decay('planks', '35'), wood('planks', 'production', '9', 2020)];
const PIT = [...LANDFILL, deposit('waste', '9', 2020)];
const keyed = (key: string, row: TestEntry): TestEntry => ({ ...row, key });

/** Mistakes with the codes of decay alone. */
export const DECAY_CODES: readonly BadDecay[] = [
  {
    what: 'a year that is missing within a series of wood',
    expected: 'missing-year planks/production/2018 detail.year',
    rows: [...PLANKS, wood('planks', 'production', '9', 2018)],
    says: 'no row states the production of planks in DE in 2019: add one, with 0 where there was none',
  },
  {
    what: 'a product without a stock before its first year',
    expected: 'missing-start planks/production/2020 detail.year',
    rows: PLANKS,
    parameters: { wood: { start: undefined } },
    says: 'opening-stock and detail.year 2020, or set parameters.wood.start',
  },
];

export const BAD_DECAYS: readonly BadDecay[] = [
  ...DECAY_CODES,
  {
    what: 'a half-life of 0',
    expected: 'out-of-range decay/planks value',
    rows: [decay('planks', '0'), PLANKS[1]!],
    says: 'give a half-life or a rate above 0',
  },
  {
    what: 'a half-life below 0',
    expected: 'out-of-range decay/planks value',
    rows: [decay('planks', '-35'), PLANKS[1]!],
  },
  {
    what: 'a product without a half-life',
    expected: 'missing-factor planks/production/2020 detail.product',
    rows: [PLANKS[1]!],
    says: 'half-life or rate of decay of planks',
  },
  {
    what: 'half-lives of two editions, and none named',
    expected: 'ambiguous-factor decay/planks/b detail',
    rows: [PLANKS[1]!, decay('planks', '35', { ruleSet: 'a' }), decay('planks', '30', { ruleSet: 'b' })],
  },
  {
    what: 'an edition that has no half-life of the product',
    expected: 'missing-factor planks/production/2020 detail.product',
    rows: [PLANKS[1]!, decay('planks', '35', { ruleSet: 'a' })],
    parameters: { wood: { halfLives: 'b' } },
    says: 'of planks of b',
  },
  {
    what: 'wood in m3 without conversion factors to carbon',
    expected: 'unit-mismatch planks/production/2020 unit',
    rows: [PLANKS[0]!, wood('planks', 'production', '9', 2020, {}, 'm3')],
    says: 'name its conversion factors in detail.factors',
  },
  {
    what: 'imports of fewer years than the production',
    expected: 'missing-year planks/import/2020 detail.year',
    rows: [...PLANKS, wood('planks', 'production', '9', 2021), wood('planks', 'import', '9', 2020)],
    says: 'the import of planks in DE in 2021',
  },
  {
    what: 'a product whose rows end before those of another one',
    expected: 'missing-year planks/production/2020 detail.year',
    rows: [
      ...PLANKS,
      decay('paper', '2'),
      ...[2020, 2021].map((year) => wood('paper', 'production', '1', year)),
    ],
    says: 'of planks in DE in 2021',
  },
  {
    what: 'feedstock that is traded where no harvest is stated',
    expected: 'missing-year logs/feedstock-import/2020 detail.flow',
    rows: [...PLANKS, wood('logs', 'feedstock-import', '9', 2020)],
  },
  {
    what: 'more planks exported than made and imported',
    expected: 'out-of-range planks/export/2020 value',
    rows: [...PLANKS, wood('planks', 'export', '10', 2020)],
    says: 'more planks is exported from DE in 2020 than is made and imported',
  },
  {
    what: 'more feedstock exported than there is',
    expected: 'out-of-range logs/harvest/2020 value',
    rows: [...PLANKS, wood('logs', 'harvest', '9', 2020), wood('logs', 'feedstock-export', '10', 2020)],
    says: '-1 is left of the feedstock of DE in 2020',
  },
  {
    what: 'a stock of another year than the first one',
    expected: 'missing-start planks/opening-stock/2021 detail.year',
    rows: [...PLANKS, wood('planks', 'opening-stock', '9', 2021)],
  },
  {
    what: 'a steady start from more years than there are',
    expected: 'missing-start planks/production/2020 detail.year',
    rows: PLANKS,
    parameters: { wood: { start: 'steady' } },
  },
  {
    what: 'a factor of a landfill above 1',
    expected: 'out-of-range landfill/DOC value',
    rows: [...PIT.filter(({ key }) => key !== 'landfill/DOC'), landfill('DOC', '15')],
  },
  {
    what: 'a landfill without a factor',
    expected: 'missing-factor waste/2020 detail.management',
    rows: PIT.filter(({ key }) => key !== 'landfill/OX'),
    says: 'landfill factor OX of managed',
  },
  {
    what: 'a landfill of two managements',
    expected: 'bad-detail waste/2020 detail.management',
    rows: [...PIT, keyed('other', deposit('waste', '9', 2021, { management: 'shallow' }))],
  },
  {
    what: 'a gap of deposits',
    expected: 'missing-year waste/2018 detail.year',
    rows: [...PIT, deposit('waste', '9', 2018)],
  },
  {
    what: 'more methane recovered than is generated',
    expected: 'out-of-range recovered/2021 value',
    rows: [...PIT, recovered('9', 2021)],
    says: 't is generated',
  },
  {
    what: 'methane of a landfill without deposits',
    expected: 'missing-activity recovered/2021 detail.site',
    rows: [...PIT, recovered('0', 2021, { site: 'other' })],
  },
  {
    what: 'a year without recovered methane between others',
    expected: 'missing-year recovered/2019 detail.year',
    rows: [
      ...PIT,
      ...[2018, 2019].map((year) => deposit('waste', '9', year)),
      recovered('0', 2019),
      recovered('0', 2021),
    ],
  },
];
