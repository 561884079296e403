import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import { isForPlace } from '../../factors/factor.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import { carbonLine } from './carbon.ts';
import type { Line } from './figures.ts';
import type { FuelTerm } from './fuel.ts';

type Use = RowOf<'fuel-use'>;
type FactorRow = RowOf<'emission-factor'>;
const FORMULA = { symbol: 'AD', energy: 'TJ' };
const TRACES = ['CH4', 'N2O'] as const;

/**
 * Returns the lines to which a use of a fuel adds. Factors of other places do not matter. Fossil CO2 is needed unless the use states
 * another origin: by factors of CO2, else of CO2e, else by carbon content. Further lines are there where factors are.
 * @throws EngineError `missing-factor`, `factor-out-of-place`, `double-counting`, `mixed-gwp-sets`, `mixed-gases`, `bad-parameters`
 */
export function linesOf(use: Use, gwpSet: string | undefined, context: MethodContext): Line[] {
  return new FuelLines(use, gwpSet, context).list();
}

class FuelLines {
  readonly #use: Use;
  readonly #set: string | undefined;
  readonly #context: MethodContext;
  readonly #factors: readonly FactorRow[];
  /** Whether the use states that its carbon is not fossil. */
  readonly #isOther: boolean;
  /** The gases of scope 1 that a line counts, each with one of its factors. */
  readonly #counted = new Map<string, FactorRow>();

  constructor(use: Use, gwpSet: string | undefined, context: MethodContext) {
    const { fuel, origin } = use.detail;
    this.#use = use;
    this.#set = gwpSet;
    this.#context = context;
    this.#isOther = origin === 'biogenic' || origin === 'land-use';
    const ofFuel = rowsAbout(context.rows, 'emission-factor', fuel);
    this.#factors = rowsWhere(ofFuel, 'combustion', ({ detail }) => detail.basis === 'combustion');
  }

