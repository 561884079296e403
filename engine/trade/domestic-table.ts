import type { FormRows } from '../figures/draft.ts';
import { CELL_ROWS } from '../rows/types/mrio.ts';
import { Sums } from './aggregate.ts';
import { fillFlows, fillMatrix } from './cells.ts';
import { columnOf, rangeOf } from './pack.ts';
import { startsOf, type Cell, type Demand, type Table, type TableFlows, type TableMatrix } from './table.ts';

/** What industries of a region buy elsewhere: one more category of its final demand. */
const USE_BY_INDUSTRIES = 'use by industries';

/**
 * Returns the industries of one region as a table of their own, which gives emissions embodied in bilateral trade: all that it sells, with its own
 * emission intensities (G. P. Peters, From production-based to consumption-based national emission inventories, Ecological Economics 65 (2008);
 * K. Kanemoto and others, Environmental Science & Technology (2011); the abstracts of both were read). Z has what its industries sell each
 * other, and Y all else that they sell, to industries of other regions too. Output is as before. So S (I − A)⁻¹ Y is what the region emits,
 * by its own technology, for those sales.
 * @throws EngineError `out-of-range` where cells of documents cancel, and float64 cannot tell what is left
 */
export function domesticTable(table: Table, region: number): Table {
  const { regions, industries, demands, stressors, sources } = table;
  const starts = startsOf(industries, regions.length);
  const own: Span = { first: starts[region]!, after: starts[region + 1]! };
  const ends = startsOf(demands, regions.length);
  const columns: DemandColumns = {
    named: regions.flatMap((_name, at) => [
      ...demands.slice(ends[at], ends[at + 1]),
      { region: at, category: USE_BY_INDUSTRIES },
    ]),
    // Before the columns of a region are those that the regions before it have got.
    ofDemand: (demand) => demand + demands[demand]!.region,
    ofIndustry: (industry) => {
      const buyer = industries[industry]!.region;
      return ends[buyer + 1]! + buyer;
    },
  };
  const name = regions[region]!;
  return {
    ...table,
    industries: industries.slice(own.first, own.after),
    demands: columns.named,
    z: keepDomestic(table.z, own),
    y: joinSales(table, own, columns),
    f: keepColumns(table.f, own, stressors.length),
    fy: null,
    symbols: [`Z: sales within ${name}, by and to its industries`, `Y: all its other sales, abroad too`],
    sources: {
      ...sources,
      z: selectSets(table, sources.z, { fromRegion: name }),
      y: selectSets(table, sources.y, { fromRegion: name }),
      f: sources.f.map((sets) => selectSets(table, sets, { region: name })),
    },
  };
}

/** Places from `first` to before `after`. */
interface Span {
  readonly first: number;
  readonly after: number;
}

/** The columns of Y, and those of its cells that a demand and an industry had. */
interface DemandColumns {
  readonly named: readonly Demand[];
  readonly ofDemand: (demand: number) => number;
  readonly ofIndustry: (industry: number) => number;
}

function holds({ first, after }: Span, place: number): boolean {
  return place >= first && place < after;
}

function keepDomestic({ flows, cells, relative }: TableFlows, own: Span): TableFlows {
  const { first, after } = own;
  const n = after - first;
  if (cells !== null) {
    const kept = cells.filter(({ from, to }) => holds(own, from) && holds(own, to));
    return fillFlows(
      kept.map((cell) => ({ ...cell, from: cell.from - first, to: cell.to - first })),
      n,
    );
  }
  const values = new Float64Array(n * n);
  for (let i = first; i < after; i++) {
    const [start, end] = rangeOf(flows, i);
    for (let at = start; at < end; at++) {
      const j = columnOf(flows, i, at);
      if (holds(own, j)) values[(i - first) * n + j - first] = flows.values[at]!;
    }
  }
  return { flows: { form: 'dense', size: n, values }, cells: null, relative };
}

function joinSales({ z, y }: Table, own: Span, { named, ofDemand, ofIndustry }: DemandColumns): TableMatrix {
  const { first, after } = own;
  const [n, d] = [after - first, named.length];
  if (z.cells !== null && y.cells !== null) {
    const abroad = z.cells.filter(({ from, to }) => holds(own, from) && !holds(own, to));
    const final = y.cells.filter(({ from }) => holds(own, from));
    const move = (cell: Cell, to: number): Cell => ({ ...cell, from: cell.from - first, to });
    return fillMatrix(
      [
        ...final.map((cell) => move(cell, ofDemand(cell.to))),
        ...abroad.map((cell) => move(cell, ofIndustry(cell.to))),
      ],
      n,
      d,
    );
  }
  const sums = new Sums(n * d);
  for (let i = first; i < after; i++) {
    for (let c = 0; c < y.columns; c++) sums.add((i - first) * d + ofDemand(c), y.values[i * y.columns + c]!);
    const [start, end] = rangeOf(z.flows, i);
    for (let at = start; at < end; at++) {
      const j = columnOf(z.flows, i, at);
      if (!holds(own, j)) sums.add((i - first) * d + ofIndustry(j), z.flows.values[at]!);
    }
  }
  const relative = z.relative > y.relative ? z.relative : y.relative;
  return { rows: n, columns: d, cells: null, ...sums.finish(relative) };
}

function keepColumns(
  { columns, values, cells, relative, spreads }: TableMatrix,
  own: Span,
  rows: number,
): TableMatrix {
  const { first, after } = own;
  const n = after - first;
  if (cells !== null) {
    const kept = cells.filter(({ to }) => holds(own, to));
    return fillMatrix(
      kept.map((cell) => ({ ...cell, to: cell.to - first })),
      rows,
      n,
    );
  }
  const part = new Float64Array(rows * n);
  const kept = spreads?.flatMap((cell) => {
    const to = cell.to - first;
    return holds(own, cell.to) ? [{ ...cell, to, at: cell.from * n + to }] : [];
  });
  for (let row = 0; row < rows; row++)
    part.set(values.subarray(row * columns + first, row * columns + after), row * n);
  const matrix = { rows, columns: n, values: part, cells: null, relative };
  return kept === undefined ? matrix : { ...matrix, spreads: kept };
}

/** Returns sets with the cells of one region alone. Where names of rows are not those of regions, all rows stay: tables that are aggregated or have parts. */
export function selectSets(
  { sources, industries }: Table,
  sets: readonly FormRows[],
  where: Readonly<Record<string, string>>,
): FormRows[] {
  if (sources.concordance.length > 0 || industries.some(({ part }) => part !== undefined)) return [...sets];
  const members = Object.entries(where);
  return sets.flatMap((set) => {
    if (!OF_CELLS.has(set.rows[0]!.detail.row)) return [set];
    const rows = set.rows.filter(({ detail }) => {
      const stated = detail as unknown as Readonly<Record<string, unknown>>;
      return members.every(([member, value]) => stated[member] === value);
    });
    const selection = { ...set.selection, where: { ...set.selection.where, ...where } };
    return rows.length === 0 ? [] : [{ ...set, rows, selection }];
  });
}

const OF_CELLS: ReadonlySet<string> = new Set(CELL_ROWS.map(({ type }) => type));
