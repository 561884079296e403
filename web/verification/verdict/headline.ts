import { useFormat } from '../../language/format.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { ShownVerdict } from '../../../jobs/verify/present.ts';
import { useWhyTexts } from './why-texts.ts';

/** Returns a function that says in a few words what the verdict on a file is, and why. */
export function useHeadline(): (
  outcome: Pick<ProofVerification, 'why' | 'newest' | 'hidesFigures'>,
) => string {
  const { verified, verifiedNotAsked, noFigures, noFiguresNotAsked, causes, genuine, lacks } = useWhyTexts();
  return (outcome) => {
    const { why } = outcome;
    const isAsked = outcome.newest === 'required';
    if (why.verdict === 'verified' && outcome.hidesFigures) return isAsked ? noFigures : noFiguresNotAsked;
    if (why.verdict === 'verified') return isAsked ? verified : verifiedNotAsked;
    if (why.verdict === 'unchecked') return lacks[why.lack];
    return why.isGenuine ? genuine[why.cause] : causes[why.cause];
  };
}

/** Returns a function that says the verdict that is shown of a file; where newer batches exist, it says as of when a file was verified. */
export function useShownHeadline(): (shown: ShownVerdict) => string {
  const { verifiedAsOf, verifiedAsOfBatch, stillNewest } = useWhyTexts();
  const headline = useHeadline();
  const format = useFormat();
  return ({ outcome, newer, isPresent }) => {
    const { batch = null, asOf = null } = outcome.summary?.standing ?? {};
    const isNewest = outcome.verdict === 'verified' && outcome.newest === 'required';
    if (!isNewest || batch === null || outcome.hidesFigures) return headline(outcome);
    if (newer > 0)
      return asOf === null ? verifiedAsOfBatch(format.number(batch)) : verifiedAsOf(format.zonedTime(asOf));
    return isPresent ? stillNewest(format.number(batch)) : headline(outcome);
  };
}
