import type { DrawsOf, FormRows, FormSystem, TableForm } from '../figures/draft.ts';
import type { Floats } from '../quantities/floats.ts';
import type { Row } from '../rows/row.ts';
import { ChangeGradients } from './change-gradients.ts';
import { CrossValues, type CrossForm, type Pair, type Year } from './change-values.ts';
import { Economy } from './economy.ts';
import type { Bounded } from './form-values.ts';
import { drawSpreads, hasSpreads } from './stressor-spreads.ts';
import { defineSymbols, DrawnTable } from './table-forms.ts';
import { statedValues, type Table } from './table.ts';

/** Forms over two tables of the same industries. */
export class ChangeForms implements FormSystem {
  readonly definitions: readonly string[];
  readonly kernel = 'float64 in one pinned order; bound from the residual of M (I - A) = S';
  readonly #tables: Pair<Table>;
  readonly #forms: CrossForm[] = [];
  readonly #rows = new Map<string, readonly FormRows[]>();
  #values: CrossValues | null = null;
  #gradients: ChangeGradients | null = null;
  /** The gradient of each form. */
  readonly #ofForms: (ReadonlyMap<Row, number> | undefined)[] = [];

  constructor(tables: Pair<Table>) {
    this.#tables = tables;
    this.definitions = [
      ...defineSymbols(tables),
      'b = Y / g',
      "g = 1' Y",
      '0: the base, 1: the period of the run',
    ];
  }

  /** Returns the node of a form. */
  add(form: CrossForm): TableForm {
    return { kind: 'form', system: this, index: this.#forms.push(form) - 1 };
  }

  /** How much final demand buys in a year, as far as it is known. */
  levelOf(demands: readonly number[], year: Year): Bounded {
    return this.#stated.levelOf(demands, year);
  }

  formulaOf = (index: number): string => {
    const { about, years } = this.#forms[index]!;
    const [s, l, b, g] = years;
    return `S${s} L${l} b${b}[${about}] g${g}[${about}]`;
  };

  rowsOf = (index: number): readonly FormRows[] => {
    const { stressor, years, sets } = this.#forms[index]!;
    const used = ([0, 1] as const).filter((year) => years.includes(year));
    const name = `${stressor.join()} ${used.join()}`;
    const known = this.#rows.get(name) ?? used.flatMap((year) => this.#rowsOfYear(stressor[year], year));
    this.#rows.set(name, known);
    return sets.length === 0 ? known : [...known, ...sets];
  };

  valueOf = (index: number): number => this.#stated.valueOf(this.#forms[index]!).value;

  boundOf = (index: number): number => this.#stated.valueOf(this.#forms[index]!).bound;

  gradientOf = (weights: ReadonlyMap<number, number>): ReadonlyMap<Row, number> => {
    this.#gradients ??= new ChangeGradients(this.#stated);
    return this.#gradients.of([...weights].map(([index, weight]) => [this.#forms[index]!, weight]));
  };

  drawsOf = (drawsOf: DrawsOf): readonly Floats[] | null => {
    if (this.#tables.every(({ z }) => z.cells === null) && this.#tables.some(hasSpreads))
      return drawSpreads(this.#tables, drawsOf, {
        count: this.#forms.length,
        valueOf: this.valueOf,
        derivativesOf: (index) => (this.#ofForms[index] ??= this.gradientOf(new Map([[index, 1]]))),
      });
    const drawn = this.#tables.map((table) => new DrawnTable(table, drawsOf));
    const count = drawn.reduce((most, own) => (own.count > most ? own.count : most), 0);
    if (count === 0) return null;
    const results = this.#forms.map(() => new Float64Array(count));
    for (let draw = 0; draw < count; draw++) {
      const [before, after] = this.#tables.map(
        (table, year) => new Economy(table, drawn[year]!.valuesOf(draw)),
      ) as [Economy, Economy];
      const values = new CrossValues([before, after], false);
      this.#forms.forEach((form, index) => (results[index]![draw] = values.valueOf(form).value));
    }
    return results;
  };

  get #stated(): CrossValues {
    const [before, after] = this.#tables;
    return (this.#values ??= new CrossValues(
      [new Economy(before, statedValues(before)), new Economy(after, statedValues(after))],
      true,
    ));
  }

  #rowsOfYear(stressor: number, year: Year): FormRows[] {
    const { z, y, f } = this.#tables[year].sources;
    return [...z, ...y, ...f[stressor]!].map((set) => ({ ...set, symbol: `${set.symbol}${year}` }));
  }
}
