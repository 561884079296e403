import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import { selectFactor, type FactorOf } from '../factors/factor.ts';
import { Amount } from '../quantities/decimal.ts';
import { rowsAbout, rowsWhere } from '../rows/row-index.ts';
import type { Period } from '../rows/row.ts';
import { foldName } from '../rows/spelling.ts';
import type { DetailOf } from '../rows/row-detail.ts';
import {
  constant,
  factorOf,
  quotientOf,
  statedQuantity,
  type Constant,
  type Expression,
} from './expression.ts';
import type { MethodContext } from './method-context.ts';

/** The rule set whose constants need no rows: the ratios of molar masses of the 2006 IPCC Guidelines. */
export const IPCC = 'IPCC-2006';

/** The mass of a gas per mass of an element in it, or another number that a rule set gives. */
export type ConstantName = DetailOf<'constant'>['constant'];

const RATIOS: Readonly<Partial<Record<ConstantName, Constant>>> = {
  'CO2/C': ratioOf(44n, 12n),
  'CH4/C': ratioOf(16n, 12n),
  'N2O/N': ratioOf(44n, 28n),
};

function ratioOf(over: bigint, under: bigint): Constant {
  return { ...constant(`${over}/${under}`, new Amount(over), new Amount(under)), ruleSet: IPCC };
}

/** Substances that units name where a mass is that of an element in a gas, by gas. */
const ELEMENTS: Readonly<Record<string, readonly [name: ConstantName, ...substances: string[]]>> = {
  CO2: ['CO2/C', 'C', 'CO2-C'],
  CH4: ['CH4/C', 'C', 'CH4-C'],
  N2O: ['N2O/N', 'N', 'N2O-N'],
};

/** Returns the constant that converts a mass of a substance to a gas: `N2O/N` for N2O-N and N2O. Null where the substance is not an element of the gas. */
export function constantOf(substance: string | null, gas: string): ConstantName | null {
  const [name, ...substances] = ELEMENTS[gas] ?? [];
  return name !== undefined && substance !== null && substances.includes(substance) ? name : null;
}

/**
 * Returns a constant of the rule set of a run, for the period of a row: by rows, else the ratio of the IPCC Guidelines.
 * @throws EngineError as `selectFactor`; `missing-factor` where another rule set has no row
 */
export function selectConstant(
  name: ConstantName,
  by: RowName & Period,
  { rows, proxies, constants: ruleSet = IPCC }: MethodContext,
): Expression {
  const set = foldName(ruleSet);
  const ofSet = rowsWhere(rowsAbout(rows, 'constant', name), set, ({ detail }) => detail.ruleSet === set);
  const ratio = set === foldName(IPCC) ? RATIOS[name] : undefined;
  if (ofSet.length === 0 && ratio !== undefined) return ratio;
  const what = `constant ${name} of ${ruleSet}`;
  if (ofSet.length > 0)
    return expressionOf(selectFactor(ofSet, { what, period: by, by, column: 'unit' }, proxies));
  const text = `${by.key} needs the ${what}: add a row constant, or name another rule set in parameters.constants`;
  throw new EngineError('missing-factor', text, what, placeOf(by, 'unit'));
}

/** Expressions of factors: always the same one for the same factor. */
const known = new WeakMap<FactorOf<'constant'>, Expression>();

function expressionOf(factor: FactorOf<'constant'>): Expression {
  let expression = known.get(factor);
  if (expression === undefined) known.set(factor, (expression = write(factor)));
  return expression;
}

function write(factor: FactorOf<'constant'>): Expression {
  const { row } = factor;
  const symbol = row.detail.constant.replace('/', '_per_').replace('-', '_');
  const over = factorOf(symbol, factor, '1', null);
  const { under } = row.detail;
  if (under === undefined) return over;
  const columns = { value: 'detail.under', unit: 'unit' };
  return quotientOf(over, statedQuantity(`${symbol}_under`, row, { value: under, unit: '1', columns }, '1'));
}
