import type { Tone } from '../../components/tag.tsx';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';

/** What the colour of a verdict depends on. */
type Toned = Pick<ProofVerification, 'verdict' | 'newest' | 'hidesFigures'>;

/**
 * Returns the colour of a verdict. It is good only where a reader can take it for what it seems: not where a newer version may exist that
 * was not asked for, and not where a result or a disclosure shows no figure.
 */
export function toneOfVerdict(outcome: Toned, newer = 0): Tone {
  if (outcome.verdict === 'not-verified') return 'bad';
  const isWhole = outcome.newest === 'required' && newer === 0 && !outcome.hidesFigures;
  return outcome.verdict === 'verified' && isWhole ? 'good' : 'unsure';
}
