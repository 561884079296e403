import { name } from './common.ts';
import { listOf, matching, optional } from './member.ts';
import { quantity } from './row-type.ts';

const reading = matching(/^-?(0|[1-9]\d{0,17})(\.\d{1,18})?$/, 'expected a decimal as text, such as "5.007"');

/**
 * A measured quantity that formulas of quantity@1 name. Where it was read repeatedly, `readings` are these, in its unit, and its value is their
 * mean. Rows with the same `together` were read at the same moments, in the same order.
 */
const measuredQuantity = quantity(
  'measured-quantity',
  {
    quantity: matching(
      /^(?!(?:ln|exp|sqrt|sum)$)[A-Za-z][A-Za-z0-9_]{0,31}$/,
      'expected a letter, then at most 31 letters, digits and _, and not ln, exp, sqrt or sum',
    ),
    readings: optional(listOf(reading, 2)),
    together: optional(name),
  },
  {
    words: { en: 'measured quantities', 'zh-CN': '测量量' },
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'optional',
    found: ['quantity'],
    subject: 'quantity',
  },
);

/** Of D1: quantities that a formula of the user combines. */
export const QUANTITY_ROWS = [measuredQuantity] as const;
