import type { DrawsOf, FormRows, FormSystem, TableForm } from '../figures/draft.ts';
import { toFloat } from '../quantities/float.ts';
import { floatAt, type Floats } from '../quantities/floats.ts';
import type { Row } from '../rows/row.ts';
import { Economy, type Solutions } from './economy.ts';
import { FormValues, type Bounded } from './form-values.ts';
import { setsOfForm, type Form, type Regions, type Sales, type Traded } from './forms.ts';
import { Gradients } from './gradients.ts';
import { drawSpreads, hasSpreads } from './stressor-spreads.ts';
import {
  nameIndustry,
  statedValues,
  type Cell,
  type Table,
  type TableMatrix,
  type TableValues,
} from './table.ts';

/** Returns what the symbols of formulas about tables mean. */
export function defineSymbols(tables: readonly Table[]): string[] {
  const intensities = tables.some(hasSpreads) ? 'S = u F / x' : 'S = F / x';
  return [intensities, 'L = (I - A)^-1', 'A = Z / x', 'x = Z 1 + Y 1'];
}

/** The forms that the figures of a run take from one table. Solved once, when the first of them is computed. */
export class TableForms implements FormSystem {
  readonly definitions: readonly string[];
  readonly kernel = 'float64 in one pinned order; bound from the residual of (I - A) X = Y';
  readonly table: Table;
  readonly #solution: Solutions;
  readonly #forms: Form[] = [];
  readonly #bounded: (Bounded | undefined)[] = [];
  /** The rows of Z and Y, and with them those of each stressor. */
  readonly #flows: readonly FormRows[];
  readonly #rows: readonly (readonly FormRows[])[];
  #economy: Economy | null = null;
  #values: FormValues | null = null;
  #gradients: Gradients | null = null;
  /** The gradient of each form. */
  readonly #ofForms: (ReadonlyMap<Row, number> | undefined)[] = [];

