import { openApi } from '../../client/http/api.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { openRandom } from '../../test/endurance/random.ts';
import type { BenchLedger } from './ledger.ts';
import type { Progress } from './progress.ts';
import { idAt } from './records.ts';
import type { SignedFile } from './sign-files.ts';

/** Chooses `count` different records of the files by a seed, or all records if there are fewer. */
export function chooseIds(files: readonly SignedFile[], count: number, seed: number): Hex[] {
  const random = openRandom(seed);
  const all = files.reduce((sum, file) => sum + file.count, 0);
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, all)) chosen.add(random.below(all));
  return [...chosen].map((index) => idOf(files, index));
}

function idOf(files: readonly SignedFile[], index: number): Hex {
  let left = index;
  for (const { ids, count } of files) {
    if (left < count) return idAt(ids, left);
    left -= count;
  }
  throw new Error(`record ${index} does not exist`);
}

/** How many proof files are verified at the same time. */
const AT_ONCE = 4;

/**
 * Fetches proof files over HTTP, verifies each against the chain with the policy that the command line makes, but that asks for no newest
 * version, and returns how many
 * were verified.
 * @throws Error with the checks of the first proof file that is not verified
 */
export async function verifySample(
  ledger: BenchLedger,
  ids: readonly Hex[],
  progress: Progress,
): Promise<number> {
  const policy = { ...ledger.policy, newest: 'not-asked' as const };
  const { url } = ledger;
  const reader = await openPolicyReader(policy);
  if (reader === null) throw new Error('the policy has no endpoint');
  const recover = openRecover({
    warn: () => {
      throw new Error('the native secp256k1 is missing');
    },
  });
  const waiting = [...ids];
  let verified = 0;
  const work = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const file = await openApi(url).getBytes(`/v1/records/${id}/bundle`);
      const now = Math.floor(Date.now() / 1000);
      const { verdict, checks, bundle } = await verifyBundle(file, { policy, reader, now, recover });
      if (verdict !== 'verified' || bundle?.records[0]?.id !== id)
        throw new Error(`the proof file of ${id} is ${verdict}: ${JSON.stringify(checks)}`);
      progress.count('verified', ++verified, ids.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return verified;
}
