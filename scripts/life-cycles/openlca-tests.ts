import { readProcesses } from '../../jobs/import/read-processes.ts';
import { makeZip } from '../../test/helpers/zip-file.ts';
import {
  exchange,
  input,
  makePackage,
  process,
  type MadeFlows,
} from '../../test/tables/processes/made-package.ts';
import { type Compared, computeFigures, type Demand, readFileOf, requireText } from './case.ts';

type Given = Readonly<Record<string, unknown>>;

/** A system that a test of olca-core states, and the numbers that it asserts: figure → number. */
interface OpenlcaCase {
  /** Below olca-core/src/test/java/org/openlca/core. */
  readonly test: string;
  /** Lines of the test that state the numbers. */
  readonly texts: readonly string[];
  readonly what: string;
  readonly processes: readonly Given[];
  readonly others?: Readonly<Record<string, Given>>;
  readonly demand: Demand;
  readonly categories?: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
}

const TESTS = 'olca-core/src/test/java/org/openlca/core';
const EMISSION = ['ELEMENTARY_FLOW', 'Elementary flows/Emission to air/unspecified'] as const;
const FLOWS: MadeFlows = {
  ...Object.fromEntries(
    ['p', 'q', 'a', 'p1', 'p2', 'x0', 'x1', 'x2'].map((name) => [name, ['PRODUCT_FLOW', 'Products']]),
  ),
  ...Object.fromEntries(['w', 'w1', 'w2'].map((name) => [name, ['WASTE_FLOW', 'Wastes']])),
  ...{ e: EMISSION, f2: EMISSION, n: EMISSION },
  ...{ r: ['ELEMENTARY_FLOW', 'Elementary flows/Resource/in ground'] },
  ...{ f1: ['ELEMENTARY_FLOW', 'Elementary flows/Resource/in ground'] },
};

const avoided = { isAvoidedProduct: true };
const waste = (amount: number): Given => input('w', amount, 'kg');
const out = (flow: string, amount: number, others: Given = {}): Given => exchange(flow, amount, 'kg', others);
const need = (flow: string, amount: number, others: Given = {}): Given => input(flow, amount, 'kg', others);

function physical(parts: Readonly<Record<string, number>>): Given {
  return {
    defaultAllocationMethod: 'PHYSICAL_ALLOCATION',
    allocationFactors: Object.entries(parts).map(([product, value]) => ({
      ...{ allocationType: 'PHYSICAL_ALLOCATION', product: { '@id': product }, value },
    })),
  };
}

const EMITTED = 'flow/air/e/any-origin';

function allocated(
  what: string,
  [first, second]: readonly [Given, Given],
  others: Given,
  product: string,
): OpenlcaCase {
  return {
    ...{
      test: 'math/AllocationTest.java',
      texts: ['assertEquals(0.5, result.getTotalFlowValueOf(co2), 1e-16);'],
      what,
    },
    processes: [process('P', [first, second, out('e', 2)], others)],
    ...{ demand: { product }, figures: { [EMITTED]: 0.5 } },
  };
}

function impact(direction: string | undefined, r: number, e: number): Readonly<Record<string, Given>> {
  const factor = (flow: string, value: number): Given => ({
    ...{ flow: { '@id': flow }, value, unit: { '@id': 'kg' }, flowProperty: { '@id': 'mass' } },
  });
  const impactFactors = [factor('r', r), factor('e', e)];
  return {
    'lcia_categories/i.json': {
      '@id': 'i',
      ...{ name: 'I', refUnit: 'point', lastChange: '2024-01-01T00:00:00Z', direction, impactFactors },
    },
  };
}

function directed(
  what: string,
  texts: readonly string[],
  others: Readonly<Record<string, Given>>,
  theirs: number,
  swapped = false,
): OpenlcaCase {
  const exchanges = swapped ? [need('e', -1), out('r', -1)] : [need('r', 1), out('e', 1)];
  return {
    ...{ test: 'math/ImpactDirectionTest.java', what, texts, others },
    processes: [process('P', [out('p', 1), ...exchanges])],
    ...{ demand: { product: 'p' }, categories: ['i'], figures: { 'impact/i': theirs } },
  };
}

const CHAIN = [
  process('x0', [out('x0', 1), need('x1', 1), out('e', 1)]),
  process('x1', [out('x1', 1), need('x2', 1), out('e', 1)]),
  process('x2', [out('x2', 1), out('e', 1)]),
];