  /** @param solution in place of solving; it is bounded first */
  constructor(table: Table, solution: Solutions = { primal: null, dual: null }) {
    [this.table, this.#solution] = [table, solution];
    const { z, y, f, concordance, checks = [] } = table.sources;
    this.definitions = [...defineSymbols([table]), ...(table.symbols ?? [])];
    this.#flows = [...z, ...y, ...concordance, ...checks];
    this.#rows = f.map((ofStressor) => [...z, ...y, ...ofStressor, ...concordance, ...checks]);
  }

  /** The values of the table as it is stated. */
  get economy(): Economy {
    return (this.#economy ??= new Economy(this.table, statedValues(this.table), this.#solution));
  }

  /** Returns the node of a form. */
  add(form: Form): TableForm {
    return { kind: 'form', system: this, index: this.#forms.push(form) - 1 };
  }

  formulaOf = (index: number): string => writeForm(this.#forms[index]!, this.table);

  rowsOf = (index: number): readonly FormRows[] => {
    const form = this.#forms[index]!;
    const rows = form.kind === 'sales' ? this.#flows : this.#rows[form.stressor]!;
    const sets = setsOfForm(form);
    return sets.length === 0 ? rows : [...rows, ...sets];
  };

  valueOf = (index: number): number => this.#boundedOf(index).value;

  boundOf = (index: number): number => this.#boundedOf(index).bound;

  gradientOf = (weights: ReadonlyMap<number, number>): ReadonlyMap<Row, number> => {
    this.#gradients ??= new Gradients(this.economy);
    return this.#gradients.of([...weights].map(([index, weight]) => [this.#forms[index]!, weight]));
  };

  drawsOf = (drawsOf: DrawsOf): readonly Floats[] | null => {
    if (hasSpreads(this.table))
      return drawSpreads([this.table], drawsOf, {
        count: this.#forms.length,
        valueOf: this.valueOf,
        derivativesOf: (index) => (this.#ofForms[index] ??= this.gradientOf(new Map([[index, 1]]))),
      });
    const draws = new DrawnTable(this.table, drawsOf);
    if (draws.count === 0) return null;
    const results = this.#forms.map(() => new Float64Array(draws.count));
    for (let draw = 0; draw < draws.count; draw++) {
      const values = new FormValues(new Economy(this.table, draws.valuesOf(draw)), false);
      this.#forms.forEach((form, index) => (results[index]![draw] = values.valueOf(form).value));
    }
    return results;
  };

  /** Solves what the forms need; null where they need nothing. `report` gets the part that is done. */
  async solve(report: (done: number) => void, signal?: AbortSignal): Promise<Solutions | null> {
    const kinds = new Set(this.#forms.map(({ kind }) => kind));
    const needs = {
      primal: kinds.has('flow'),
      dual: (['bought', 'traded', 'multiplier', 'ratio'] as const).some((kind) => kinds.has(kind)),
    };
    if (!needs.primal && !needs.dual) return null;
    return this.economy.solve(needs, report, signal);
  }

  #boundedOf(index: number): Bounded {
    this.#values ??= new FormValues(this.economy, true);
    return (this.#bounded[index] ??= this.#values.valueOf(this.#forms[index]!));
  }
}

/** The values of a table for each draw of its rows. */
export class DrawnTable {
  /** 0 where no row is drawn. */
  readonly count: number;
  readonly #table: Table;
  readonly #drawn: Readonly<Record<'z' | 'y' | 'f' | 'fy', DrawnMatrix>>;

  constructor(table: Table, drawsOf: DrawsOf) {
    this.#table = table;
    const open = (matrix: TableMatrix | null): DrawnMatrix =>
      new DrawnMatrix(
        matrix?.values ?? new Float64Array(0),
        [...(matrix?.cells ?? []), ...(matrix?.spreads ?? [])],
        drawsOf,
      );
    const z = new DrawnMatrix(table.z.flows.values, table.z.cells ?? [], drawsOf);
    this.#drawn = { z, y: open(table.y), f: open(table.f), fy: open(table.fy) };
    this.count = Object.values(this.#drawn).reduce((most, { count }) => (count > most ? count : most), 0);
  }

  valuesOf(draw: number): TableValues {
    const { z, y, f, fy } = this.#drawn;
    const { fy: households } = this.#table;
    return {
      z: z.valuesOf(draw),
      y: y.valuesOf(draw),
      f: f.valuesOf(draw),
      fy: households === null ? null : fy.valuesOf(draw),
    };
  }
}

/** A cell at a place where a cell is drawn; null: its stated value holds for every draw. */
interface DrawnCell {
  readonly cell: Cell;
  readonly draws: Floats | null;
  readonly stated: number;
}

class DrawnMatrix {
  readonly count: number;
  readonly #values: Float64Array;
  readonly #cells: readonly DrawnCell[];

  constructor(values: Float64Array, cells: readonly Cell[], drawsOf: DrawsOf) {
    const all = cells.map((cell) => ({ cell, draws: drawsOf(cell.row), stated: toFloat(cell.row.amount) }));
    const places = new Set(all.filter(({ draws }) => draws !== null).map(({ cell }) => cell.at));
    this.#values = values;
    this.#cells = all.filter(({ cell }) => places.has(cell.at));
    this.count = all.reduce(
      (most, { draws }) => (draws !== null && draws.length > most ? draws.length : most),
      0,
    );
  }

  valuesOf(draw: number): Float64Array {
    if (this.count === 0) return this.#values;
    const values = this.#values.slice();
    for (const { cell } of this.#cells) values[cell.at] = 0;
    for (const { cell, draws, stated } of this.#cells)
      values[cell.at]! += (draws === null ? stated : floatAt(draws, draw)) * cell.ratio;
    return values;
  }
}

function writeSales({ from, to }: Sales | Traded): string {
  return `Z[${from.name}, ${to.name}] 1 + Y[${from.name}, ${to.name}] 1`;
}

/** Returns the formula of a form, whose symbols the definitions explain. */
function writeForm(form: Form, table: Table): string {
  const { regions, industries } = table;
  const nameOfIndustry = (at: number): string => nameIndustry(table, industries[at]!);
  const nameOf = (some: Regions): string => (some === null ? '' : `[${some.name}]`);
  switch (form.kind) {
    case 'flow':
      return `S${nameOf(form.from)} L Y${nameOf(form.to)}`;
    case 'bought': {
      const { origin } = table.stressors[form.stressor]!;
      return `S${origin === undefined ? '' : `[${origin}]`} L Y[${form.about}]`;
    }
    case 'traded':
      return `S L (${writeSales(form)})`;
    case 'sales':
      return writeSales(form);
    case 'multiplier':
      return `S L[${nameOfIndustry(form.industry)}]`;
    case 'ratio':
      return `S L[${nameOfIndustry(form.industry)}] / S[${nameOfIndustry(form.industry)}]`;
    case 'direct':
      return form.about;
    case 'path': {
      const names = form.industries.map(nameOfIndustry);
      const sales = names.slice(1).map((buyer, at) => `A[${names[at]!}, ${buyer}]`);
      return [`S[${names[0]!}]`, ...sales, `Y[${names.at(-1)!}, ${regions[form.region]!}]`].join(' ');
    }
  }
}
