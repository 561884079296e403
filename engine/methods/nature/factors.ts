import { listValid, selectFactor, type FactorOf } from '../../factors/factor.ts';
import { ONE } from '../../quantities/decimal.ts';
import { constant, factorOf, type Expression } from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import type { LandPool } from './change.ts';
import type { AreaRow } from './land.ts';
import { periodOf } from './years.ts';

type FactorRow = RowOf<'land-factor'>;
export type FactorName = FactorRow['detail']['factor'];

/** What a hectare of a pool gains, or what it loses. */
export interface PoolFactor {
  readonly name: 'gain' | 'loss';
  readonly factor: FactorOf<'land-factor'>;
}

/** A property of a stratum by which factors are found. */
export type Property =
  | 'vegetation'
  | 'soil'
  | 'landUse'
  | 'management'
  | 'input'
  | 'drained'
  | 'rewetted'
  | 'flooded';

/** The factors that are of a gas. */
type GasFactor = 'fire-gas' | 'soil-gas' | 'ditch-gas';

const ONE_MORE = constant('1', ONE, ONE);

/** Finds the factors of strata in the tables of a run. */
export class LandFactors {
  readonly #context: MethodContext;

  constructor(context: MethodContext) {
    this.#context = context;
  }

  /** Whether there is a factor about a property of a stratum, of any time and place. */
  has(name: FactorName, area: AreaRow, property: Property): boolean {
    const of = area.detail[property];
    return of !== undefined && this.#candidates(name, of, area.detail.climate).length > 0;
  }

  /**
   * Returns the factor about a property of a stratum in a year: that of its climate, else one of any climate; of these by the rule for all
   * factors.
   * @throws EngineError as `selectFactor`
   */
  find(name: FactorName, area: AreaRow, property: Property, year: number): FactorOf<'land-factor'> {
    const { climate, geography } = area.detail;
    const of = area.detail[property] ?? '';
    const where = climate === undefined ? '' : ` in climate ${climate}`;
    const sought = { geography, period: periodOf(year), by: area, column: `detail.${property}` };
    const what = `land-factor ${name} of ${of}${where}`;
    return selectFactor(this.#candidates(name, of, climate), { ...sought, what }, this.#context.proxies);
  }

  /**
   * Returns what a pool of a stratum gains and loses per hectare in a year, by the name of the stratum, or of a soil by that of its rewetting or flooding: one of both where only one is stated for the year, and none where
   * no row states either for any year.
   * @throws EngineError as `selectFactor`
   */
  findChanges(pool: LandPool, area: AreaRow, year: number): PoolFactor[] {
    const { climate, geography, stratum, rewetted, flooded } = area.detail;
    const kept = rewetted ?? flooded;
    const sought = { geography, period: periodOf(year), by: area, column: 'detail.stratum' };
    const found = (['gain', 'loss'] as const)
      .map((name) => {
        const own = this.#candidates(name, stratum, climate);
        const ofSoil = pool === 'soil' && own.length === 0 && kept !== undefined;
        const rows = ofSoil ? this.#candidates(name, kept, climate) : own;
        return { name, rows: rowsWhere(rows, pool, ({ detail }) => detail.pool === pool) };
      })
      .filter(({ rows }) => rows.length > 0);
    const ofYear = found.filter(({ rows }) => listValid(rows, sought).length > 0);
    return (ofYear.length > 0 ? ofYear : found).map(({ name, rows }) => {
      const what = `land-factor ${name} of ${pool} of ${stratum}`;
      return { name, factor: selectFactor(rows, { ...sought, what }, this.#context.proxies) };
    });
  }

  /** Returns the gases that factors about a property of a stratum are of. */
  gasesOf(name: GasFactor, area: AreaRow, property: Property): readonly string[] {
    const rows = this.#candidates(name, area.detail[property] ?? '', area.detail.climate);
    return [...new Set(rows.flatMap(({ detail }) => detail.gas ?? []))];
  }

  /** Returns the factor of a gas about a property of a stratum. @throws EngineError as `selectFactor` */
  findGas(
    [name, gas]: readonly [GasFactor, string],
    area: AreaRow,
    property: Property,
    year: number,
  ): FactorOf<'land-factor'> {
    const { climate, geography, [property]: of = '' } = area.detail;
    const rows = this.#candidates(name, of, climate);
    const ofGas = rowsWhere(rows, gas, ({ detail }) => detail.gas === gas);
    const sought = { geography, period: periodOf(year), by: area, column: `detail.${property}` };
    return selectFactor(
      ofGas,
      { ...sought, what: `land-factor ${name} of ${of} (${gas})` },
      this.#context.proxies,
    );
  }

  /** Returns a plain number about a property, as an expression. */
  number(symbol: string, name: FactorName, area: AreaRow, property: Property, year: number): Expression {
    return factorOf(symbol, this.find(name, area, property, year), '1', null);
  }

  /** Returns 1 + R, which adds the biomass below the ground to that above it, and further ratios, such as that of bark. */
  withRoots(area: AreaRow, year: number, more: readonly Expression[] = []): Expression {
    const ratio = this.number('R', 'root-ratio', area, 'vegetation', year);
    return { kind: 'sum', parts: [ONE_MORE, ratio, ...more], isPlain: true };
  }

  /**
   * Returns a mass of carbon per `per` about the vegetation of a stratum, as the factors of a product: carbon as it is stated, or dry matter times its
   * carbon fraction.
   */
  carbon(symbol: string, name: FactorName, area: AreaRow, year: number, per: string): Expression[] {
    const factor = this.find(name, area, 'vegetation', year);
    if (factor.row.unit.substance === 'C') return [factorOf(symbol, factor, `t{C}/${per}`, 'C')];
    return [factorOf(symbol, factor, `t/${per}`, null), this.carbonFraction(area, year)];
  }

  /** Returns the carbon per dry matter of the vegetation of a stratum. */
  carbonFraction(area: AreaRow, year: number): Expression {
    const factor = this.find('carbon-fraction', area, 'vegetation', year);
    return factorOf('CF', factor, 'kg/kg', factor.row.unit.substance);
  }

  #candidates(name: FactorName, of: string, climate: string | undefined): readonly FactorRow[] {
    const all = rowsAbout(this.#context.rows, 'land-factor', of);
    const named = rowsWhere(all, name, ({ detail }) => detail.factor === name);
    const ofClimate =
      climate === undefined ? [] : rowsWhere(named, climate, ({ detail }) => detail.climate === climate);
    return ofClimate.length > 0
      ? ofClimate
      : rowsWhere(named, '', ({ detail }) => detail.climate === undefined);
  }
}
