import { type Policy, rulesOf } from '../../../core/verify/policy.ts';
import type { Outcome } from '../work/messages.ts';
import { MoreLimits } from './more-limits.tsx';
import { useLimitTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** What the verdict leaves open: always, and because the policy does not ask for it. */
export function Limits({
  outcome: { notRequired, summary, bundle },
  policy,
}: {
  outcome: Outcome;
  policy: Policy | null;
}) {
  const texts = useLimitTexts();
  const hasFigures = summary?.kind === 'result' || summary?.kind === 'disclosure';
  const isComputed = summary?.origins?.recomputed.length === summary?.figures.length;
  const open = [
    texts.after,
    ...(policy !== null && rulesOf(policy).judges.length > 0 ? [] : [texts.judges]),
    ...(policy !== null && policy.replays.quorum > 0 ? [] : [texts.replays]),
    ...(notRequired.includes('order') ? [texts.order] : []),
    ...(notRequired.includes('completeness') ? [texts.completeness] : []),
    ...(hasFigures && !isComputed ? [texts.reperformance] : []),
    texts.who,
    texts.truth,
  ];
  return (
    <ul className={classes['limits']}>
      {open.map((text) => (
        <li key={text}>{text}</li>
      ))}
      <MoreLimits outcome={{ summary, bundle }} />
    </ul>
  );
}
