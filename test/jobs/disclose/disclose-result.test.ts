import { describe, expect, it } from 'vitest';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { discloseResult } from '../../../jobs/disclose/disclose-result.ts';
import { listWaiting, wasSeen } from '../../../jobs/disclose/readers.ts';
import { recordId } from '../../engine/dataset.ts';

const RESULT = recordId('a');
const figure = (key: string) => ({
  ...{ key, value: '1', unit: 't', from: 0, until: 0, salt: recordId('5') },
  detail: { derivation: { formula: 'a + b', operands: [{ key: 'secret' }] } },
});
const FIGURES = [figure('total'), figure('scope1'), figure('scope2')];
const disclose = (...keys: string[]) => discloseResult({ record: RESULT, figures: FIGURES, keys });

describe('a disclosure of a result', () => {
  it('shows the chosen figures in their order, each citing the result, which is its source', () => {
    const { entries, sources, missing } = disclose('scope2', 'total');
    expect(entries!.map(({ key }) => key)).toEqual(['scope2', 'total']);
    expect(entries![0]!.detail).toEqual({ derivation: { formula: 'a + b', result: RESULT, key: 'scope2' } });
    expect({ sources, missing }).toEqual({ sources: [RESULT], missing: [] });
  });

  it('has neither operands nor salts of the result', () => {
    const text = JSON.stringify(disclose('total'));
    expect(text).not.toContain('secret');
    expect(text).not.toContain('salt');
  });

  it('names the keys that the result does not have', () => {
    expect(disclose('total', 'scope3', 'scope4')).toMatchObject({
      ...{ entries: [{ key: 'total' }], missing: ['scope3', 'scope4'] },
    });
    expect(disclose()).toEqual({ entries: [], sources: [RESULT], missing: [] });
  });
});

describe('the readers of a disclosure', () => {
  const [exchange, regulator] = [recordId('e'), recordId('f')];
  const view = (subject: string, addressees: readonly string[], publicEntries = false) =>
    ({
      publicEntries,
      record: { subject },
      statement: addressees.length === 0 ? {} : { addressees },
    }) as never;
  const seen = (before: never): boolean =>
    wasSeen(before, { addressees: [exchange], subject: 'exchange/2024' });

  it('have seen an earlier one that is public, an earlier version, or was meant for one of them', () => {
    expect(seen(view('other', [], true))).toBe(true);
    expect(seen(view('exchange/2024', []))).toBe(true);
    expect(seen(view('other', [regulator, exchange]))).toBe(true);
    expect(seen(view('other', [regulator]))).toBe(false);
    expect(seen(view('other', []))).toBe(false);
  });

  it('wait until they may read it', () => {
    const meant = view('exchange/2024', [exchange, regulator]);
    expect(listWaiting(meant, [])).toEqual([exchange, regulator]);
    expect(listWaiting(meant, [exchange, ZERO_HASH])).toEqual([regulator]);
    expect(listWaiting(view('exchange/2024', []), [])).toEqual([]);
  });
});
