import { listValid, selectFactor, type FactorOf } from '../../factors/factor.ts';
import type { Warning } from '../../errors/warning.ts';
import { chainTo, isSameChain, selectChain } from '../../figures/chain.ts';
import { selectConstant, type ConstantName } from '../../figures/constant.ts';
import {
  constant,
  differenceOf,
  factorOf,
  nodesOf,
  productOf,
  quotientOf,
  sumOf,
  type Expression,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, type Shape } from '../../figures/terms.ts';
import { ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import {
  amountOfUse,
  checkFactor,
  formOfFactor,
  lacksBasis,
  unitOfForm,
  type FuelAmount,
  type FuelFactorRow,
  type FuelForm,
} from './form.ts';
import { convertConditions } from './conditions.ts';
import { convertFuel, findRoute, refuseRoute } from './route.ts';

type Use = RowOf<'fuel-use'>;

/** One factor that a use of a fuel is multiplied by, and what multiplies it besides. */
export interface FuelTerm {
  readonly symbol: 'EF' | 'CC';
  /** All factors that the term could take: always the same list. */
  readonly candidates: readonly FuelFactorRow[];
  /** What the factor is called in errors. */
  readonly what: string;
  readonly substance: string;
  /** Whether the share that burns multiplies it: also `per-energy` alone, as of CO2 factors of the IPCC form. */
  readonly oxidation: 'always' | 'per-energy' | 'never';
  /** The constant that converts carbon to the gas. */
  readonly ratio?: ConstantName;
  /** The part of the carbon that counts, where a biomass fraction divides it. */
  readonly part?: 'fossil' | 'biogenic';
}

/** The symbol of the activity in a formula, and its unit of energy. */
export interface FuelFormula {
  readonly symbol: string;
  readonly energy: string;
}

/**
 * Returns a function from a use of one fuel to what multiplies it: the sum of the terms, each a factor with the properties of the fuel
 * that convert the use to what the factor is per. It gives the same shape for uses that take the same rows.
 */
export function shapesOf(
  terms: readonly FuelTerm[],
  formula: FuelFormula,
  { context, noted }: Pick<Making, 'context' | 'noted'>,
): (use: Use) => Shape {
  const shapes = new Shapes();
  const known = new Map<string, Shape>();
  let last: { readonly use: Use; readonly shape: Shape } | undefined;
  return (use) => {
    if (last !== undefined && isAlike(last.use, use)) return last.shape;
    const name = nameAlike(use);
    let shape = known.get(name);
    if (shape === undefined)
      known.set(name, (shape = shapeOf(use, { terms, formula, shapes, context, noted })));
    last = { use, shape };
    return shape;
  };
}

function isAlike(a: Use, b: Use): boolean {
  const [one, other] = [a.detail, b.detail];
  if (a.from !== b.from || a.until !== b.until || a.unit.dimension !== b.unit.dimension) return false;
  if (one === other) return true;
  return (
    one.geography === other.geography &&
    one.calorific === other.calorific &&
    one.conditions === other.conditions &&
    isSameChain(a, b)
  );
}

/** Returns one text for uses that are alike. */
function nameAlike({ from, until, unit: { dimension }, detail }: Use): string {
  const { geography, calorific = '', conditions = '', factors = [], divisors = [] } = detail;
  return [geography, from, until, dimension, calorific, conditions, ...factors, '/', ...divisors].join(' ');
}

interface Making {
  readonly terms: readonly FuelTerm[];
  readonly formula: FuelFormula;
  readonly shapes: Shapes;
  readonly context: MethodContext;
  /** Takes the warnings about the volumes of uses, by their texts. */
  readonly noted: Map<string, Warning>;
}

function shapeOf(use: Use, { terms, formula: { symbol, energy }, shapes, context, noted }: Making): Shape {
  const chain = selectChain(use, use, context);
  const { start, ...amount } = amountOfUse(use, chain, energy);
  const own = chainTo(parseUnit(unitOfForm(amount.form, energy)), start, chain, use);
  const products = terms.map((term) => multiply(term, amount, energy, { context, noted }));
  const [only] = products;
  const parts = [own, ...products].flatMap(({ factors, divisors }) => [
    factors.length,
    ...[...factors, ...divisors].flatMap(identify),
  ]);
  return shapes.of([parts.length, start, ...parts], () => ({
    symbol,
    to: start,
    substance: null,
    ...(products.length === 1
      ? { factors: [...own.factors, ...only!.factors], divisors: [...own.divisors, ...only!.divisors] }
      : { factors: [...own.factors, sumOf(products.map(divide))], divisors: own.divisors }),
  }));
}

/** Returns what tells a factor of a product from others: its rows, and their warnings as proxies; constants by their texts. */
function identify(factor: Expression): readonly unknown[] {
  return nodesOf(factor).flatMap((node): readonly unknown[] => {
    if (node.kind === 'constant') return [node.text];
    return node.kind === 'quantity' ? [node.row, node.factor?.warning] : [];
  });
}

/** What multiplies and divides a use. */
type Product = Required<Pick<Shape, 'factors' | 'divisors'>>;

function multiply(
  term: FuelTerm,
  amount: FuelAmount,
  energy: string,
  { context, noted }: Pick<Making, 'context' | 'noted'>,
): Product {
  const { use } = amount;
  const factor = selectNearest(term, amount, context);
  checkFactor(factor.row, term.substance);
  const form = formOfFactor(factor.row);
  const route = findRoute(amount, form, context);
  if (route === null) throw refuseRoute(amount, factor.row, context);
  const { factors, divisors, ofVolume } = convertFuel(use, route, energy, context);
  const ratio = convertConditions(amount, [...ofVolume, ...(form === 'volume' ? [factor] : [])], noted);
  const isOxidised =
    term.oxidation === 'always' || (term.oxidation === 'per-energy' && (form === 'net' || form === 'gross'));
  return {
    factors: [
      ...(ratio === null ? [] : [ratio]),
      ...factors,
      factorOf(term.symbol, factor, `t/${unitOfForm(form, energy)}`, term.substance),
      ...(isOxidised ? [selectShare('OF', 'oxidation', use, context)] : []),
      ...(term.ratio === undefined ? [] : [selectConstant(term.ratio, use, context)]),
      ...(term.part === undefined ? [] : [selectPart(term.part, use, context)]),
    ],
    divisors,
  };
}

/** Returns the biogenic part of the carbon of a fuel, or the rest. */
function selectPart(part: 'fossil' | 'biogenic', use: Use, context: MethodContext): Expression {
  const fraction = selectShare('BF', 'biomass-fraction', use, context);
  return part === 'biogenic' ? fraction : differenceOf(constant('1', ONE, ONE), fraction);
}

function divide({ factors, divisors }: Product): Expression {
  const product = productOf(...factors);
  return divisors.length === 0 ? product : quotientOf(product, productOf(...divisors));
}

/**
 * Selects the factor of a term. A library can give one factor per litre, per tonne and per kilowatt-hour: of those that are valid for
 * the narrowest place, the one counts that needs the fewest conversions.
 */
function selectNearest(
  term: FuelTerm,
  amount: FuelAmount,
  context: MethodContext,
): FactorOf<'emission-factor' | 'carbon-content'> {
  const { use } = amount;
  const { geography } = use.detail;
  const sought = { what: term.what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(listNearest(term.candidates, amount, context), sought, context.proxies);
}

/** The forms of factors in the order in which they are preferred where they need equally many conversions. */
const FORMS: readonly FuelForm[] = ['net', 'gross', 'mass', 'volume'];

function listNearest(
  candidates: readonly FuelFactorRow[],
  amount: FuelAmount,
  context: MethodContext,
): readonly FuelFactorRow[] {
  if (candidates.length < 2) return candidates;
  const { use } = amount;
  const valid = listValid(candidates, { geography: use.detail.geography, period: use });
  const forms = new Set(valid.map(formOfFactor));
  if (forms.size < 2) return candidates;
  const [nearest] = FORMS.filter((form) => forms.has(form))
    .map((form) => ({ form, length: findRoute(amount, form, context)?.length ?? Infinity }))
    .sort((a, b) => (a.length === b.length ? 0 : a.length - b.length));
  return rowsWhere(candidates, nearest!.form, (row) => formOfFactor(row) === nearest!.form);
}

/** Selects a share of a fuel that is at most 1. */
function selectShare(
  symbol: string,
  type: 'oxidation' | 'biomass-fraction',
  use: Use,
  context: MethodContext,
): Expression {
  const { fuel, geography } = use.detail;
  const what = `${type.replace('-', ' ')} of ${fuel}`;
  const sought = { what, period: use, geography, by: use, column: 'detail.fuel' };
  const rows: readonly RowOf<typeof type>[] = rowsAbout(context.rows, type, fuel);
  return factorOf(symbol, selectFactor(rows, sought, context.proxies), '1', null);
}

/** Warns of uses that are an energy without its basis: one warning for each record. */
export function warnOfBasis(uses: readonly Use[]): Warning[] {
  const unstated = Map.groupBy(uses.filter(lacksBasis), ({ record }) => record);
  return [...unstated.values()].map((rows) => {
    const { key, record, detail } = rows[0]!;
    const others = rows.length === 1 ? '' : ` and ${rows.length - 1} more`;
    const message = `${key}${others}: the energy of ${detail.fuel} counts as net, because no basis is stated: state detail.calorific gross or net`;
    return { code: 'calorific-basis-assumed', message, row: { record, key } };
  });
}
