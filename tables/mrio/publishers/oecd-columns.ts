import type { Axis } from '../axis.ts';
import { faultIn } from '../fault.ts';

/** Categories of final demand, in the spellings of all releases. */
const DEMAND = new Set([
  ...['HFCE', 'NPISH', 'NPS', 'GGFC', 'GFCF', 'INVNT', 'INV', 'DIRP', 'DPABR', 'NONRES', 'P33', 'FD'],
]);
const OUTPUT = /^(OUT|OUTPUT|TOTAL)$/;
/** Parts of a country that have their own sectors, but no final demand: that of the country. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/^CN[0-9]$/, 'CHN'],
  [/^MX[0-9]$/, 'MEX'],
];

/** What each column of an OECD table is. Parts of China and Mexico are regions of their own, and follow the country. */
export class OecdColumns {
  /** Region and sector of each column of Z. */
  readonly sectors: readonly (readonly [string, string])[];
  /** Names of the columns of Z as the file has them; rows have the same. */
  readonly sourceSectors: readonly string[];
  readonly demand: Axis;
  readonly hasOutput: boolean;
  readonly parts: readonly { readonly part: string; readonly whole: string }[];
  /** Countries that the OECD also has in parts, and this file as a whole alone. */
  readonly undivided: readonly string[];
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
    const regions = orderRegions([...new Set(found.map(([region]) => region))]);
    this.parts = regions.flatMap((part) => {
      const whole = wholeOf(part);
      return whole === part ? [] : [{ part, whole }];
    });
    this.undivided = PARTS.flatMap(([, whole]) =>
      regions.includes(whole) && this.parts.every((part) => part.whole !== whole) ? [whole] : [],
    );
    const places = new Map(regions.map((region, at) => [region, at]));
    const ordered = found
      .map((sector, at) => ({ sector, at }))
      .sort((a, b) => places.get(a.sector[0])! - places.get(b.sector[0])! || a.at - b.at);
    refuseRepeated(file, this.sourceSectors);
    this.sectors = ordered.map(({ sector }) => sector);
    const targets = new Int32Array(found.length);
    ordered.forEach(({ at }, target) => (targets[at] = target));
    this.#targets = [...targets];
    this.demand = readDemand(file, names, regions);
    this.#sectorOf = new Int32Array(names.length).fill(-1);
    this.#demandOf = new Int32Array(names.length).fill(-1);
    let next = 0;
    for (const [at, name] of names.entries()) {
      const demand = splitDemand(name);
      if (demand !== null) {
        const { items } = this.demand;
        const region = regions.indexOf(regionOfDemand(demand[0], regions));
        this.#demandOf[at] = region * items.length + items.indexOf(demand[1]);
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

function wholeOf(region: string): string {
  return PARTS.find(([pattern]) => pattern.test(region))?.[1] ?? region;
}

/** Returns regions in their order, but each part behind its country. */
function orderRegions(regions: readonly string[]): string[] {
  return [...Map.groupBy(regions, wholeOf).values()].flatMap((own) =>
    own.toSorted((a, b) => Number(wholeOf(a) !== a) - Number(wholeOf(b) !== b)),
  );
}

function refuseRepeated(file: string, names: readonly string[]): void {
  const at = names.findIndex((name, index) => names.indexOf(name) < index);
  if (at === -1) return;
  const column = names[at]!;
  throw faultIn(file, 'label', `the column "${column}" is there twice`, { row: 1, column });
}

/** Returns the region that has the final demand of a country: itself, or its first part where it has no sectors. */
function regionOfDemand(country: string, regions: readonly string[]): string {
  return regions.includes(country)
    ? country
    : (regions.find((region) => wholeOf(region) === country) ?? country);
}

/** Returns the categories of final demand of each region; parts have none. Each country has each category once. */
function readDemand(file: string, names: readonly string[], regions: readonly string[]): Axis {
  const found = names.flatMap((name) => {
    const pair = splitDemand(name);
    return pair === null ? [] : [{ name, region: regionOfDemand(pair[0], regions), category: pair[1] }];
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
  if (items.length === 0)
    throw faultIn(file, 'header', 'there are no columns of final demand, such as AUS_HFCE', { row: 1 });
  const bought = new Set(found.map(({ region }) => wholeOf(region)));
  for (const region of regions) {
    const whole = wholeOf(region);
    const isEmptyPart = whole !== region && bought.has(whole);
    if (found.some((column) => column.region === region) || isEmptyPart)
      for (const item of items)
        if (!seen.has(`${region} ${item}`) && !isEmptyPart)
          throw faultIn(file, 'label', `there is no column ${region}_${item}`, {
            row: 1,
            column: `${region}_${item}`,
          });
  }
  const lacking = regions.find((region) => !bought.has(wholeOf(region)));
  if (lacking !== undefined)
    throw faultIn(
      file,
      'label',
      `${lacking} has sectors, and no column of final demand such as ${lacking}_${items[0]!}`,
      {
        row: 1,
      },
    );
  return { regions, items };
}
