import { listValid, selectFactor, type FactorOf } from '../factors/factor.ts';
import type { Warning } from '../errors/warning.ts';
import { factorOf, productOf, quotientOf, sumOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/figure.ts';
import { Shapes, type Shape } from '../figures/terms.ts';
import { parseUnit } from '../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../rows/row-index.ts';
import type { RowOf } from '../rows/row.ts';
import {
  checkFactor,
  checkUse,
  formOfFactor,
  formOfUse,
  lacksBasis,
  unitOfForm,
  type FuelFactorRow,
  type FuelForm,
} from './fuel-form.ts';
import { convertFuel, findRoute, refuseRoute } from './fuel-route.ts';

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
  /** A constant, such as 44/12. */
  readonly ratio?: Expression;
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
  context: MethodContext,
): (use: Use) => Shape {
  const shapes = new Shapes();
  const known = new Map<string, Shape>();
  let last: { readonly use: Use; readonly form: FuelForm; readonly shape: Shape } | undefined;
  return (use) => {
    const form = formOfUse(use);
    if (last?.form === form && isAlike(last.use, use)) return last.shape;
    const name = `${use.detail.geography} ${form} ${use.from} ${use.until}`;
    let shape = known.get(name);
    if (shape === undefined) known.set(name, (shape = shapeOf(use, { terms, formula, shapes, context })));
    last = { use, form, shape };
    return shape;
  };
}

function isAlike(a: Use, b: Use): boolean {
  return a.from === b.from && a.until === b.until && a.detail.geography === b.detail.geography;
}

interface Making {
  readonly terms: readonly FuelTerm[];
  readonly formula: FuelFormula;
  readonly shapes: Shapes;
  readonly context: MethodContext;
}

function shapeOf(use: Use, { terms, formula: { symbol, energy }, shapes, context }: Making): Shape {
  checkUse(use);
  const unit = unitOfForm(formOfUse(use), energy);
  const products = terms.map((term) => multiply(term, use, energy, context));
  const [only] = products;
  const parts = products.flatMap(({ factors, divisors }) => [...factors, ...divisors]).flatMap(identify);
  return shapes.of([parts.length, unit, ...parts], () => ({
    symbol,
    to: parseUnit(unit),
    substance: null,
    ...(products.length === 1 ? only! : { factors: [sumOf(products.map(divide))] }),
  }));
}

/** Returns what tells a factor of a product from others: its row, and its warning as a proxy. */
function identify(node: Expression): readonly unknown[] {
  return node.kind === 'quantity' ? [node.row, node.factor?.warning] : [];
}

/** What multiplies and divides a use. */
type Product = Required<Pick<Shape, 'factors' | 'divisors'>>;

function multiply(term: FuelTerm, use: Use, energy: string, context: MethodContext): Product {
  const factor = selectNearest(term, use, context);
  checkFactor(factor.row, term.substance);
  const form = formOfFactor(factor.row);
  const route = findRoute(use, form, context);
  if (route === null) throw refuseRoute(use, factor.row, context);
  const { factors, divisors } = convertFuel(use, route, energy, context);
  const isOxidised =
    term.oxidation === 'always' || (term.oxidation === 'per-energy' && (form === 'net' || form === 'gross'));
  return {
    factors: [
      ...factors,
      factorOf(term.symbol, factor, `t/${unitOfForm(form, energy)}`, term.substance),
      ...(isOxidised ? [factorOf('OF', selectOxidation(use, context), '1', null)] : []),
      ...(term.ratio === undefined ? [] : [term.ratio]),
    ],
    divisors,
  };
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
  use: Use,
  context: MethodContext,
): FactorOf<'emission-factor' | 'carbon-content'> {
  const { geography } = use.detail;
  const sought = { what: term.what, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(listNearest(term.candidates, use, context), sought, context.proxies);
}

/** The forms of factors in the order in which they are preferred where they need equally many conversions. */
const FORMS: readonly FuelForm[] = ['net', 'gross', 'mass', 'volume'];

function listNearest(
  candidates: readonly FuelFactorRow[],
  use: Use,
  context: MethodContext,
): readonly FuelFactorRow[] {
  if (candidates.length < 2) return candidates;
  const valid = listValid(candidates, { geography: use.detail.geography, period: use });
  const forms = new Set(valid.map(formOfFactor));
  if (forms.size < 2) return candidates;
  const [nearest] = FORMS.filter((form) => forms.has(form))
    .map((form) => ({ form, length: findRoute(use, form, context)?.length ?? Infinity }))
    .sort((a, b) => (a.length === b.length ? 0 : a.length - b.length));
  return rowsWhere(candidates, nearest!.form, (row) => formOfFactor(row) === nearest!.form);
}

function selectOxidation(use: Use, context: MethodContext): FactorOf<'oxidation'> {
  const { fuel, geography } = use.detail;
  const sought = { what: `oxidation of ${fuel}`, period: use, geography, by: use, column: 'detail.fuel' };
  return selectFactor(rowsAbout(context.rows, 'oxidation', fuel), sought, context.proxies);
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
