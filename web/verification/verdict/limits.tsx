import type { Policy } from '../../../core/verify/policy.ts';
import { useFormat } from '../../language/format.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { MoreLimits } from './more-limits.tsx';
import { useLimitTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** What the verdict leaves open: always, and because the policy does not ask for it. */
export function Limits({
  outcome: { newest, notRequired, summary, bundle },
  policy,
  batch,
}: {
  outcome: ProofVerification;
  /** The batch as of which the verdict holds; null where that is not known. */
  batch: number | null;
  policy: Policy | null;
}) {
  const texts = useLimitTexts();
  const format = useFormat();
  const open = [
    ...(newest === 'not-asked' ? [texts.newest] : []),
    batch === null ? texts.afterFile : texts.after(format.number(batch)),
    ...(policy !== null && policy.judges.length > 0 ? [] : [texts.judges]),
    ...(policy !== null && policy.replays.quorum > 0 ? [] : [texts.replays]),
    ...(notRequired.includes('order') ? [texts.order] : []),
    ...(notRequired.includes('completeness') ? [texts.completeness] : []),
    ...(hasUncomputed(summary) ? [texts.reperformance] : []),
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

/** Tells whether a record has figures that were not computed again. */
function hasUncomputed(summary: ProofVerification['summary']): boolean {
  const hasFigures = summary?.kind === 'result' || summary?.kind === 'disclosure';
  return hasFigures && summary.origins?.recomputed.length !== summary.figures.length;
}
