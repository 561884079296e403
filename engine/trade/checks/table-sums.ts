import { forEachFlow } from '../pack.ts';
import { nameIndustry, type Table } from '../table.ts';

/** The sums of a table that checks compare. Industries and regions are in the order of the table. */
export interface TableSums {
  readonly regions: readonly string[];
  readonly industries: readonly string[];
  /** What each industry sells: the sums of the rows of Z and Y. */
  readonly output: Float64Array;
  /** What each industry buys: the sums of the columns of Z. */
  readonly inputs: Float64Array;
  /** What the industries, and what the final demand, of region b buy from region a: at a · regions + b. */
  readonly flows: Float64Array;
  readonly demand: Float64Array;
}

/** Adds up a table, cell by cell. */
export class SumsBuilder {
  readonly sums: TableSums;
  readonly #regionOf: (industry: number) => number;

  constructor(
    regions: readonly string[],
    industries: readonly string[],
    regionOf: (industry: number) => number,
  ) {
    const [n, k] = [industries.length, regions.length];
    this.#regionOf = regionOf;
    this.sums = {
      ...{ regions, industries, output: new Float64Array(n), inputs: new Float64Array(n) },
      ...{ flows: new Float64Array(k * k), demand: new Float64Array(k * k) },
    };
  }

  addFlow(from: number, to: number, value: number): void {
    const { output, inputs, flows, regions } = this.sums;
    output[from]! += value;
    inputs[to]! += value;
    flows[this.#regionOf(from) * regions.length + this.#regionOf(to)]! += value;
  }

  /** @param region of the final demand */
  addDemand(from: number, region: number, value: number): void {
    const { output, demand, regions } = this.sums;
    output[from]! += value;
    demand[this.#regionOf(from) * regions.length + region]! += value;
  }
}

/** Returns the sums of a table. */
export function sumTable(table: Table): TableSums {
  const { regions, industries, demands, z, y } = table;
  const names = industries.map((industry) => nameIndustry(table, industry));
  const builder = new SumsBuilder(regions, names, (industry) => industries[industry]!.region);
  forEachFlow(z.flows, (from, to, value) => builder.addFlow(from, to, value));
  for (let i = 0, at = 0; i < y.rows; i++)
    for (let c = 0; c < y.columns; c++, at++)
      if (y.values[at] !== 0) builder.addDemand(i, demands[c]!.region, y.values[at]!);
  return builder.sums;
}
