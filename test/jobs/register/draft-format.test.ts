import { describe, expect, it } from 'vitest';
import { parseDraft } from '../../../jobs/register/draft.ts';

describe('a file that is not a record file', () => {
  it.each([
    ['{}', 'missing-member'],
    ['[]', 'missing-member'],
    ['null', 'missing-member'],
    ['{"format":"carbon-ledger-policy/2"}', 'wrong-type'],
  ])('is refused by what it is not: %s', (text, code) => {
    expect(() => parseDraft(text)).toThrow(
      expect.objectContaining({
        code,
        path: 'format',
        message:
          'this is not a record file: expected the format carbon-ledger-record/1. ledger record build writes one',
      }),
    );
  });
});
