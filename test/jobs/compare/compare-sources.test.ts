import { expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { LedgerRecord } from '../../../core/records/record.ts';
import { compareSources } from '../../../jobs/compare/compare-sources.ts';

const ZERO: Hex = `0x${'00'.repeat(32)}`;

function source(id: Hex, subject: string, sequence: number) {
  const record: LedgerRecord = {
    ...{ party: ZERO, kind: 1, subject, sequence },
    ...{ previous: ZERO, entries: ZERO, sources: [], statement: ZERO },
  };
  return { id, record };
}

it('sources that only one of two records has are grouped by stream: another version, added, no longer used', () => {
  const [old, now] = [source('0x01', 'grid', 1), source('0x02', 'grid', 2)];
  const [kept, gone, added] = [
    source('0x03', 'fuels', 1),
    source('0x04', 'gwp', 1),
    source('0x05', 'rows', 1),
  ];
  expect(compareSources([old, kept, gone], [now, kept, added])).toEqual([
    { before: [old], after: [now] },
    { before: [gone], after: [] },
    { before: [], after: [added] },
  ]);
  expect(compareSources([kept], [kept])).toEqual([]);
});
