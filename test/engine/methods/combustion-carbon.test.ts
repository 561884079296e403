import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, fuelUse } from '../dataset.ts';

describe('combustion-carbon@2', () => {
  // 1,000 t × 21 GJ/t × 0.03085 tC/GJ × 0.99 × 44/12, by hand
  it('computes the formula of the Chinese ETS', () => {
    const rows = [
      fuelUse('coal', '1000', 't', 'coal'),
      entry('ncv', '21', 'GJ/t', { row: 'net-calorific-value', fuel: 'coal', year: 2023 }, ALWAYS),
      entry('cc', '0.03085', 't{C}/GJ', { row: 'carbon-content', fuel: 'coal', year: 2022 }, ALWAYS),
      entry('of', '0.99', '1', { row: 'oxidation', fuel: 'coal', year: 2022 }, ALWAYS),
    ];
    const { figures } = runMethod('combustion-carbon@2', [dataset('a', ...rows)], COMMON);
    expect(figures).toEqual([expect.objectContaining({ value: '2351.6955', unit: 't{CO2}' })]);
    expect(figures[0]!.detail.derivation.formula).toBe('FC * NCV * CC * OF * 44/12');
  });
});
