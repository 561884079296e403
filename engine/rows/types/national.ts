import { area, gas, name } from './common.ts';
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

/** D5: what crosses borders with goods, as national totals. */
export const NATIONAL_ROWS = [nationalEmission] as const;
