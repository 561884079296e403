import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { type Compared, computeFigures, readFileOf, requireText } from './case.ts';
import { readMatrices, type Triple } from './brightway-package.ts';
import { solve } from './gauss.ts';

const FIXTURES = 'tests/fixtures';

/** The matrices of a system, as triples of row, column and value; characterisation by category. */
interface System {
  readonly technosphere: readonly Triple[];
  readonly biosphere: readonly Triple[];
  readonly categories: Readonly<Record<string, readonly Triple[]>>;
}

/** Numbers that the tests assert: demand of a product, and what of the result. The text is the assertion. */
const ASSERTED = [
  {
    packages: ['basic_fixture.zip'],
    demand: [1, 1],
    test: 'tests/test_lca.py',
    text: 'answer[lca.dicts.activity[102]] = 0.5',
    figure: 'run/p102',
    theirs: 0.5,
  },
  {
    packages: ['basic_fixture.zip'],
    demand: [1, 1],
    test: 'tests/test_lca.py',
    text: 'answer[lca.dicts.activity[101]] = 1',
    figure: 'run/p101',
    theirs: 1,
  },
  {
    packages: [1, 2, 3, 4, 5].map((at) => `multi_lca_simple_${at}.zip`),
    demand: [105, 3],
    test: 'tests/test_multi_lca.py',
    text: 'assert mlca.scores[(("second", "category"), "ζ")] == 3 * (3 * 10 + 1 * 10)',
    figure: 'impact/multi_lca_simple_5',
    theirs: 120,
  },
  {
    packages: [1, 2, 3, 4, 5].map((at) => `multi_lca_simple_${at}.zip`),
    demand: [100, 1],
    test: 'tests/test_multi_lca.py',
    text: 'assert mlca.scores[(("first", "category"), "γ")] == 8 + 3',
    figure: 'impact/multi_lca_simple_4',
    theirs: 11,
  },
  {
    packages: [1, 2, 3, 4, 5].map((at) => `multi_lca_simple_${at}.zip`),
    demand: [100, 1],
    test: 'tests/test_multi_lca.py',
    text: 'assert mlca.scores[(("second", "category"), "γ")] == 3 * 10',
    figure: 'impact/multi_lca_simple_5',
    theirs: 30,
  },
] as const;

/** Systems whose whole results are compared with another solver: for each product, every run and category. */
const SOLVED = [
  ['basic_fixture.zip'],
  ['array_sequential.zip'],
  ['empty_biosphere.zip'],
  ['mc_basic.zip'],
  ['bw2io_example_db.zip', 'ipcc_simple.zip'],
  [1, 2, 3, 4, 5].map((at) => `multi_lca_simple_${at}.zip`),
];

/** Compares with fixtures of brightway2-calc (BSD-3-Clause), in the format of bw_processing. Distributions are not drawn. */
export async function compareBrightway(repository: string): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const { packages, demand, test, text, figure, theirs } of ASSERTED) {
    requireText(repository, test, text);
    const system = await readSystem(repository, packages);
    const [product, amount] = demand;
    const figures = figuresOf(system, product, String(amount));
    compared.push({ where: test, what: text, theirs, ours: figures.get(figure) ?? Number.NaN });
  }
  for (const packages of SOLVED)
    compared.push(...compareSolved(packages[0]!, await readSystem(repository, packages)));
  return compared;
}

async function readSystem(repository: string, packages: readonly string[]): Promise<System> {
  const technosphere: Triple[] = [];
  const biosphere: Triple[] = [];
  const categories: Record<string, readonly Triple[]> = {};
  for (const name of packages) {
    const matrices = await readMatrices(readFileOf(repository, `${FIXTURES}/${name}`));
    technosphere.push(...(matrices.get('technosphere_matrix') ?? []));
    biosphere.push(...(matrices.get('biosphere_matrix') ?? []));
    const factors = matrices.get('characterization_matrix');
    if (factors !== undefined) categories[name.replace('.zip', '')] = factors;
  }
  return { technosphere, biosphere, categories };
}

