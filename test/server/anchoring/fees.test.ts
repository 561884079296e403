import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bumpFees, chooseFees } from '../../../server/anchoring/fees.ts';

const wei = fc.bigInt({ min: 0n, max: 10n ** 13n });
const market = fc.record({ baseFee: wei, priorityFee: wei });

describe('chooseFees', () => {
  it('returns twice the base fee plus the usual priority fee', () => {
    expect(chooseFees({ baseFee: 10n, priorityFee: 3n }, 100n)).toEqual({
      maxFeePerGas: 23n,
      maxPriorityFeePerGas: 3n,
    });
  });

  it('stays within the cap, and returns null only if the base fee is above it', () => {
    fc.assert(
      fc.property(market, wei, (market, cap) => {
        const fees = chooseFees(market, cap);
        expect(fees === null).toBe(market.baseFee > cap);
        if (fees === null) return;
        expect(fees.maxFeePerGas <= cap && fees.maxFeePerGas >= market.baseFee).toBe(true);
        expect(fees.maxPriorityFeePerGas <= fees.maxFeePerGas).toBe(true);
      }),
    );
  });
});

describe('bumpFees', () => {
  it('raises both fees by at least an eighth within the cap, or returns null', () => {
    fc.assert(
      fc.property(market, market, wei, (before, now, cap) => {
        const old = chooseFees(before, cap);
        const fees = old === null ? null : bumpFees(old, now, cap);
        if (old === null || fees === null) return;
        expect(fees.maxFeePerGas <= cap).toBe(true);
        expect(8n * fees.maxFeePerGas >= 9n * old.maxFeePerGas).toBe(true);
        expect(8n * fees.maxPriorityFeePerGas >= 9n * old.maxPriorityFeePerGas).toBe(true);
        expect(fees.maxPriorityFeePerGas <= fees.maxFeePerGas).toBe(true);
      }),
    );
  });

  it('returns null if an eighth more is above the cap', () => {
    const old = { maxFeePerGas: 90n, maxPriorityFeePerGas: 1n };
    expect(bumpFees(old, { baseFee: 1n, priorityFee: 1n }, 100n)).toBeNull();
    expect(bumpFees(old, { baseFee: 1n, priorityFee: 1n }, 102n)).toEqual({
      maxFeePerGas: 102n,
      maxPriorityFeePerGas: 2n,
    });
  });
});
