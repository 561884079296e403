import { EngineError, placeOf, type RowName } from '../../errors/engine-error.ts';
import { selectFactor } from '../../factors/factor.ts';
import {
  constant,
  differenceOf,
  factorOf,
  productOf,
  quotientOf,
  sumOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount, ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { Period } from '../../rows/row.ts';
import { ONE_YEAR } from './years.ts';

/**
 * First-order decay: of an amount C, k C is lost in each unit of time. After a year e^−k of it is left; of what flows in evenly over a year,
 * (1 − e^−k) / k is left at its end.
 */
export interface Decay {
  /** The rate, times a year. */
  readonly k: Expression;
  /** e^−k: what is left of an amount after a year. */
  readonly left: Expression;
}

/** What decays, and who asks. */
export interface Decaying {
  readonly material: string;
  /** The edition that gives its half-life. Absent: the only one that rows give. */
  readonly ruleSet?: string | undefined;
  readonly climate?: string | undefined;
  readonly geography: string;
  readonly period: Period;
  readonly by: RowName;
  readonly column: string;
}

const ONE_NODE = constant('1', ONE, ONE);
const MINUS_ONE = constant('-1', new Amount(-1n), ONE);
const LN_2: Expression = { kind: 'function', name: 'ln', of: constant('2', new Amount(2n), ONE) };
const TIME = parseUnit('s').dimension;

/**
 * Returns how a material decays, by its half-life or its rate. A row without a climate is for each climate.
 * @throws EngineError `out-of-range` for a half-life or rate of 0, and as `selectFactor`
 */
export function openDecay(decaying: Decaying, { rows, proxies }: MethodContext): Decay {
  const { material, ruleSet, climate, geography, period, by, column } = decaying;
  const ofSet = rowsWhere(
    rowsAbout(rows, 'decay-rate', material),
    `rule set ${ruleSet ?? '*'}`,
    ({ detail }) => ruleSet === undefined || detail.ruleSet === ruleSet,
  );
  const isOf = (of: string | undefined) =>
    rowsWhere(ofSet, `climate ${of ?? '*'}`, ({ detail }) => detail.climate === of);
  const own = climate === undefined ? [] : isOf(climate);
  const described = [
    ruleSet === undefined ? [] : `of ${ruleSet}`,
    climate === undefined ? [] : `for ${climate}`,
  ];
  const what = ['half-life or rate of decay of', material, ...described.flat()].join(' ');
  const factor = selectFactor(
    own.length > 0 ? own : isOf(undefined),
    { what, period, geography, by, column },
    proxies,
  );
  const { row } = factor;
  if (row.amount.isZero()) {
    const text = `${row.key} is 0: give a half-life or a rate above 0`;
    throw new EngineError('out-of-range', text, row.value, placeOf(row, 'value'));
  }
  const k =
    row.unit.dimension === TIME
      ? quotientOf(productOf(LN_2, ONE_YEAR), factorOf('HL', factor, 'a', null))
      : productOf(factorOf('k', factor, '1/a', null), ONE_YEAR);
  return { k, left: leftAfter(k) };
}

/** Returns e^−k, or e^(−k years) for a part of a year. */
export function leftAfter(k: Expression, ...years: readonly Expression[]): Expression {
  return { kind: 'function', name: 'exp', of: productOf(MINUS_ONE, k, ...years) };
}

/** Returns 1 − e^−k: the part of an amount that decays in a year. */
export function lostOf(left: Expression): Expression {
  return differenceOf(ONE_NODE, left);
}

/**
 * Returns the stock at the end of a year of what the stock before leaves, and of what flows in evenly over the year (2006 IPCC Guidelines, volume 4,
 * equation 12.1): e^−k C + (1 − e^−k) / k × inflow. @param before null where there was none
 */
export function stockAfter({ k, left }: Decay, before: Expression | null, inflow: Expression): Expression {
  const kept = productOf(quotientOf(lostOf(left), k), inflow);
  return before === null ? kept : sumOf([productOf(left, before), kept]);
}
