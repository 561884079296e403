import { describe, expect, it } from 'vitest';
import { parseIdentifier } from '../../../core/parties/identifier.ts';

describe('parseIdentifier', () => {
  it.each([
    ['lei:529900t8BM49AURSDO55', 'this has t'],
    ['lei:529900T8BM49AURSDO5', 'this has 19'],
    ['lei:529900T8BM49AURSDOAB', 'this has A'],
    ['uscc:91350100M000100Y4O', 'without I, O, S, V and Z; this has O'],
    ['uscc:91350100m000100Y43', 'this has m'],
    ['uscc:91350100M000100Y4', 'this has 17'],
  ])('says what is wrong with %s', (text, why) => {
    expect(() => parseIdentifier(text)).toThrow(
      expect.objectContaining({ code: 'identifier-syntax', message: expect.stringContaining(why) }),
    );
  });
});
