import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import { selectFactor, type FactorOf } from '../../factors/factor.ts';
import { partsOfChain, quantitiesOf, selectChain, unitAfter, type Chain } from '../../figures/chain.ts';
import { factorOf, sumOf, type Expression } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Shapes, type Shape } from '../../figures/terms.ts';
import { ZERO, type Amount } from '../../quantities/decimal.ts';
import { convertAmount, type Unit } from '../../quantities/unit.ts';
import type { Row, RowOf } from '../../rows/row.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { AssetClass, ValueKind } from '../../rows/types/finance.ts';

export type Financing = RowOf<'financing'>;
type Emissions = FactorOf<'investee-emissions'>;

/** The scopes of an investee that are shown apart. */
export type InvesteeScope = '1+2' | '3';

/** By which values of an investee each asset class is attributed (PCAF part A, second edition, sections 5.1 to 5.6). */
const VALUES: Readonly<Record<AssetClass, readonly ValueKind[]>> = {
  'listed-equity': ['evic'],
  'corporate-bond': ['evic', 'equity-and-debt'],
  'business-loan': ['evic', 'equity-and-debt'],
  'unlisted-equity': ['equity-and-debt'],
  'project-finance': ['equity-and-debt'],
  'commercial-real-estate': ['value-at-origination'],
  mortgage: ['value-at-origination'],
  'motor-vehicle-loan': ['value-at-origination'],
};

/** The symbols of emissions in a formula: direct, indirect, both, and of the value chain. */
const SYMBOLS = { '1': 'DE', '2': 'IE', '1+2': 'E', '3': 'VE' } as const;

/** What an outstanding amount is multiplied and divided by. */
interface Attribution {
  readonly chain: Chain;
  readonly value: FactorOf<'investee-value'>;
}

/** Finds the values and emissions of investees, and adds up what is attributed of each. */
export class Attributions {
  readonly #context: MethodContext;
  readonly #gwpSet: string;

  constructor(gwpSet: string, context: MethodContext) {
    this.#gwpSet = gwpSet;
    this.#context = context;
  }

  /**
   * Throws where more is outstanding in an investee than its value: its investor would count more than all of its emissions.
   * @throws EngineError `attribution-above-one`, and as `selectFactor`
   */
  refuseAboveOne(uses: readonly Financing[]): void {
    const held = new Map<Row, { sum: Amount; keys: string[] }>();
    for (const use of uses) {
      const { chain, value } = this.#attribute(use);
      const { row } = value;
      const own = held.get(row) ?? { sum: ZERO, keys: [] };
      held.set(row, own);
      own.sum = own.sum.plus(convertAmount(multiply(use, chain), unitAfter(use.unit, chain), row.unit));
      own.keys.push(use.key);
      if (!own.sum.greaterThan(row.amount)) continue;
      const text =
        `${listSome(own.keys)}: ${String(own.sum)} ${row.unit.text} are outstanding in ${use.detail.investee}, more than its value ` +
        `of ${row.value} ${row.unit.text} (${row.key}): correct one of them`;
      throw new EngineError('attribution-above-one', text, use.value, placeOf(use, 'value'));
    }
  }

