import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { isForPlace, listValid, selectFactor, type FactorOf } from '../../factors/factor.ts';
import {
  isSameChain,
  nameSymbol,
  partsOfChain,
  quantitiesOf,
  selectChain,
  unitAfter,
  type Chain,
} from '../../figures/chain.ts';
import { constantOf, selectConstant } from '../../figures/constant.ts';
import { factorOf, productOf, quotientOf, sumOf, type Expression } from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, type Shape } from '../../figures/terms.ts';
import { tonnesPer, type Unit } from '../../quantities/unit.ts';
import { rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';

type Use = RowOf<'process-activity'>;
type FactorRow = RowOf<'process-factor'>;

/** The factor of one component, with its own conversion factors and the constant that converts an element to the gas. */
interface Component {
  readonly factor: FactorOf<'process-factor'>;
  readonly chain: Chain;
  readonly ratio: Expression | null;
}

/** Returns a function from a use of one process to what multiplies it: its conversion factors, and the sum of the factors of a gas. */
export function shapesOfProcess(
  candidates: readonly FactorRow[],
  gas: string,
  context: MethodContext,
): (use: Use) => Shape {
  const shapes = new Shapes();
  let last: { readonly use: Use; readonly shape: Shape } | undefined;
  return (use) => {
    if (last !== undefined && isAlike(last.use, use)) return last.shape;
    const chain = selectChain(use, use, context);
    const components = listComponents(candidates, use, context).map((own) =>
      selectComponent(own, { use, gas }, context),
    );
    const parts = components.flatMap((own) => [own.factor, ...partsOfChain(own.chain), own.ratio]);
    const shape = shapes.of([use.unit, components.length, ...parts, ...partsOfChain(chain)], () =>
      makeShape(use.unit, gas, { chain, components }),
    );
    last = { use, shape };
    return shape;
  };
}

function isAlike(a: Use, b: Use): boolean {
  return (
    a.unit === b.unit &&
    a.from === b.from &&
    a.until === b.until &&
    a.detail.geography === b.detail.geography &&
    isSameChain(a, b)
  );
}

/**
 * Returns the candidates of each component that has a factor for the place of a use. Factors without a component are those of the whole:
 * beside components, the narrower place decides.
 * @throws EngineError `ambiguous-factor` where one place has both
 */
function listComponents(
  candidates: readonly FactorRow[],
  use: Use,
  context: MethodContext,
): readonly (readonly FactorRow[])[] {
  const names = namesOf(candidates);
  if (names.length === 1) return [candidates];
  const { geography, process } = use.detail;
  const here = namesOf(candidates.filter((row) => isForPlace(row, geography, context.proxies)));
  const isMixed = (own: readonly string[]): boolean => own.length > 1 && own.includes(WHOLE);
  const chosen = isMixed(here) ? namesOf(listValid(candidates, { geography, period: use })) : here;
  if (isMixed(chosen) || chosen.length === 0) {
    const text = `${use.key} needs factors of ${process}, and some state a component and others do not: state detail.component in each of them, or leave out those of the whole`;
    const whole = candidates.find((row) => componentOf(row) === WHOLE)!;
    throw new EngineError('ambiguous-factor', text, process, placeOf(whole, 'detail.component'));
  }
  return chosen.map((name) => rowsWhere(candidates, name, (row) => componentOf(row) === name));
}

const WHOLE = '';

function componentOf({ detail }: FactorRow): string {
  return detail.component ?? WHOLE;
}

function namesOf(candidates: readonly FactorRow[]): string[] {
  return distinctTexts(candidates.map(componentOf));
}

function selectComponent(
  candidates: readonly FactorRow[],
  { use, gas }: { readonly use: Use; readonly gas: string },
  context: MethodContext,
): Component {
  const { process, geography } = use.detail;
  const { component } = candidates[0]!.detail;
  const what = `${gas} factor of ${process}${component === undefined ? '' : `, component ${component}`}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.process' };
  const factor = selectFactor(candidates, sought, context.proxies);
  refuseTwice(use, factor.row);
  const element = constantOf(factor.row.unit.substance, gas);
  return {
    factor,
    chain: selectChain(factor.row, use, context),
    ratio: element === null ? null : selectConstant(element, use, context),
  };
}

/** Throws where a use and its factor name the same conversion factor: it would count twice. */
function refuseTwice(use: Use, factor: FactorRow): void {
  const { factors = [], divisors = [] } = factor.detail;
  if (factors.length === 0 && divisors.length === 0) return;
  const own = [use.detail.factors ?? [], use.detail.divisors ?? []].flat();
  const name = own.find((each) => factors.includes(each) || divisors.includes(each));
  if (name === undefined) return;
  const text = `${use.key} and ${factor.key} both name the conversion factor ${name}, which would count twice: leave it out of one of them`;
  throw new EngineError('double-counting', text, name, placeOf(factor, 'detail.factors'));
}

interface Making {
  readonly chain: Chain;
  readonly components: readonly Component[];
}

/** Returns the shape of uses in a unit: AD × K × EF, where K and EF are those of the use and of its factors. */
function makeShape(unit: Unit, gas: string, { chain, components }: Making): Shape {
  const own = quantitiesOf(chain);
  const after = unitAfter(unit, chain);
  const terms = components.map((component) => multiply(component, after, gas));
  const [only] = terms;
  const about = { symbol: 'AD', to: unit, substance: unit.substance };
  if (terms.length === 1)
    return {
      ...about,
      factors: [...own.factors, ...only!.factors],
      divisors: [...own.divisors, ...only!.divisors],
    };
  const sum = sumOf(terms.map(divide));
  return { ...about, factors: [...own.factors, sum], divisors: own.divisors };
}

type Term = Required<Pick<Shape, 'factors' | 'divisors'>>;

function multiply({ factor, chain, ratio }: Component, after: Unit, gas: string): Term {
  const { factors, divisors } = quantitiesOf(chain);
  const { component } = factor.row.detail;
  const symbol = component === undefined ? 'EF' : nameSymbol('EF', component);
  const substance = ratio === null ? gas : factor.row.unit.substance;
  const emission = factorOf(symbol, factor, tonnesPer(unitAfter(after, chain)), substance);
  return { factors: [...factors, emission, ...(ratio === null ? [] : [ratio])], divisors };
}

function divide({ factors, divisors }: Term): Expression {
  const product = productOf(...factors);
  return divisors.length === 0 ? product : quotientOf(product, productOf(...divisors));
}
