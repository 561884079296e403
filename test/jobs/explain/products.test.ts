import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { listContributions } from '../../../jobs/explain/contributions.ts';
import { listFootprints } from '../../../jobs/explain/footprints.ts';
import { COMMON, dataset } from '../../engine/dataset.ts';
import { CYCLE, FOOTPRINT } from '../../engine/life-cycle/every-figure.ts';
import { figure } from '../../pictures/pictured-results.ts';

describe('contributions to the life cycle of a product', () => {
  it('add up to the total by process and by input, and a process opens to its flows', () => {
    const { figures } = runMethod('life-cycle@1', [dataset('a', ...CYCLE.rows)], {
      ...COMMON,
      ...CYCLE.parameters,
      standard: 'en15804',
      rounding: { mode: 'half-even', digits: 12 },
    });
    const trees = listContributions(figures);
    expect(trees.map(({ unit }) => unit).sort()).toEqual(['glass', 'plastic']);
    const plastic = trees.find(({ unit }) => unit === 'plastic');
    const { total, byProcess, byInput, byStage } = plastic!;
    const sumOf = (parts: typeof byProcess): number =>
      parts.reduce((sum, each) => sum + Number(each.figure.value), 0);
    for (const parts of [byProcess, byInput]) expect(sumOf(parts)).toBeCloseTo(Number(total.value), 9);
    expect(byProcess.at(0)?.share).toBeGreaterThan(0);
    expect(byProcess.find(({ of }) => of[0] === 'cracker')?.below.map(({ of }) => of)).toContainEqual([
      'air',
      'CO2',
      'fossil',
    ]);
    expect(byStage.map(({ of }) => of)).toEqual([['A1'], ['A3'], ['C4'], ['D']]);
  });

  it('are none of another result', () => {
    expect(listContributions([figure('scope1/total', '1')])).toEqual([]);
  });
});

describe('a footprint as it is exchanged', () => {
  const { figures } = runMethod('footprint@1', [dataset('a', ...FOOTPRINT.rows)], {
    ...COMMON,
    ...FOOTPRINT.parameters,
    rounding: { mode: 'half-even', digits: 12 },
  });

  it('has its parts, its totals, what is beside them, and identities that hold', () => {
    const [footprint, ...more] = listFootprints(figures);
    expect(more).toEqual([]);
    expect(footprint).toMatchObject({
      ...{ product: 'urn:gtin:4712345060507', within: { length: 7 }, beside: { length: 8 } },
      primaryDataShare: { unit: '%' },
      identities: { uptake: true, including: true, excluding: true },
    });
    expect(footprint!.beside.map(({ name }) => name)).toContain('outboundLogisticsGhgEmissions');
  });

  it('says which identity does not hold, and which cannot be judged', () => {
    const changed = figures
      .filter(({ key }) => !key.endsWith('/biogenicCarbonContent'))
      .map((each) => (each.key.endsWith('/pcfIncludingBiogenicUptake') ? { ...each, value: '1' } : each));
    expect(listFootprints(changed)[0]!.identities).toEqual({
      uptake: null,
      including: false,
      excluding: true,
    });
    expect(listFootprints([figure('scope1/total', '1')])).toEqual([]);
  });
});
