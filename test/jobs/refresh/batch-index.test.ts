import { describe, expect, it } from 'vitest';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { BatchIndex } from '../../../jobs/refresh/batch-index.ts';
import { named } from '../../helpers/memory-ledger.ts';

const SIZES = Array.from({ length: 600 }, (_, at) => 1 + ((at * 7) % 5));

function makeIndex(): BatchIndex {
  const index = new BatchIndex();
  SIZES.forEach((recordCount, at) => index.add(anchoring(at + 1, recordCount)));
  return index;
}

function anchoring(number: number, recordCount: number) {
  const header = named(`header ${number}`);
  const fields = { number, records: ZERO_HASH, recordCount, heads: ZERO_HASH, sealedAt: number };
  return {
    ...{ number, header, fields, anchoredAt: 100 + number, transaction: named(`transaction ${number}`) },
    ...{ block: 10 * number, blockHash: named(`block ${number}`) },
  };
}

describe('the index of batches', () => {
  const index = makeIndex();

  it('finds the batch of every record, as a count does', () => {
    const batches = SIZES.flatMap((count, at) => Array.from({ length: count }, () => at + 1));
    expect(batches.map((_, record) => index.batchOf(record))).toEqual(batches);
    expect(index.recordsUpTo(SIZES.length)).toBe(batches.length);
    expect(index.recordsUpTo(0)).toBe(0);
  });

  it('gives header and anchor of each batch, also after it grew', () => {
    for (const number of [1, 256, 257, 600]) {
      expect(index.headerOf(number)).toBe(named(`header ${number}`));
      expect(index.anchorOf(number)).toEqual({
        ...{ anchoredAt: 100 + number, block: 10 * number },
        ...{ transaction: named(`transaction ${number}`), blockHash: named(`block ${number}`) },
      });
    }
    expect([index.headerOf(0), index.headerOf(601)]).toEqual([ZERO_HASH, ZERO_HASH]);
  });

  it('takes only the next batch', () => {
    const own = makeIndex();
    own.add(anchoring(3, 1));
    own.add(anchoring(602, 1));
    expect(own.count).toBe(600);
    own.add(anchoring(601, 1));
    expect(own.count).toBe(601);
  });
});
