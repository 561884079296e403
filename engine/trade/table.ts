import type { RowName } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import type { FormRows } from '../figures/draft.ts';
import { parseUnit, type Unit } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import type { Gas, GasRow } from './gas-rows.ts';
import type { Coefficients } from '../linear/coefficients.ts';

/** A sector of a region: one row and one column of Z. */
export interface Industry {
  /** The place of the region in the table. */
  readonly region: number;
  readonly sector: string;
  /** The part of the region that it is in, such as CN1 of CHN. Absent where its region has no parts. */
  readonly part?: string;
}

/** A category of final demand of a region: one column of Y. */
export interface Demand {
  readonly region: number;
  readonly category: string;
}

/** One row of F: what is emitted or used. */
export interface Stressor {
  readonly name: string;
  /** The unit of its figures: masses of gases are in tonnes. */
  readonly unit: Unit;
  /** The region whose emissions alone it has. Absent: all regions. */
  readonly origin?: string;
  /** By region: the regions in it, before aggregation, whose final demand has no direct emissions stated. Absent where none. */
  readonly withoutHouseholds: ReadonlyMap<number, readonly string[]>;
  /** By region: the industries without output that were left out, each with what it emits. Absent where none. */
  readonly withoutIndustries?: ReadonlyMap<number, readonly string[]>;
  /** Present where it is a gas that stressors are added up to. */
  readonly gas?: Gas;
  /** Of each of its figures. */
  readonly warnings?: readonly Warning[];
}

/** A cell that a row states: its places in the matrix and among its values, and what turns its value into the unit of the matrix. */
export interface Cell {
  readonly row: Row;
  readonly from: number;
  readonly to: number;
  /** The place of its value. */
  readonly at: number;
  /** The unit of the matrix, and how many of it one of the row's unit is. */
  readonly unit: Unit;
  readonly ratio: number;
  /** Its part of what the row states, where several cells share a row: `ratio` includes it. */
  readonly share?: number;
  /** The row that says which gas its stressor is, and the unit of the stressor. */
  readonly gas?: { readonly row: GasRow; readonly of: Unit };
}

/** A matrix of a table, row by row: the value of row i and column j is at i · columns + j. */
export interface TableMatrix extends Stated {
  readonly rows: number;
  readonly columns: number;
  /** What rows or a document state. Two cells that aggregation puts into one place add up. */
  readonly values: Float64Array;
  /** Of documents: rows that multiply a cell, whose value is the `ratio` (`spreadStressors`). */
  readonly spreads?: readonly Cell[];
}

/** Sales of industries to industries. Those of industry i to industry j are in row i and column j. */
export interface TableFlows extends Stated {
  /** Its values are what rows or a document state. */
  readonly flows: Coefficients;
}

interface Stated {
  /** The rows that state the values; null where a document does, whose values are certain and exactly what it states. */
  readonly cells: readonly Cell[] | null;
  /** How far a value can be from what its rows state, over the value. */
  readonly relative: number;
}

/** An environmentally extended multi-region input-output table. */
export interface Table {
  readonly regions: readonly string[];
  /** Those of a region are neighbours, and regions follow each other in their order. */
  readonly industries: readonly Industry[];
  readonly demands: readonly Demand[];
  readonly stressors: readonly Stressor[];
  /** The unit of Z and Y: a currency, such as {EUR}. */
  readonly currency: string;
  /** How many of the currency one is in Z and Y. */
  readonly multiple: number;
  /** Sales of industries to industries. */
  readonly z: TableFlows;
  /** Sales of industries to final demand. */
  readonly y: TableMatrix;
  /** What industries emit, in the units of the stressors. */
  readonly f: TableMatrix;
  /** What final demand emits itself; null where the table does not state it. */
  readonly fy: TableMatrix | null;
  /** What symbols of formulas mean in a table that was made of a part of another one, such as `Y = …`. */
  readonly symbols?: readonly string[];
  /** The rows of the table as sets, and the documents that it is read from. */
  readonly sources: TableSources;
  /** Of each figure. */
  readonly warnings: readonly Warning[];
  /** Of figures about a region, by its place: that the table has only the whole of it. */
  readonly undivided?: ReadonlyMap<number, Warning>;
  /** The stressors of its documents that are masses, where rows say which of them are gases: a sum of gases says what it leaves out. */
  readonly masses?: readonly string[];
}

/** The values of a table, as it states them or as they are drawn. */
export interface TableValues {
  /** Those of the flows, in their form. */
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly f: Float64Array;
  readonly fy: Float64Array | null;
}

/** Returns the values of a table as it states them. */
export function statedValues({ z, y, f, fy }: Table): TableValues {
  return { z: z.flows.values, y: y.values, f: f.values, fy: fy?.values ?? null };
}

/** What a table was read from. */
export interface TableSources {
  readonly z: readonly FormRows[];
  readonly y: readonly FormRows[];
  /** By stressor. */
  readonly f: readonly (readonly FormRows[])[];
  readonly documents: readonly Row[];
  /** The rows of the concordance that the table is aggregated by; none where it is as its rows or documents state it. */
  readonly concordance: readonly FormRows[];
  /** The rows that the table was compared with, such as its value added. Absent: none. */
  readonly checks?: readonly FormRows[];
}

/** Returns the name of an industry in errors and labels. */
export function nameIndustry(
  { regions }: Pick<Table, 'regions'>,
  { region, sector, part }: Industry,
): string {
  return `${part ?? regions[region]!}/${sector}`;
}

/** Returns the row that a warning about an industry names: the first cell that it sells, or the document of Z. */
export function firstRow({ z, y, sources }: Table, industry: number | null): RowName {
  const isOwn = ({ from }: Cell): boolean => from === industry;
  const cell = z.cells?.find(isOwn) ?? y.cells?.find(isOwn) ?? z.cells?.[0];
  const { record, key } = cell?.row ?? sources.documents[0]!;
  return { record, key };
}

/** Returns the first place after the industries (or demands) of each region, and before them: those of region r are from [r] to [r + 1]. */
export function startsOf(members: readonly { readonly region: number }[], regions: number): Int32Array {
  const starts = new Int32Array(regions + 1);
  for (const { region } of members) starts[region + 1]!++;
  for (let region = 0; region < regions; region++) starts[region + 1]! += starts[region]!;
  return starts;
}

/** Masses of gases are shown in the unit of mass of the run; every other quantity as it is first stated. */
export function unitOfFigures(unit: Unit): Unit {
  return unit.substance !== null && unit.dimension === TONNE.dimension
    ? parseUnit(`t{${unit.substance}}`)
    : unit;
}

const TONNE = parseUnit('t');
