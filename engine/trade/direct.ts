import { listSome } from '../errors/list-some.ts';
import type { Exclusion } from '../figures/draft.ts';
import { sumOf, type Expression } from '../figures/expression.ts';
import { selectionOf, type MethodContext } from '../figures/figure.ts';
import { sumOfRows } from '../figures/terms.ts';
import { startsOf, type Cell, type Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** What industries and final demand emit themselves: exact sums of rows, or forms over documents. */
export class DirectEmissions {
  readonly #table: Table;
  readonly #forms: TableForms;
  readonly #context: MethodContext;
  readonly #industries: Int32Array;
  readonly #demands: Int32Array;
  /** The rows of F and of F_Y by stressor and column. */
  readonly #cells: Readonly<Record<'f' | 'fy', ReadonlyMap<number, readonly Cell[]>>>;

  constructor(table: Table, forms: TableForms, context: MethodContext) {
    [this.#table, this.#forms, this.#context] = [table, forms, context];
    this.#industries = startsOf(table.industries, table.regions.length);
    this.#demands = startsOf(table.demands, table.regions.length);
    const byPlace = (cells: readonly Cell[] | null | undefined): Map<number, Cell[]> =>
      Map.groupBy(cells ?? [], ({ at }) => at);
    this.#cells = { f: byPlace(table.f.cells), fy: byPlace(table.fy?.cells) };
  }

  /** What the industries of a region emit. */
  ofIndustries(stressor: number, region: number): Expression {
    const { regions } = this.#table;
    const all = range(this.#industries[region]!, this.#industries[region + 1]!);
    return this.#of('f', stressor, all, `F[${regions[region]!}] 1`, { region: regions[region]! })!;
  }

  ofIndustry(stressor: number, industry: number): Expression {
    const { regions, industries } = this.#table;
    const { region, sector } = industries[industry]!;
    const where = { region: regions[region]!, sector };
    const about = `F[${regions[region]!}/${sector}]`;
    return this.#of('f', stressor, [industry], about, where) ?? this.#zero(stressor, industry, about);
  }

  /** What categories of the final demand of a region emit; null where that is not stated. */
  ofDemands(stressor: number, region: number, demands: readonly number[]): Expression | null {
    const { regions, demands: all } = this.#table;
    const name = regions[region]!;
    if (demands.length === this.#demands[region + 1]! - this.#demands[region]!)
      return this.#of('fy', stressor, demands, `F_Y[${name}] 1`, { region: name });
    const categories = demands.map((demand) => all[demand]!.category);
    const where = categories.length === 1 ? { region: name, category: categories[0]! } : null;
    return this.#of('fy', stressor, demands, `F_Y[${name}, ${listSome(categories)}] 1`, where);
  }

  /** What accounts of a region leave out. */
  exclusionsOf(stressor: number, region: number): Exclusion[] {
    const { name, withoutHouseholds } = this.#table.stressors[stressor]!;
    return (withoutHouseholds.get(region) ?? []).map((lacking) => ({
      what: `direct emissions of final demand in ${lacking}`,
      reason: `the table does not state ${name} of final demand (F_Y): it is not counted, in no account`,
    }));
  }

  #of(
    matrix: 'f' | 'fy',
    stressor: number,
    columns: readonly number[],
    about: string,
    where: Where,
  ): Expression | null {
    const { f, fy, stressors } = this.#table;
    const own = matrix === 'f' ? f : fy;
    if (own === null) return null;
    if (own.cells !== null) {
      const cells = columns.flatMap(
        (column) => this.#cells[matrix].get(stressor * own.columns + column) ?? [],
      );
      return cells.length === 0 ? null : this.#sumOf(matrix, stressor, cells, where);
    }
    if (matrix === 'fy' && stressors[stressor]!.withoutHouseholds.size > 0) return null;
    const [industries, demands] = matrix === 'f' ? [columns, []] : [[], columns];
    return this.#forms.add({ kind: 'direct', stressor, industries, demands, about });
  }

  /** An industry whose emissions no row states: a table of rows leaves out zeros. */
  #zero(stressor: number, industry: number, about: string): Expression {
    return this.#forms.add({ kind: 'direct', stressor, industries: [industry], demands: [], about });
  }

  /** Rows are selected by what they are about; some of several, and those of an aggregated table, whose names are others, by their keys. */
  #sumOf(matrix: 'f' | 'fy', stressor: number, cells: readonly Cell[], where: Where): Expression {
    const { stressors, sources } = this.#table;
    const { name, unit } = stressors[stressor]!;
    const rows = cells.map(({ row }) => row).sort((a, b) => a.index - b.index);
    const symbol = matrix === 'f' ? 'F' : 'F_Y';
    const type = matrix === 'f' ? 'sector-stressor' : 'demand-stressor';
    const as = { to: unit, substance: unit.substance };
    if (where !== null && sources.concordance.length === 0) {
      const selection = selectionOf(this.#context, type, { stressor: name, ...where });
      return sumOfRows(symbol, rows, { ...as, selection });
    }
    const byRecord = [...Map.groupBy(rows, ({ record }) => record).values()];
    return sumOf(
      byRecord.map((own) =>
        sumOfRows(symbol, own, { ...as, selection: { keys: own.map(({ key }) => key) } }),
      ),
    );
  }
}

/** Members of the details of rows, which select them; null: these do not tell them from others. */
type Where = Readonly<Record<string, string>> | null;

function range(first: number, after: number): number[] {
  return Array.from({ length: after - first }, (_, index) => first + index);
}
