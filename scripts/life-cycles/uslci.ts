import { execFileSync } from 'node:child_process';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readProcesses } from '../../jobs/import/read-processes.ts';
import { type Compared, computeFigures } from './case.ts';
import { solve } from './gauss.ts';

/** The package of USLCI that the repository holds unpacked: the archives beside it are larger than what a snapshot brings. */
const PACKAGE = 'downloads/uslci_olca1_5_0_json_ld';
/** Products whose chains are compared, the longest ones first. */
const MOST_PRODUCTS = 25;
/** Flows into the air that are compared: their names in the package, and their figures. */
const COMPARED_FLOWS = {
  'Carbon dioxide, fossil': 'CO2/fossil',
  Ammonia: 'ammonia/any-origin',
  'Sulfur dioxide': 'sulfur-dioxide/any-origin',
};

interface Ref {
  readonly '@id': string;
  readonly name: string;
}

interface StatedExchange {
  readonly flow: Ref & { readonly flowType: string };
  readonly amount: number;
  readonly input: boolean;
  readonly unit: Ref;
}

interface StatedProcess extends Ref {
  readonly exchanges: readonly StatedExchange[];
}

/**
 * Reads the whole of USLCI, and compares inventories with those of another computation: from the JSON itself, in floating point, by Gauss's elimination.
 * Where several processes make a product, both take one; what nobody makes is cut off. Products of a process share it by their amounts, which a price
 * of 1 for each unit of each product states: so nothing is allocated as it should be.
 */
export async function compareUslci(repository: string): Promise<Compared[]> {
  const bytes = new Uint8Array(
    execFileSync('git', ['-C', repository, 'archive', '--format=zip', `HEAD:${PACKAGE}`], {
      maxBuffer: 1 << 28,
    }),
  );
  const source = { title: 'USLCI', provider: 'NREL', licence: 'CC0-1.0' };
  const read = await readProcesses({ format: 'openlca', name: 'uslci.zip', bytes, source });
  const stated = new Stated(repository);
  const names = new Names(read.entries);
  const unsupplied = new Set(read.unsupplied);
  const products = stated.longestChains(MOST_PRODUCTS);
  return products.flatMap((flow) => {
    const chain = stated.chainOf(flow);
    const parameters = {
      allocation: 'economic',
      cutOff: names.neededBy(chain).filter((item) => unsupplied.has(item)),
      providers: names.providersOf(chain),
    };
    const unit = names.unitOf(flow);
    const figures = computeFigures(
      [...read.entries, ...names.prices],
      { product: names.itemOf(flow), unit },
      parameters,
    );
    const theirs = stated.solveChain(flow, chain);
    return Object.entries(COMPARED_FLOWS).map(([name, figure]) => ({
      ...{ where: PACKAGE, what: `${names.itemOf(flow)} of ${chain.size} processes: ${name}` },
      theirs: theirs.get(name) ?? 0,
      ours: (figures.get(`flow/air/${figure}`) ?? 0) * (figure.startsWith('CO2') ? 1000 : 1),
    }));
  });
}

/** Members of the details of rows; `custom` has the ids of a row that states what a process makes. */
interface StatedDetail {
  readonly custom?: { readonly id: string; readonly product: string };
  readonly process?: string;
  readonly product?: string;
}

/** The names that the rows have. */
class Names {
  readonly prices: readonly UnsaltedEntry[];
  readonly #items = new Map<string, string>();
  readonly #units = new Map<string, string>();
  readonly #processes = new Map<string, string>();
  /** What each process needs. */
  readonly #needs = new Map<string, string[]>();

  constructor(entries: readonly UnsaltedEntry[]) {
    for (const { unit, detail } of entries) {
      const { custom, process, product } = (detail ?? {}) as StatedDetail;
      if (product === undefined) continue;
      if (custom === undefined) {
        this.#needs.set(process!, [...(this.#needs.get(process!) ?? []), product]);
        continue;
      }
      const { id, product: flow } = custom;
      this.#processes.set(id, process!);
      this.#items.set(flow, product);
      if (!this.#units.has(flow)) this.#units.set(flow, unit);
    }
    this.prices = [...this.#items].map(([flow, product]) => ({
      ...{ key: `price/${product}`, value: '1', unit: `{USD}/${this.#units.get(flow)!}`, from: 0, until: 0 },
      detail: { row: 'product-property', product, property: 'price', year: 2024 },
    }));
  }

  itemOf(flow: string): string {
    return this.#items.get(flow)!;
  }

  unitOf(flow: string): string {
    return this.#units.get(flow)!;
  }

  /** Returns what the processes of a chain need. */
  neededBy(chain: ReadonlyMap<string, StatedProcess>): string[] {
    const all = [...chain.values()].flatMap(
      ({ '@id': id }) => this.#needs.get(this.#processes.get(id)!) ?? [],
    );
    return [...new Set(all)];
  }

  /** Returns the process that makes each product of a chain. */
  providersOf(chain: ReadonlyMap<string, StatedProcess>): { product: string; process: string }[] {
    return [...chain].map(([flow, { '@id': id }]) => ({
      product: this.itemOf(flow),
      process: this.#processes.get(id)!,
    }));
  }
}

/** The processes of the package as its JSON states them. */
class Stated {
  /** The process that makes each product: of several, the one with the first id. */
  readonly #makers = new Map<string, StatedProcess>();
  /** How many of the reference unit of its group one unit is. */
  readonly #units = new Map<string, number>();
  readonly #compartments = new Map<string, string>();

