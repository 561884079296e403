import type { Outcome } from '../work/messages.ts';
import { explainVerdict } from './why.ts';
import { useWhyTexts } from './why-texts.ts';

/** Returns a function that says in a few words what the verdict on a file is, and why. */
export function useHeadline(): (outcome: Pick<Outcome, 'verdict' | 'checks' | 'unchecked'>) => string {
  const { verified, causes, genuine, lacks } = useWhyTexts();
  return (outcome) => {
    const why = explainVerdict(outcome);
    if (why.verdict === 'verified') return verified;
    if (why.verdict === 'unchecked') return lacks[why.lack];
    return why.isGenuine ? genuine[why.cause] : causes[why.cause];
  };
}
