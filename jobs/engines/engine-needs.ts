import type { Hex } from '../../core/encoding/hex.ts';
import type { CheckResult } from '../../core/verify/result.ts';

/** Engines by their digests: those of the program, those that the user gave, and those that the policy accepts. */
interface EnginesHere {
  readonly own: readonly Hex[];
  readonly given: readonly Hex[];
  readonly accepted: readonly Hex[];
}

/** An engine that a proof file names and that does not run here: its file is missing, the policy does not accept it, or both. */
interface EngineNeed {
  readonly digest: Hex;
  readonly isMissing: boolean;
  readonly isRefused: boolean;
}

/** Returns which of the engines that a proof file names do not run here. */
export function listEngineNeeds(
  named: ReadonlySet<Hex>,
  { own, given, accepted }: EnginesHere,
  checks: readonly Pick<CheckResult, 'code' | 'actual'>[],
): readonly EngineNeed[] {
  const here = new Set([...own, ...given]);
  // An engine in the list is still missing if the server gave other bytes for it.
  for (const { code, actual } of checks) if (code === 'engine-missing') here.delete(actual as Hex);
  return [...named]
    .map((digest) => ({ digest, isMissing: !here.has(digest), isRefused: !accepted.includes(digest) }))
    .filter(({ isMissing, isRefused }) => isMissing || isRefused);
}
