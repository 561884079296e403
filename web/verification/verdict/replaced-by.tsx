import { useFormat } from '../../language/format.ts';
import { MOST_OF_TEXT, MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { listReplaced, type Replaced } from '../../../jobs/verify/present.ts';
import { usePresentTexts } from './present-texts.ts';
import { RecordName } from './surroundings.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** What was replaced or withdrawn, by which record, and for which reason. */
export function ReplacedBy({ outcome }: { outcome: Pick<ProofVerification, 'summary' | 'bundle'> }) {
  const replaced = listReplaced(outcome).filter(
    ({ standing }) => standing.by !== null || standing.reason !== null,
  );
  if (replaced.length === 0) return null;
  return (
    <ul className={classes['reasons']}>
      {replaced.map((each) => (
        <ReplacedItem key={each.record} replaced={each} />
      ))}
    </ul>
  );
}

function ReplacedItem({ replaced: { title, standing, version } }: { replaced: Replaced }) {
  const texts = usePresentTexts();
  const { reason: reasonText } = useVerdictTexts();
  const format = useFormat();
  const { by, reason, state } = standing;
  const isWithdrawn = state === 'withdrawn';
  const shownTitle = showOutside(title ?? '', MOST_OF_TITLE);
  const says =
    title === null
      ? texts[isWithdrawn ? 'withdrawn' : 'replaced']
      : texts[isWithdrawn ? 'sourceWithdrawn' : 'sourceReplaced'](shownTitle);
  return (
    <li>
      {by !== null && (
        <>
          {says}{' '}
          <RecordName id={by} text={version === null ? undefined : texts.version(format.number(version))} />
        </>
      )}
      {reason !== null && (
        <div>
          {reasonText} <q>{showOutside(reason, MOST_OF_TEXT)}</q>
        </div>
      )}
    </li>
  );
}
