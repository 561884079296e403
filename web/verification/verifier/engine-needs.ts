import type { Hex } from '../../../core/encoding/hex.ts';
import type { GivenEngine } from '../work/messages.ts';

/** What a page has and accepts to compute figures again: digests of its own engines, those that were dropped, and those of the policy. */
interface EnginesHere {
  readonly own: readonly Hex[];
  readonly given: readonly GivenEngine[];
  readonly accepted: readonly Hex[];
}

/** An engine that a proof file names and that does not run here: its file is missing, the policy does not accept it, or both. */
export interface EngineNeed {
  readonly digest: Hex;
  readonly isMissing: boolean;
  readonly isRefused: boolean;
}

/** Returns the engines that a proof file names and that do not run here. */
export function listEngineNeeds(
  named: ReadonlySet<Hex>,
  { own, given, accepted }: EnginesHere,
): readonly EngineNeed[] {
  const here = new Set([...own, ...given.map(({ digest }) => digest)]);
  return [...named]
    .map((digest) => ({ digest, isMissing: !here.has(digest), isRefused: !accepted.includes(digest) }))
    .filter(({ isMissing, isRefused }) => isMissing || isRefused);
}
