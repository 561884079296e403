import { area, name } from './common.ts';
import { oneOf } from './member.ts';
import { quantity } from './row-type.ts';

const stratumArea = quantity(
  'stratum-area',
  { stratum: name, geography: area },
  {
    words: { en: 'areas of land', 'zh-CN': '土地面积' },
    role: 'cell',
    units: ['m2'],
    period: 'required',
    found: ['stratum', 'geography'],
    subject: 'stratum',
  },
);

/** The carbon in one pool of a stratum on a day. Two of these give a stock difference. */
const carbonStock = quantity(
  'carbon-stock',
  { stratum: name, pool: oneOf(['AB', 'BB', 'DW', 'LI', 'SO', 'HWP']), geography: area },
  {
    words: { en: 'carbon stocks', 'zh-CN': '碳储量' },
    role: 'cell',
    units: ['kg'],
    period: 'point',
    found: ['stratum', 'pool', 'geography'],
    subject: 'stratum',
  },
);

/** D7: land, and the carbon stored in it. */
export const NATURAL_ROWS = [stratumArea, carbonStock] as const;