const CASES: readonly OpenlcaCase[] = [
  {
    ...{
      test: 'math/AllocateAvoidedTest.java',
      texts: ['assertEquals(0.9375, value, 1e-9);'],
      what: 'allocation with an avoided product',
    },
    processes: [
      process(
        'P',
        [out('p', 1), out('q', 1), need('a', 0.5, avoided), out('e', 2)],
        physical({ p: 0.75, q: 0.25 }),
      ),
      process('A', [out('a', 1), out('e', 1.5)]),
    ],
    ...{ demand: { product: 'p' }, figures: { [EMITTED]: 0.9375 } },
  },
  allocated('two products', [out('p1', 1), out('p2', 3)], physical({ p1: 0.25, p2: 0.75 }), 'p1'),
  allocated('two wastes', [need('w1', 1), need('w2', 3)], physical({ w1: 0.25, w2: 0.75 }), 'w1'),
  allocated('a product and a waste', [out('p1', 1), need('w2', 3)], physical({ p1: 0.25, w2: 0.75 }), 'p1'),
  allocated('a waste and a product', [need('w1', 1), out('p2', 3)], physical({ w1: 0.25, p2: 0.75 }), 'w1'),
  allocated(
    'parts by formulas',
    [out('p1', 1), need('w2', 3)],
    {
      defaultAllocationMethod: 'PHYSICAL_ALLOCATION',
      parameters: [{ name: 'param', value: 25, isInputParameter: true }],
      allocationFactors: [
        ['p1', 'param / 100'],
        ['w2', '3 * param / 100'],
      ].map(([product, formula]) => ({
        ...{ allocationType: 'PHYSICAL_ALLOCATION', product: { '@id': product }, value: 1, formula },
      })),
    },
    'p1',
  ),
  {
    ...{
      test: 'matrix/AllocationIndexTest.java',
      texts: ['.alloc("p1", "CO2", 0.3)', '.elemOut("CO2", 4.0, "kg")'],
      what: 'causal allocation',
    },
    processes: [
      process('P', [out('p1', 1), out('p2', 1), need('w', 1), out('e', 4, { internalId: 4 })], {
        defaultAllocationMethod: 'CAUSAL_ALLOCATION',
        allocationFactors: Object.entries({ p1: 0.3, p2: 0.2, w: 0.5 }).map(([product, value]) => ({
          ...{
            allocationType: 'CAUSAL_ALLOCATION',
            product: { '@id': product },
            value,
            exchange: { internalId: 4 },
          },
        })),
      }),
    ],
    ...{ demand: { product: 'p1' }, figures: { [EMITTED]: 0.3 * 4 } },
  },
  {
    ...{
      test: 'math/AvoidedFlowsTest.java',
      texts: ['assertEquals(1.0, r.getTotalFlowValueOf(co2), 1e-16);'],
      what: 'an avoided product',
    },
    processes: [
      process('P1', [out('p1', 1), need('p2', 0.5, avoided), out('e', 2)]),
      process('P2', [out('p2', 1), out('e', 2)]),
    ],
    ...{ demand: { product: 'p1' }, figures: { [EMITTED]: 1 } },
  },
  {
    ...{ test: 'math/AvoidedFlowsTest.java', texts: ['.wasteOut("w", 0.5, "kg")'], what: 'an avoided waste' },
    processes: [
      process('P', [out('p', 1), out('w', 0.5, avoided), out('e', 2)]),
      process('W', [waste(1), out('e', 2)]),
    ],
    ...{ demand: { product: 'p' }, figures: { [EMITTED]: 1 } },
  },
  {
    ...{
      test: 'math/WasteCalculationTest.java',
      texts: ['assertEquals(4.0, result.getTotalFlows().getFirst().value(), 1e-10);'],
      what: 'a waste that is treated',
    },
    processes: [process('P', [out('p', 1), out('w', 2)]), process('W', [waste(1), out('e', 2)])],
    ...{ demand: { product: 'p' }, figures: { [EMITTED]: 4 } },
  },
  {
    ...{
      test: 'math/WasteCalculationTest.java',
      texts: ['w.input(product, 2.0);'],
      what: 'the treatment of a waste',
    },
    processes: [process('W', [waste(1), need('p', 2)]), process('P', [out('p', 1), out('e', 2)])],
    ...{ demand: { product: 'w' }, figures: { [EMITTED]: 4 } },
  },
  {
    test: 'math/SelfLoopAnalysisTest.java',
    texts: [
      'Assert.assertEquals(4, s[0], 1e-10);',
      'Assert.assertEquals(12, upstream("p1", "f1"), 1e-10);',
      'Assert.assertEquals(8, direct("p2", "f1"), 1e-10);',
    ],
    what: 'a loop',
    processes: [
      process('p1', [out('p1', 1), need('p2', 1), need('f1', 1), out('f2', 2)]),
      process('p2', [out('p2', 1), need('p1', 0.5), need('f1', 2), out('f2', 1)]),
    ],
    demand: { product: 'p1', amount: '2' },
    figures: { 'run/p1': 4, 'run/p2': 4, 'flow/resource/f1/any-origin': 12, 'flow/air/f2/any-origin': 12 },
  },
  {
    test: 'results/AvoidedWasteTest.java',
    texts: [
      'assertEquals(-0.5, result.getScalingFactorOf(techFlowOf("w")), 1e-10);',
      'assertEquals(0.75, result.getTotalFlowValueOf(enviFlowOf("r")), 1e-10);',
    ],
    what: 'an avoided waste with a resource',
    processes: [
      process('P', [out('p', 1), out('w', 0.5, avoided), need('r', 1)]),
      process('W', [waste(1), need('r', 0.5), out('e', 2)]),
    ],
    demand: { product: 'p' },
    figures: { 'run/w': -0.5, 'flow/resource/r/any-origin': 0.75, [EMITTED]: -1 },
  },
  {
    ...{
      test: 'math/InventoryZeroTest.java',
      texts: ['assertEquals(0.0, enviValue, 1e-16);'],
      what: 'a flow that enters and leaves',
    },
    processes: [process('P', [out('p', 1), need('e', 1), out('e', 1), out('n', 1)])],
    ...{ demand: { product: 'p' }, figures: { [EMITTED]: 0 } },
  },
  directed(
    'positive factors of a category of inputs',
    ['indicator.factor(e, 0.5);'],
    impact('INPUT', 1, 0.5),
    0.5,
  ),
  directed(
    'a negative factor of a category of inputs',
    ['assertEquals(1.5, result, 1e-16);'],
    impact('INPUT', 1, -0.5),
    1.5,
  ),
  directed('flows in the other direction', ['process.input(e, -1);'], impact('INPUT', 1, -0.5), 1.5, true),
  directed(
    'a negative factor without a direction',
    ['assertEquals(0.5, result, 1e-16);'],
    impact(undefined, 1, -0.5),
    0.5,
  ),
  ...[6, 4, 2].map((theirs, at) => ({
    ...{
      test: 'results/DemandTest.java',
      texts: [`case ${at} -> assertEquals(${theirs}, g, 1e-16);`],
      what: `2 kg of product ${at} of a chain`,
    },
    // In the matrix of the test, product 0 needs product 1, and that needs product 2
    ...{ processes: CHAIN, demand: { product: `x${at}`, amount: '2' }, figures: { [EMITTED]: theirs } },
  })),
];

