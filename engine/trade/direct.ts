import { listSome } from '../errors/list-some.ts';
import type { Exclusion } from '../figures/draft.ts';
import { productOf, quantityOf, sumOf, type Expression } from '../figures/expression.ts';
import { selectionOf, type MethodContext } from '../figures/method-context.ts';
import { sumTerms } from '../figures/terms.ts';
import { parseUnit, tonnesPer } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { RegionGroup, SectorGroup } from './groups.ts';
import { ONE } from './listed-rows.ts';
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

  /** What the industries of regions emit: all of them, or those of some sectors. Industries that no row states emit 0. */
  ofIndustries(stressor: number, regions: RegionGroup, sectors: SectorGroup | null = null): Expression {
    const { f } = this.#table;
    const parts: Expression[] = [];
    if (f.cells !== null)
      for (const region of regions.members)
        for (const sector of sectors?.members ?? [null]) {
          const where = this.#where(region, sector === null ? {} : { sector });
          const own = this.#sumCells('f', stressor, this.#industriesOf(region, sector), where);
          if (own !== null) parts.push(weigh(own, regions.rows.get(region), sectors?.rows.get(sector ?? '')));
        }
    if (parts.length > 0) return sumOf(parts);
    const industries = regions.members.flatMap((region) =>
      (sectors?.members ?? [null]).flatMap((sector) => this.#industriesOf(region, sector)),
    );
    const about = sectors === null ? `F[${regions.name}] 1` : `F[${regions.name}/${sectors.name}]`;
    const sets = [...regions.sets, ...(sectors?.sets ?? [])];
    return this.#forms.add({ kind: 'direct', stressor, industries, demands: [], about, sets });
  }

  /** What categories of the final demand of regions emit; null where that is not stated. */
  ofDemands(stressor: number, regions: RegionGroup, demands: readonly number[]): Expression | null {
    const { fy, demands: all, stressors } = this.#table;
    if (fy === null) return null;
    if (fy.cells === null) {
      if (stressors[stressor]!.withoutHouseholds.size > 0) return null;
      const about = `F_Y[${regions.name}${this.#isWhole(regions.members, demands) ? '] 1' : `, ${this.#nameDemands(demands)}]`}`;
      return this.#forms.add({
        kind: 'direct',
        stressor,
        industries: [],
        demands,
        about,
        sets: regions.sets,
      });
    }
    const byRegion = Map.groupBy(demands, (demand) => all[demand]!.region);
    const parts = [...byRegion].flatMap(([region, own]) => {
      const category = own.length === 1 ? { category: all[own[0]!]!.category } : null;
      const where = this.#isWhole([region], own)
        ? this.#where(region, {})
        : category && this.#where(region, category);
      const sum = this.#sumCells('fy', stressor, own, where);
      return sum === null ? [] : [weigh(sum, regions.rows.get(region))];
    });
    return parts.length === 0 ? null : sumOf(parts);
  }

  /** What accounts leave out that count what final demand of regions emits itself. */
  exclusionsOf(stressor: number, { members }: RegionGroup): Exclusion[] {
    const { name, withoutHouseholds } = this.#table.stressors[stressor]!;
    const lacking = members.flatMap((region) => withoutHouseholds.get(region) ?? []);
    return lacking.map((region) => ({
      what: `direct emissions of final demand in ${region}`,
      reason: `the table does not state ${name} of final demand (F_Y): it is not counted, in no account`,
    }));
  }

  #industriesOf(region: number, sector: string | null): number[] {
    const all = range(this.#industries[region]!, this.#industries[region + 1]!);
    return sector === null ? all : all.filter((at) => this.#table.industries[at]!.sector === sector);
  }

  /** Whether demands are all of regions. */
  #isWhole(regions: readonly number[], demands: readonly number[]): boolean {
    const count = regions.reduce(
      (sum, region) => sum + this.#demands[region + 1]! - this.#demands[region]!,
      0,
    );
    return demands.length === count;
  }

  #nameDemands(demands: readonly number[]): string {
    return listSome([...new Set(demands.map((demand) => this.#table.demands[demand]!.category))]);
  }

  #where(region: number, member: Readonly<Record<string, string>>): Where {
    return { region: this.#table.regions[region]!, ...member };
  }

  #sumCells(
    matrix: 'f' | 'fy',
    stressor: number,
    columns: readonly number[],
    where: Where,
  ): Expression | null {
    const width = this.#table[matrix]!.columns;
    const cells = columns.flatMap((column) => this.#cells[matrix].get(stressor * width + column) ?? []);
    return cells.length === 0 ? null : this.#sumOf(matrix, stressor, cells, where);
  }

  /**
   * Rows are selected by what they are about; some of several, and those of an aggregated table, whose names are others, by their keys. Those of
   * a gas are those of its stressors, each times what its row says.
   */
  #sumOf(matrix: 'f' | 'fy', stressor: number, cells: readonly Cell[], where: Where): Expression {
    const { stressors, sources } = this.#table;
    const { unit, withoutIndustries } = stressors[stressor]!;
    const isNamed = where !== null && sources.concordance.length === 0 && withoutIndustries === undefined;
    const parts = Map.groupBy(cells, ({ row, gas }) => {
      const name = gas?.row.detail.stressor ?? stressors[stressor]!.name;
      return isNamed ? name : `${name}/${row.record}`;
    });
    return sumOf(
      [...parts.values()].map((own) => {
        const { gas } = own[0]!;
        // Parts of a region share a row.
        const rows = [...new Set(own.map(({ row }) => row))].sort((a, b) => a.index - b.index);
        const name = gas?.row.detail.stressor ?? stressors[stressor]!.name;
        const type = matrix === 'f' ? 'sector-stressor' : 'demand-stressor';
        const selection = isNamed
          ? selectionOf(this.#context, type, { stressor: name, ...where })
          : { keys: rows.map(({ key }) => key) };
        const to = gas?.of ?? unit;
        const factors = gas === undefined ? [] : [gasFactor(gas)];
        const shape = { symbol: matrix === 'f' ? 'F' : 'F_Y', to, substance: to.substance, factors };
        return sumTerms(rows, selection, () => shape);
      }),
    );
  }
}

/** Returns how much of a gas is in one unit of its stressor. */
function gasFactor({ row, of }: NonNullable<Cell['gas']>): Expression {
  return quantityOf('Gas', row, parseUnit(tonnesPer(of)), row.unit.substance);
}

/** Members of the details of rows, which select them; null: these do not tell them from others. */
type Where = Readonly<Record<string, string>> | null;

/** Returns an expression times the rows that put it into groups, whose value is 1. */
function weigh(expression: Expression, ...rows: readonly (Row | undefined)[]): Expression {
  const stated = rows.filter((row) => row !== undefined);
  return productOf(...stated.map((row) => quantityOf('G', row, ONE, null)), expression);
}

function range(first: number, after: number): number[] {
  return Array.from({ length: after - first }, (_, index) => first + index);
}
