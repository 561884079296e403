import { describe, expect, it } from 'vitest';
import { fuseInputs } from '../../../jobs/import/fuse-datasets.ts';
import { dataset, documentOf, gridFactor } from '../../engine/dataset.ts';

const by = (digit: string, provider: unknown, value: string) =>
  dataset(
    digit,
    gridFactor('grid', value, 'average'),
    documentOf('source', { row: 'source', dataset: 'power', provider }),
  );
const [A, B] = [by('a', 'A', '0.5'), by('b', 'B', '0.6')];

describe('datasets that are fused', () => {
  it('are one where they agree, and in any order', () => {
    const same = by('b', 'B', '0.5');
    const outcome = fuseInputs([A, same], []);
    expect(outcome).toMatchObject({ is: 'fused', conflicts: [] });
    expect(fuseInputs([same, A], [])).toEqual(outcome);
  });

  it('take the row of the provider that is ranked first, and say what they passed over', () => {
    const fused = fuseInputs([A, B], ['B', 'A']);
    expect(fused).toMatchObject({
      is: 'fused',
      conflicts: [{ key: 'grid', taken: B.record, passed: A.record }],
    });
    expect(fused.is === 'fused' && fused.entries.find(({ key }) => key === 'grid')?.value).toBe('0.6');
  });

  it('are not fused where providers disagree and none is preferred', () => {
    expect(fuseInputs([A, B], [])).toEqual({ is: 'tied', keys: ['grid'] });
    expect(fuseInputs([A, by('b', 3, '0.6')], ['C'])).toEqual({ is: 'tied', keys: ['grid'] });
  });

  it('are not fused where one is given twice', () => {
    expect(fuseInputs([A, B, A], ['A'])).toEqual({ is: 'twice', record: A.record });
  });
});
