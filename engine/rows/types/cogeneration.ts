import { area, name, year } from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/** Heat or power that a plant delivers which makes both. Steam and cooling are heat. */
const cogenerationOutput = quantity(
  'cogeneration-output',
  { plant: name, product: name, carrier: oneOf(['heat', 'power']), geography: optional(area) },
  {
    words: { en: 'outputs of heat and power plants', 'zh-CN': '热电联产产出' },
    role: 'activity',
    units: ['J'],
    period: 'required',
    found: null,
    series: ['plant', 'product'],
    subject: 'plant',
  },
);

/**
 * By what an output of a plant is weighed: the efficiency with which it would be made alone (`efficiency`), or the work that a unit of its energy
 * can do (`work`).
 */
const cogenerationWeight = quantity(
  'cogeneration-weight',
  { plant: name, product: name, measure: oneOf(['efficiency', 'work']), year },
  {
    words: { en: 'weights of heat and power', 'zh-CN': '热电分摊系数' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a share of a whole' }],
    period: 'optional',
    found: ['plant', 'product', 'measure'],
    subject: 'plant',
  },
);

/** The part of the heat of the boilers of a plant that is delivered as heat (China: 供热比). */
const heatRatio = quantity(
  'heat-ratio',
  { plant: name, year },
  {
    words: { en: 'heat ratios', 'zh-CN': '供热比' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a share of a whole' }],
    period: 'optional',
    found: ['plant'],
    subject: 'plant',
  },
);

/** D1: plants that make heat and power together. */
export const COGENERATION_ROWS = [cogenerationOutput, cogenerationWeight, heatRatio] as const;
