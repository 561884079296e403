import { area, gasList, gwpSetName, name, year } from './common.ts';
import { listOf, oneOf, optional } from './member.ts';
import { document, quantity } from './row-type.ts';

/** Emissions per electricity of a grid: in CO2e, or one row for each gas, as eGRID gives them. */
const gridFactor = quantity(
  'grid-factor',
  {
    mix: oneOf(['average', 'residual', 'fossil']),
    grid: name,
    gases: gasList,
    gwpSet: optional(gwpSetName),
    basis: oneOf(['generation', 'life-cycle']),
    geography: area,
    year,
  },
  {
    words: { en: 'grid factors', 'zh-CN': '电网排放因子' },
    role: 'factor',
    units: ['kg/J'],
    period: 'required',
    found: ['mix', 'grid', 'basis', 'gases', 'gwpSet', 'geography'],
    ofGas: true,
    subject: 'geography',
    plausible: [
      {
        unit: 'kg/kW.h',
        least: '0',
        most: '2',
        source:
          '2006 IPCC Guidelines, volume 2, table 1.4: lignite, 101 000 kg/TJ, gives 1.45 at an efficiency of 25 %',
      },
    ],
  },
);

/** A market in which instruments of one place cover use in another: the places that it includes. */
const marketBoundary = document(
  'market-boundary',
  { market: name, includes: listOf(area) },
  { words: { en: 'borders of markets', 'zh-CN': '市场边界' }, found: ['market'], subject: 'market' },
);

/** The places that a grid supplies. */
const gridPlace = document(
  'grid-place',
  { grid: name, includes: listOf(area) },
  { words: { en: 'places of grids', 'zh-CN': '电网所在地' }, found: ['grid'], subject: 'grid' },
);

/** D3: electricity. It holds instruments too (`activity.ts`). */
export const POWER_ROWS = [gridFactor, marketBoundary, gridPlace] as const;