  constructor(repository: string) {
    const list = (folder: string): unknown[] => listObjects(repository, folder);
    for (const group of list('unit_groups') as { units: (Ref & { conversionFactor: number })[] }[])
      for (const { '@id': id, conversionFactor } of group.units) this.#units.set(id, conversionFactor);
    const processes = list('processes') as StatedProcess[];
    for (const process of processes.sort((a, b) => (a['@id'] < b['@id'] ? -1 : 1)))
      for (const each of process.exchanges)
        if (isMade(each) && !this.#makers.has(each.flow['@id'])) this.#makers.set(each.flow['@id'], process);
    const categories = new Map(
      (list('categories') as (Ref & { category?: Ref })[]).map((each) => [each['@id'], each]),
    );
    for (const { '@id': id, category } of list('flows') as (Ref & { category?: Ref })[]) {
      const own = categories.get(category?.['@id'] ?? '');
      this.#compartments.set(id, categories.get(own?.category?.['@id'] ?? '')?.name ?? '');
    }
  }

  /** Returns the products of a chain of processes, with the process that makes each. */
  chainOf(flow: string): ReadonlyMap<string, StatedProcess> {
    const chain = new Map<string, StatedProcess>();
    const next = [flow];
    for (const each of next) {
      const maker = this.#makers.get(each);
      if (maker === undefined || chain.has(each)) continue;
      chain.set(each, maker);
      for (const exchange of maker.exchanges) if (isNeeded(exchange)) next.push(exchange.flow['@id']);
    }
    return chain;
  }

  /** Returns products, those with the longest chains first. Chains with negative amounts are left out: one side calls them avoided. */
  longestChains(most: number): string[] {
    const chains = [...this.#makers.keys()].map((flow) => ({ flow, chain: this.chainOf(flow) }));
    return chains
      .filter(({ chain }) =>
        [...chain.values()].every(({ exchanges }) =>
          exchanges.every((each) => each.amount >= 0 || !(isMade(each) || isNeeded(each))),
        ),
      )
      .sort((a, b) => b.chain.size - a.chain.size || (a.flow < b.flow ? -1 : 1))
      .slice(0, most)
      .map(({ flow }) => flow);
  }

  /** Returns what a unit of a product emits to the air in its chain, in kilograms by the names of flows. */
  solveChain(flow: string, chain: ReadonlyMap<string, StatedProcess>): ReadonlyMap<string, number> {
    const flows = [...chain.keys()];
    const columns = flows.map((own) => this.#column(own, chain.get(own)!));
    const a = flows.map((row) =>
      columns.map(({ needs, makes }, at) => (flows[at] === row ? makes : 0) - (needs.get(row) ?? 0)),
    );
    const supply = solve(
      a,
      flows.map((each, at) => (each === flow ? columns[at]!.unit : 0)),
    );
    const emitted = new Map<string, number>();
    for (const [at, { emits }] of columns.entries())
      for (const [name, amount] of emits) emitted.set(name, (emitted.get(name) ?? 0) + amount * supply[at]!);
    return emitted;
  }

  /** A process for one of its products: its part by amounts. */
  #column(flow: string, { exchanges }: StatedProcess) {
    const amountOf = ({ amount, unit }: StatedExchange): number => amount * this.#units.get(unit['@id'])!;
    const sum = (kept: (each: StatedExchange) => boolean): number =>
      exchanges.filter(kept).reduce((total, each) => total + each.amount, 0);
    const part = sum((each) => isMade(each) && each.flow['@id'] === flow) / sum(isMade);
    const own = exchanges.filter((each) => isMade(each) && each.flow['@id'] === flow);
    const makes = own.reduce((total, each) => total + amountOf(each), 0);
    const needs = new Map<string, number>();
    const emits = new Map<string, number>();
    for (const each of exchanges) {
      const { '@id': id, name } = each.flow;
      if (isNeeded(each)) needs.set(id, (needs.get(id) ?? 0) + part * amountOf(each));
      else if (
        each.flow.flowType === 'ELEMENTARY_FLOW' &&
        !each.input &&
        this.#compartments.get(id) === 'air'
      )
        emits.set(name.trim(), (emits.get(name.trim()) ?? 0) + part * amountOf(each));
    }
    return { needs, makes, emits, unit: this.#units.get(own[0]!.unit['@id'])! };
  }
}

function isMade({ flow, input }: StatedExchange): boolean {
  return flow.flowType === 'PRODUCT_FLOW' && !input;
}

function isNeeded({ flow, input }: StatedExchange): boolean {
  return flow.flowType === 'PRODUCT_FLOW' && input;
}

function listObjects(repository: string, folder: string): unknown[] {
  const git = (args: string[], given?: string): Buffer =>
    execFileSync('git', ['-C', repository, ...args], {
      maxBuffer: 1 << 28,
      ...(given === undefined ? {} : { input: given }),
    });
  const paths = git(['ls-tree', '--name-only', `HEAD:${PACKAGE}/${folder}`])
    .toString('utf8')
    .trim()
    .split('\n');
  const names = paths.map((path) => `HEAD:${PACKAGE}/${folder}/${path}\n`).join('');
  const all = git(['cat-file', '--batch'], names);
  const objects: unknown[] = [];
  for (let at = 0; at < all.length;) {
    const end = all.indexOf(10, at);
    const size = Number(all.subarray(at, end).toString('latin1').split(' ').at(-1));
    objects.push(JSON.parse(all.subarray(end + 1, end + 1 + size).toString('utf8')));
    at = end + size + 2;
  }
  return objects;
}