function figuresOf(system: System, product: number, amount: string): ReadonlyMap<string, number> {
  const demand = { product: `i${product}`, amount };
  return computeFigures(rowsOf(system), demand, { categories: categoriesOf(system, product) });
}

/** The categories that have a factor for a flow of the chain of a product: a run refuses others. */
function categoriesOf({ technosphere, biosphere, categories }: System, product: number): string[] {
  const chain = new Set<number>([product]);
  const active = new Set<number>();
  for (const item of chain)
    for (const { row, column } of technosphere.filter(({ value }) => value > 0))
      if (row === item) {
        active.add(column);
        for (const need of technosphere) if (need.column === column) chain.add(need.row);
      }
  const emitted = new Set(biosphere.filter(({ column }) => active.has(column)).map(({ row }) => row));
  return Object.entries(categories).flatMap(([name, factors]) =>
    factors.some(({ row }) => emitted.has(row)) ? [name] : [],
  );
}

function rowsOf({ technosphere, biosphere, categories }: System): UnsaltedEntry[] {
  const entry = (key: string, value: number, unit: string, detail: object): UnsaltedEntry => ({
    ...{ key, value: String(value), unit, from: 0, until: 0 },
    detail: detail as never,
  });
  return [
    ...technosphere.map(({ row, column, value }) =>
      entry(`a/${row}/${column}`, Math.abs(value), 'kg', {
        ...{ row: 'process-exchange', process: `p${column}`, product: `i${row}` },
        direction: value > 0 ? 'output' : 'input',
      }),
    ),
    ...biosphere.map(({ row, column, value }) =>
      entry(`b/${row}/${column}`, value, 'kg', {
        ...{ row: 'elementary-flow', process: `p${column}`, flow: `f${row}`, compartment: 'air' },
      }),
    ),
    ...Object.entries(categories).flatMap(([category, factors]) =>
      factors.map(({ row, value }) =>
        entry(`c/${category}/${row}`, value, '{point}/kg', {
          ...{ row: 'characterisation-factor', category, flow: `f${row}`, compartment: 'air', year: 2024 },
        }),
      ),
    ),
  ];
}

/** Compares every product's runs and categories with those of Gauss's elimination. */
function compareSolved(name: string, system: System): Compared[] {
  const products = [...new Set(system.technosphere.map(({ row }) => row))];
  const activities = [...new Set(system.technosphere.map(({ column }) => column))];
  const a = products.map((row) => activities.map((column) => sum(system.technosphere, row, column)));
  return products.flatMap((product) => {
    const supply = solve(
      a,
      products.map((row) => (row === product ? 1 : 0)),
    );
    const figures = figuresOf(system, product, '1');
    const where = `${FIXTURES}/${name}`;
    const runs = activities.map((column, at) => ({
      ...{ where, what: `product ${product}: run of ${column}`, theirs: supply[at]! },
      ours: figures.get(`run/p${column}`) ?? 0,
    }));
    const scores = Object.entries(system.categories).map(([category, factors]) => ({
      ...{ where, what: `product ${product}: ${category}` },
      theirs: scoreOf(system, factors, activities, supply),
      ours: figures.get(`impact/${category}`) ?? 0,
    }));
    return [...runs, ...scores];
  });
}

function sum(triples: readonly Triple[], row: number, column: number): number {
  return triples.reduce(
    (total, each) => total + (each.row === row && each.column === column ? each.value : 0),
    0,
  );
}

function scoreOf(
  { biosphere }: System,
  factors: readonly Triple[],
  activities: readonly number[],
  supply: readonly number[],
): number {
  return biosphere.reduce((total, { row, column, value }) => {
    const factor = factors.find((each) => each.row === row)?.value ?? 0;
    return total + factor * value * supply[activities.indexOf(column)]!;
  }, 0);
}