  /** Returns the shapes of the emissions of one scope: outstanding amount ÷ value × emissions. */
  shapesOf(scope: InvesteeScope): (use: Financing) => Shape {
    const shapes = new Shapes();
    return (use) => {
      const { chain, value } = this.#attribute(use);
      const emissions = this.listEmissions(use, scope);
      return shapes.of([use.unit, value, ...emissions, ...partsOfChain(chain)], () => {
        const own = attribute(use.unit, { chain, value });
        const factors = [...own.factors, sumOf(emissions.map((each) => this.#quantityOf(each)))];
        return { symbol: 'O', to: use.unit, substance: null, factors, divisors: own.divisors };
      });
    };
  }

  /** Returns the shapes of attribution factors: outstanding amount ÷ value. */
  shapesOfFactor(): (use: Financing) => Shape {
    const shapes = new Shapes();
    return (use) => {
      const attribution = this.#attribute(use);
      return shapes.of([use.unit, attribution.value, ...partsOfChain(attribution.chain)], () => ({
        symbol: 'O',
        to: use.unit,
        substance: null,
        ...attribute(use.unit, attribution),
      }));
    };
  }

  /** Whether rows give the emissions of an investee in a scope. Those in scope 1 and 2 must be given. */
  has(use: Financing, scope: InvesteeScope): boolean {
    return scope === '1+2' || this.#emissionsOf(use.detail.investee, ['3']).length > 0;
  }

  /**
   * Returns the emissions of an investee in a scope: one row, or those of scope 1 and of scope 2.
   * @throws EngineError `double-counting` where there are rows of scope 1 or 2, and one of both; `missing-factor` and as `selectFactor`
   */
  listEmissions(use: Financing, scope: InvesteeScope): readonly Emissions[] {
    if (scope === '3') return [this.#selectEmissions(use, '3')];
    const both = this.#emissionsOf(use.detail.investee, ['1+2']);
    const [single] = this.#emissionsOf(use.detail.investee, ['1', '2']);
    if (both.length > 0 && single !== undefined) {
      const text = `${single.key} counts emissions that ${both[0]!.key} counts too, which is of scope 1+2: leave out one of them`;
      throw new EngineError('double-counting', text, single.detail.scope, placeOf(single, 'detail.scope'));
    }
    if (single === undefined) return [this.#selectEmissions(use, '1+2')];
    return [this.#selectEmissions(use, '1'), this.#selectEmissions(use, '2')];
  }

  #attribute(use: Financing): Attribution {
    const { investee, assetClass } = use.detail;
    const kinds = VALUES[assetClass];
    const candidates = rowsWhere(
      rowsAbout(this.#context.rows, 'investee-value', investee),
      kinds.join(' '),
      ({ detail }) => kinds.includes(detail.kind),
    );
    const what = `value of ${investee} (${kinds.join(' or ')}) for ${assetClass}`;
    const value = selectFactor(candidates, soughtBy(use, what), this.#context.proxies);
    if (!value.row.amount.isZero()) return { value, chain: selectChain(use, use, this.#context) };
    const text = `${value.row.key} is 0, and divides ${use.key}: give the ${what}`;
    throw new EngineError('bad-value', text, value.row.value, placeOf(value.row, 'value'));
  }

  #emissionsOf(investee: string, scopes: readonly string[]): readonly Emissions['row'][] {
    const all = rowsAbout(this.#context.rows, 'investee-emissions', investee);
    return rowsWhere(all, scopes.join(' '), ({ detail }) => scopes.includes(detail.scope));
  }

  #selectEmissions(use: Financing, scope: string): Emissions {
    const { investee } = use.detail;
    const what = `emissions of ${investee} in scope ${scope}`;
    return selectFactor(this.#emissionsOf(investee, [scope]), soughtBy(use, what), this.#context.proxies);
  }

  #quantityOf(emissions: Emissions): Expression {
    const { row } = emissions;
    if (row.unit.substance === 'CO2e' && row.detail.gwpSet !== this.#gwpSet) {
      const text = `${row.key}: expected GWP set ${this.#gwpSet}, got ${row.detail.gwpSet ?? 'none'}`;
      throw new EngineError('mixed-gwp-sets', text, row.detail.gwpSet, placeOf(row, 'detail.gwpSet'));
    }
    return factorOf(SYMBOLS[row.detail.scope], emissions, 't', 'CO2e');
  }
}

function soughtBy(use: Financing, what: string) {
  const { geography } = use.detail;
  const place = geography === undefined ? {} : { geography };
  return { what, period: use, ...place, by: use, column: 'detail.investee' };
}

function attribute(unit: Unit, { chain, value }: Attribution): Required<Pick<Shape, 'factors' | 'divisors'>> {
  const { factors, divisors } = quantitiesOf(chain);
  return { factors, divisors: [...divisors, factorOf('V', value, unitAfter(unit, chain).text, null)] };
}

function multiply({ amount }: Financing, { factors, divisors }: Chain): Amount {
  const product = factors.reduce((before, { row }) => before.times(row.amount), amount);
  return divisors.reduce((before, { row }) => before.div(row.amount), product);
}
