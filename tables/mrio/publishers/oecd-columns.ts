import type { Axis } from '../axis.ts';
import { faultIn } from '../fault.ts';

/** Categories of final demand, in the spellings of all releases. */
const DEMAND = new Set([
  ...['HFCE', 'NPISH', 'NPS', 'GGFC', 'GFCF', 'INVNT', 'INV', 'DIRP', 'DPABR', 'NONRES', 'P33', 'FD'],
]);
const OUTPUT = /^(OUT|OUTPUT|TOTAL)$/;
/** Parts of a country that have their own sectors, but no final demand: they are added to the country. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^CN[0-9]$/, 'CHN'],
  [/^MX[0-9]$/, 'MEX'],
];

/** What each column of an OECD table is. Columns of parts of China and Mexico are added to those of the country. */
export class OecdColumns {
  /** Region and sector of each column of Z, parts added up. */
  readonly sectors: readonly (readonly [string, string])[];
  /** Names of the columns of Z as the file has them; rows have the same. */
  readonly sourceSectors: readonly string[];
  readonly demand: Axis;
  readonly hasOutput: boolean;
  /** For each column of the file: column of Z or of Y, or -1. */
  readonly #sectorOf: Int32Array;
  readonly #demandOf: Int32Array;
  readonly #targets: readonly number[];
  readonly #output: number;
  readonly #discrepancy: number;

  /** @throws DatasetRefused `label` */
  constructor(file: string, names: readonly string[]) {
    const isSector = (name: string): boolean =>
      splitDemand(name) === null && !OUTPUT.test(name) && name !== 'DISC';
    this.sourceSectors = names.filter(isSector);
    const found = this.sourceSectors.map((name) => splitSector(file, name));
    const ofDemand = names.flatMap((name) => splitDemand(name)?.[0] ?? []);
    const regions = new Set([...found.map(([region]) => region), ...ofDemand]);
    const merged = found.map(([region, sector]) => [wholeOf(region, regions), sector] as const);
    const index = new Map<string, number>();
    const sectors: (readonly [string, string])[] = [];
    for (const [at, [region, sector]] of merged.entries()) {
      const isPart = region !== found[at]![0];
      const key = `${region} ${sector}`;
      if (index.has(key)) {
        if (isPart) continue;
        throw faultIn(file, 'label', `the column "${this.sourceSectors[at]}" is there twice`, {
          row: 1,
          column: this.sourceSectors[at]!,
        });
      }
      index.set(key, sectors.length);
      sectors.push([region, sector]);
    }
    this.sectors = sectors;
    this.#targets = merged.map(([region, sector]) => index.get(`${region} ${sector}`)!);
    this.demand = readDemand(file, names, [...new Set(sectors.map(([region]) => region))]);
    this.#sectorOf = new Int32Array(names.length).fill(-1);
    this.#demandOf = new Int32Array(names.length).fill(-1);
    let next = 0;
    for (const [at, name] of names.entries()) {
      const demand = splitDemand(name);
      if (demand !== null) {
        const { regions: all, items } = this.demand;
        this.#demandOf[at] = all.indexOf(demand[0]) * items.length + items.indexOf(demand[1]);
      } else if (isSector(name)) this.#sectorOf[at] = this.#targets[next++]!;
    }
    this.#output = names.findIndex((name) => OUTPUT.test(name));
    this.#discrepancy = names.indexOf('DISC');
    this.hasOutput = this.#output !== -1;
  }

  /** Returns the row of Z to which a row of the file belongs. */
  targetOf(row: number): number {
    return this.#targets[row]!;
  }

  /** Adds the sectors of a row to a row of Z. */
  addSectors(values: Float64Array, row: Float64Array): void {
    addTo(row, values, this.#sectorOf);
  }

  /** Adds the final demand of a row to a row of Y. */
  addDemand(values: Float64Array, row: Float64Array): void {
    addTo(row, values, this.#demandOf);
  }

  /** Whether a column of the file is one of final demand, output or discrepancy. */
  isDemand(at: number): boolean {
    return this.#sectorOf[at] === -1;
  }

  outputOf(values: Float64Array): number {
    return this.#output === -1 ? 0 : values[this.#output]!;
  }

  /** The statistical discrepancy belongs to no country. */
  sumDiscrepancy(values: Float64Array): number {
    return this.#discrepancy === -1 ? 0 : values[this.#discrepancy]!;
  }
}

function addTo(row: Float64Array, values: Float64Array, indices: Int32Array): void {
  for (let at = 0; at < indices.length; at++) {
    const index = indices[at]!;
    if (index !== -1) row[index]! += values[at]!;
  }
}

function splitSector(file: string, name: string): readonly [string, string] {
  const cut = name.indexOf('_');
  if (cut > 0 && cut < name.length - 1) return [name.slice(0, cut), name.slice(cut + 1)];
  throw faultIn(file, 'header', `expected a column such as AUS_01T02, got "${name}"`, {
    row: 1,
    column: name,
  });
}

/** Returns country and category of a column of final demand: `AUS_HFCE`, or `HFCE_AUS` in 2016; null if it is another column. */
function splitDemand(name: string): readonly [string, string] | null {
  const cut = name.indexOf('_');
  if (cut === -1) return null;
  const [first, second] = [name.slice(0, cut), name.slice(cut + 1)];
  if (DEMAND.has(second)) return [first, second];
  return DEMAND.has(first) ? [second, first] : null;
}

function wholeOf(region: string, regions: ReadonlySet<string>): string {
  const whole = PARTS.find(([pattern]) => pattern.test(region))?.[1];
  return whole !== undefined && regions.has(whole) ? whole : region;
}

/** Returns countries and categories of final demand. Each pair of them must be there once. */
function readDemand(file: string, names: readonly string[], regions: readonly string[]): Axis {
  const found = names.flatMap((name) => {
    const pair = splitDemand(name);
    return pair === null ? [] : [{ name, region: pair[0], category: pair[1] }];
  });
  const items = [...new Set(found.map(({ category }) => category))];
  const seen = new Set<string>();
  for (const { name, region, category } of found) {
    const key = `${region} ${category}`;
    if (seen.has(key))
      throw faultIn(file, 'label', `the column "${name}" is there twice`, { row: 1, column: name });
    if (!regions.includes(region))
      throw faultIn(file, 'label', `the column "${name}" is of a country without sectors`, {
        row: 1,
        column: name,
      });
    seen.add(key);
  }
  const all = new Set(found.map(({ region }) => region));
  const ordered = regions.filter((region) => all.has(region));
  for (const region of ordered)
    for (const item of items)
      if (!seen.has(`${region} ${item}`))
        throw faultIn(file, 'label', `there is no column ${region}_${item}`, {
          row: 1,
          column: `${region}_${item}`,
        });
  if (items.length === 0)
    throw faultIn(file, 'header', 'there are no columns of final demand, such as AUS_HFCE', { row: 1 });
  return { regions: ordered, items };
}