  /** The order matters: each step records the gases that it counts, and later steps look at them. */
  list(): Line[] {
    const traces = TRACES.flatMap((gas) => this.#lineOfTrace(gas));
    const fossil = this.#isOther ? [] : this.#lineOfCarbonDioxide('fossil');
    const equivalents = this.#linesOfEquivalents();
    this.#refuseOtherSets();
    const isMissing = !this.#isOther && !this.#counted.has('CO2');
    const byCarbon = isMissing ? this.#lineOfCarbon() : [];
    if (isMissing && byCarbon.length === 0) this.#refuseMissing();
    const all = [...fossil, ...byCarbon, ...this.#lineOfOther(), ...traces, ...equivalents];
    if (all.length === 0) this.#refuseMissing();
    return all;
  }

  /** As `rowsWhere`, of the factors of the fuel. */
  #select(name: string, holds: (row: FactorRow) => boolean): readonly FactorRow[] {
    return rowsWhere(this.#factors, name, holds);
  }

  #findHere<R extends RowOf<'emission-factor' | 'carbon-content'>>(rows: readonly R[]): R | undefined {
    const { geography } = this.#use.detail;
    return rows.find((row) => isForPlace(row, geography, this.#context.proxies));
  }

  /** CH4 and N2O are in scope 1 for every origin: by factors of the use's own origin, else of the other one. */
  #lineOfTrace(gas: 'CH4' | 'N2O'): Line[] {
    const origins = this.#isOther ? (['biogenic', 'fossil'] as const) : (['fossil', 'biogenic'] as const);
    for (const origin of origins) {
      const rows = this.#select(
        `${gas} ${origin}`,
        ({ detail }) => detail.gas === gas && detail.origin === origin,
      );
      const here = this.#findHere(rows);
      if (here === undefined) continue;
      this.#count([gas], here);
      return [this.#line({ prefix: 'scope1', gas, source: origin, terms: [this.#term(gas, rows, 'never')] })];
    }
    return [];
  }

  #lineOfCarbonDioxide(origin: 'fossil' | 'biogenic'): Line[] {
    const rows = this.#select(
      `CO2 ${origin}`,
      ({ detail }) => detail.gas === 'CO2' && detail.origin === origin,
    );
    const here = this.#findHere(rows);
    if (here === undefined) return [];
    if (origin === 'fossil') this.#count(['CO2'], here);
    const terms = [this.#term('CO2', rows, 'per-energy')];
    return [this.#line({ prefix: this.#prefixOf(origin), gas: 'CO2', source: 'factor', terms })];
  }

  #lineOfCarbon(): Line[] {
    const { line, isKnown } = carbonLine(this.#use, this.#context);
    return isKnown ? [line] : [];
  }

  /** CO2 that is not fossil: none where the use states that all is fossil. By carbon content only where the use states that none is. */
  #lineOfOther(): Line[] {
    if (this.#use.detail.origin === 'fossil') return [];
    const byFactor = this.#lineOfCarbonDioxide('biogenic');
    return byFactor.length > 0 || !this.#isOther ? byFactor : this.#lineOfCarbon();
  }

  #prefixOf(origin: 'fossil' | 'biogenic'): Line['prefix'] {
    if (origin === 'fossil') return 'scope1';
    return this.#use.detail.origin === 'land-use' ? 'land-use' : 'biogenic';
  }

  /** One line of the factors of CO2e under the set of the run: one term for each list of gases that they sum. */
  #linesOfEquivalents(): Line[] {
    const ofSet = this.#select(
      `CO2e ${this.#set ?? ''}`,
      ({ detail }) => detail.gas === 'CO2e' && detail.gwpSet === this.#set,
    ).filter((row) => this.#appliesHere(row));
    const found = distinctTexts(ofSet.map(nameGases)).map((name) => {
      const row = this.#preferOrigin(ofSet.filter((other) => nameGases(other) === name));
      const { origin, gases = [] } = row.detail;
      this.#count(gases, row);
      const rows = this.#select(
        `CO2e ${this.#set} ${origin} ${name}`,
        (other) =>
          other.detail.gwpSet === this.#set &&
          other.detail.origin === origin &&
          other.detail.gas === 'CO2e' &&
          nameGases(other) === name,
      );
      return { name: `${origin} ${name}`, gases, term: this.#term('CO2e', rows, 'never') };
    });
    if (found.length === 0) return [];
    const source = found.map(({ name }) => name).join('; ');
    const gases = distinctTexts(found.flatMap((own) => own.gases));
    const terms = found.map(({ term }) => term);
    return [{ ...this.#line({ prefix: 'scope1', gas: 'CO2e', source, terms }), gases }];
  }

  /** Whether a factor of CO2e is for the use: its place, and its origin where it counts CO2. */
  #appliesHere(row: FactorRow): boolean {
    if (this.#findHere([row]) === undefined) return false;
    const { gases = [], origin } = row.detail;
    if (!gases.includes('CO2') || origin === 'fossil') return !(gases.includes('CO2') && this.#isOther);
    if (this.#use.detail.origin === 'fossil') return false;
    const text = `${row.key} is a factor of CO2e with biogenic CO2, which is reported apart from the other gases: give a factor of CO2 of biogenic origin, and one of CO2e for the others`;
    throw new EngineError('mixed-gases', text, gases, placeOf(row, 'detail.gases'));
  }

  #preferOrigin(rows: readonly FactorRow[]): FactorRow {
    const own = this.#isOther ? 'biogenic' : 'fossil';
    return rows.find(({ detail }) => detail.origin === own) ?? rows[0]!;
  }

  #count(gases: readonly string[], row: FactorRow): void {
    for (const gas of gases) {
      const other = this.#counted.get(gas);
      if (other !== undefined) throw refuseTwice(this.#use, gas, [other, row]);
      this.#counted.set(gas, row);
    }
  }

  /** Throws where a factor of CO2e under another GWP set is all that there is of a gas. */
  #refuseOtherSets(): void {
    const others = this.#select(
      `CO2e but ${this.#set ?? ''}`,
      ({ detail }) => detail.gas === 'CO2e' && detail.gwpSet !== this.#set,
    );
    for (const row of others) {
      const { gases = [], gwpSet = 'none' } = row.detail;
      if (gases.every((gas) => this.#counted.has(gas)) || !this.#appliesHere(row)) continue;
      if (this.#set === undefined) {
        const text = `${row.key} is a factor of CO2e under ${gwpSet}: set parameters.gwpSet to "${gwpSet}"`;
        throw new EngineError('bad-parameters', text, undefined, placeOfAsked('parameters.gwpSet'));
      }
      const text = `${row.key} is a factor of CO2e under ${gwpSet}, and the run uses ${this.#set}: add a factor of CO2e under ${this.#set}, or one for each gas`;
      throw new EngineError('mixed-gwp-sets', text, gwpSet, placeOf(row, 'detail.gwpSet'));
    }
  }

  /** Throws where nothing gives the CO2 of the use at its place. */
  #refuseMissing(): void {
    const { fuel, origin } = this.#use.detail;
    const wanted = this.#isOther ? 'biogenic' : 'fossil';
    const candidates = this.#select(
      `with CO2 ${wanted}`,
      ({ detail: { gas, gases = [gas], origin: own } }) => gases.includes('CO2') && own === wanted,
    );
    const what = `CO2 factor of ${fuel}`;
    const place = placeOf(this.#use, 'detail.fuel');
    const needs = `${this.#use.key} needs the ${what}`;
    const [elsewhere] = candidates;
    if (elsewhere !== undefined) {
      const { geography } = this.#use.detail;
      const found = `found only ${elsewhere.key} for ${elsewhere.detail.geography}`;
      const text = `${needs} for ${geography}, ${found}: add one for ${geography} or for any place, or declare a proxy in parameters.proxies`;
      throw new EngineError('factor-out-of-place', text, geography, placeOf(this.#use, 'detail.geography'));
    }
    const isBiogenic =
      origin === undefined && this.#factors.some(({ detail }) => detail.origin === 'biogenic');
    const advice = isBiogenic
      ? `. Its biogenic factors do not count fossil carbon: state detail.origin biogenic in the use if it has none`
      : '';
    const text = `${needs}: add a row that gives it (emission-factor of CO2 or CO2e, or carbon-content)${advice}`;
    throw new EngineError('missing-factor', text, what, place);
  }

  #term(gas: Line['gas'], candidates: readonly FactorRow[], oxidation: FuelTerm['oxidation']): FuelTerm {
    const what = `${gas} factor of ${this.#use.detail.fuel}`;
    return { symbol: 'EF', candidates, what, substance: gas, oxidation };
  }

  #line(line: Pick<Line, 'prefix' | 'gas' | 'source' | 'terms'>): Line {
    return { ...line, gases: [line.gas], formula: FORMULA };
  }
}

function nameGases({ detail: { gases = [] } }: FactorRow): string {
  return distinctTexts(gases).join('+');
}

function refuseTwice(use: Use, gas: string, [one, other]: readonly [FactorRow, FactorRow]): EngineError {
  const { fuel } = use.detail;
  const text = `${one.key} and ${other.key} both count the ${gas} of ${fuel}, which would be twice: leave out one of them`;
  return new EngineError('double-counting', text, gas, placeOf(other, 'detail.gas'));
}
