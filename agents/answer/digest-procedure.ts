import type { Hex } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { toPlain } from './answer-file.ts';

/** Returns the hash of what decides how a procedure answers: its runs, steps and obligations, and none of its words (keccak of the JCS). */
export function digestProcedure({ runs, steps, obligations }: Procedure): Hex {
  const deciding = runs.map(({ about: _, ...run }) => run);
  return hashJson(toPlain({ runs: deciding, steps, obligations }));
}
