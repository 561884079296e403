import { area, gas, label, name } from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/**
 * Emissions of a country in a year, as a public source totals them.
 *
 * - `production`: within its borders; `part` is one of the sources that the total adds up, such as coal. Absent: all of them.
 * - `net-imports`: emitted elsewhere for what it imports, less what it emits for exports. Negative: it exports more.
 * - `consumption`: production plus net imports.
 * - `land-use-change`: of land, which is beside production.
 */
const nationalEmission = quantity(
  'national-emission',
  {
    account: oneOf(['production', 'net-imports', 'consumption', 'land-use-change']),
    gas,
    geography: area,
    part: optional(name),
  },
  {
    words: { en: 'emissions of countries', 'zh-CN': '国家排放' },
    role: 'cell',
    units: ['kg'],
    signed: true,
    period: 'required',
    found: ['account', 'gas', 'geography', 'part'],
    subject: 'geography',
  },
);

/** How many people live in a country, or in a region of a table of inputs and outputs, by its name there. */
const population = quantity(
  'population',
  { region: label },
  {
    words: { en: 'populations', 'zh-CN': '人口' },
    role: 'cell',
    units: ['{person}'],
    possible: [
      {
        unit: '{person}',
        least: '1',
        most: '20000000000',
        why: 'nothing is divided by nobody, and about 8 200 000 000 people live on Earth',
      },
    ],
    period: 'required',
    found: ['region'],
    subject: 'region',
  },
);

/** D5: what crosses borders with goods, as national totals, and how many people they are for. */
export const NATIONAL_ROWS = [nationalEmission, population] as const;
