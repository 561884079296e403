import { describe, expect, it } from 'vitest';
import { figureOf, gwp } from '../dataset.ts';
import { emission, exchange, factor, makes, matrixRows, needs, run, unitOf, valueOf } from './rows.ts';

describe('life-cycle@1, published cases', () => {
  // brightway2-calc, tests/fixtures/create_fixtures.py, basic_fixture, and tests/test_lca.py, test_basic
  it('solves two processes with one exchange', () => {
    const rows = matrixRows(
      [
        [1, 0],
        [-0.5, 1],
      ],
      [[1, 0]],
    );
    const result = run(rows, [unitOf('i0')], { categories: ['c'], show: ['inventory', 'runs'] }, [
      factor('c', 'f0', '1'),
    ]);
    expect(valueOf(result, 'product/i0/run/p0')).toBe('1');
    expect(valueOf(result, 'product/i0/run/p1')).toBe('0.5');
    expect(valueOf(result, 'product/i0/flow/air/f0/any-origin')).toBe('1');
    expect(valueOf(result, 'product/i0/impact/c')).toBe('1');
  });

  // brightway2-calc, tests/test_multi_lca.py: 11, 30 and 120 are printed there, the others solved with numpy
  it('computes three functional units over linked systems in two categories', () => {
    const a = [
      [-0.2, -0.5, 1, -0.1, 0, -0.1],
      [1, 0, 0, -0.2, -0.1, 0],
      [-0.5, 1, 0, 0, 0, -0.2],
      [0, 0, 0, -0.4, 1, 0],
      [0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 1],
    ];
    const b = [
      [2, 4, 8, 1, 2, 1],
      [1, 2, 3, 0, 0, 0],
      [0, 0, 0, 0, 1, 2],
      [0, 0, 0, 0, 0, 3],
    ];
    const factors = [
      ...[0, 1, 2, 3].map((at) => factor('first', `f${at}`, '1')),
      ...[1, 3].map((at) => factor('second', `f${at}`, '10')),
    ];
    const units = [unitOf('i0', '1', 'gamma'), unitOf('i3', '2', 'epsilon'), unitOf('i5', '3', 'zeta')];
    const result = run(matrixRows(a, b), units, { categories: ['first', 'second'] }, factors);
    expect(valueOf(result, 'product/gamma/impact/first')).toBe('11');
    expect(valueOf(result, 'product/gamma/impact/second')).toBe('30');
    expect(valueOf(result, 'product/zeta/impact/second')).toBe('120');
    expect(valueOf(result, 'product/zeta/impact/first')).toBe('28.2');
    expect(valueOf(result, 'product/epsilon/impact/first')).toBe('8.19');
    expect(valueOf(result, 'product/epsilon/impact/second')).toBe('6.7');
  });

  // olca-modules, AllocationTest.java
  it.each([
    ['products', [makes('p', 'p1', '1'), makes('p', 'p2', '3')], 'p1'],
    [
      'wastes that are treated',
      [
        exchange('p', 'w1', '1', { direction: 'input', kind: 'waste' }),
        exchange('p', 'w2', '3', { direction: 'input', kind: 'waste' }),
      ],
      'w1',
    ],
  ])('allocates %s by their mass', (_, rows, item) => {
    const result = run([...rows, emission('p', 'CO2', '2')], [unitOf(item)], { allocation: 'mass' });
    expect(valueOf(result, `product/${item}/flow/air/CO2/any-origin`)).toBe('0.0005');
    expect(valueOf(result, `share/p/${item}`)).toBe('0.25');
  });

  // olca-modules, AllocateAvoidedTest.java: 0.75 x 2 - 0.75 x 0.5 x 1.5
  it('allocates a process with an avoided product', () => {
    const rows = [
      makes('P', 'p', '1', { allocation: '0.75' }),
      makes('P', 'q', '1', { allocation: '0.25' }),
      exchange('P', 'a', '0.5', { direction: 'input', kind: 'avoided' }),
      emission('P', 'CO2', '2'),
      makes('A', 'a', '1'),
      emission('A', 'CO2', '1.5'),
    ];
    const result = run(rows, [unitOf('p')], { gwpSet: 'AR5' });
    expect(valueOf(result, 'product/p/total')).toBe('0.0009375');
    expect(valueOf(result, 'product/p/substitution')).toBe('-0.0005625');
    expect(valueOf(result, 'product/p/without-substitution')).toBe('0.0015');
    expect(figureOf(result, 'product/p/total').detail.rules).toBe(
      'cradle-to-gate; allocation: p by declared',
    );
  });

  // olca-modules, AvoidedFlowsTest.java and AvoidedWasteTest.java
  it('subtracts avoided products and avoided treatment', () => {
    const product = [
      ...[makes('p1', 'a', '1'), emission('p1', 'CO2', '2')],
      exchange('p1', 'b', '0.5', { direction: 'output', kind: 'avoided' }),
      ...[makes('p2', 'b', '1'), emission('p2', 'CO2', '2')],
    ];
    expect(valueOf(run(product, [unitOf('a')], { gwpSet: 'AR5' }), 'product/a/total')).toBe('0.001');
    const waste = [
      ...[makes('P', 'p', '1'), emission('P', 'r', '1', { compartment: 'resource' })],
      exchange('P', 'w', '0.5', { direction: 'input', kind: 'avoided' }),
      exchange('W', 'w', '1', { direction: 'input', kind: 'waste' }),
      ...[emission('W', 'r', '0.5', { compartment: 'resource' }), emission('W', 'e', '2')],
    ];
    const result = run(waste, [unitOf('p')], { show: ['inventory', 'runs'] });
    expect(valueOf(result, 'product/p/run/w')).toBe('-0.5');
    expect(valueOf(result, 'product/p/flow/resource/r/any-origin')).toBe('0.75');
    expect(valueOf(result, 'product/p/flow/air/e/any-origin')).toBe('-1');
  });

  // olca-modules, SelfLoopAnalysisTest.java
  it('solves two processes that need each other, and says for which input what is emitted', () => {
    const rows = [
      ...[
        makes('p1', 'a', '1'),
        needs('p1', 'b', '1'),
        emission('p1', 'CO2', '1'),
        emission('p1', 'CH4', '2'),
      ],
      ...[
        makes('p2', 'b', '1'),
        needs('p2', 'a', '0.5'),
        emission('p2', 'CO2', '2'),
        emission('p2', 'CH4', '1'),
      ],
    ];
    const potentials = [gwp('CH4', 'AR5', '28')];
    const parameters = {
      gwpSet: 'AR5',
      show: ['inventory', 'runs', 'processes', 'inputs', 'links'],
      mass: 'kg',
    };
    const result = run(rows, [unitOf('a', '2')], parameters, potentials);
    expect(valueOf(result, 'product/a/run/p1')).toBe('4');
    expect(valueOf(result, 'product/a/run/p2')).toBe('4');
    expect(valueOf(result, 'product/a/flow/air/CO2/any-origin')).toBe('12');
    expect(valueOf(result, 'product/a/flow/air/CH4/any-origin')).toBe('12');
    expect(valueOf(result, 'product/a/process/p1')).toBe('228');
    expect(valueOf(result, 'product/a/process/p2')).toBe('120');
    expect(valueOf(result, 'product/a/input/p2/b')).toBe('234');
    expect(valueOf(result, 'product/a/direct')).toBe('114');
    // What is emitted for a product that is made of itself is in each of its links again.
    expect(valueOf(result, 'product/a/link/p2/b/p1')).toBe('468');
    expect(valueOf(result, 'product/a/link/p1/a/p2')).toBe('348');
  });
});