/** Packages that the tests hold: they have processes without emissions, so only reading them is compared. */
const PACKAGES = [
  ['exchange_sync-all.zip', 2],
  ['exchange_sync-process.zip', 1],
  ['unit_sync-all.zip', 1],
  ['flow_property_factor_sync-all.zip', 1],
] as const;
const RESOURCES = 'olca-core/src/test/resources/org/openlca/jsonld/input';

/** Compares with numbers of the tests of olca-modules: each system is written as a package, read, and computed. */
export async function compareOpenlca(repository: string): Promise<Compared[]> {
  const compared: Compared[] = [];
  const source = { title: 'case', provider: 'olca-modules', licence: 'not committed' };
  for (const { test, texts, what, processes, others, demand, categories = [], figures } of CASES) {
    for (const text of texts) requireText(repository, `${TESTS}/${test}`, text);
    const bytes = makeZip(makePackage(processes, others, FLOWS));
    const { entries } = await readProcesses({ format: 'openlca', name: 'case.zip', bytes, source });
    const found = computeFigures(entries, demand, { categories });
    for (const [figure, theirs] of Object.entries(figures))
      compared.push({
        where: test,
        what: `${what}: ${figure}`,
        theirs,
        ours: found.get(figure) ?? Number.NaN,
      });
  }
  for (const [name, theirs] of PACKAGES) {
    const bytes = new Uint8Array(readFileOf(repository, `${RESOURCES}/${name}`));
    const { processes } = await readProcesses({ format: 'openlca', name, bytes, source });
    compared.push({ where: name, what: 'processes that are read', theirs, ours: processes });
  }
  return compared;
}
