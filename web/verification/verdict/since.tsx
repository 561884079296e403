import { Button } from '@mantine/core';
import { useFormat } from '../../language/format.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { EnglishNote } from './english-note.tsx';
import { useHeadline } from './headline.ts';
import { isDated, type Present, type ShownVerdict, withFiguresOf } from '../../../jobs/verify/present.ts';
import { usePresentTexts } from './present-texts.ts';
import classes from './present.module.css';

interface SinceProps {
  readonly present: Present | null;
  readonly shown: ShownVerdict;
  /** Asks for the present state again; null where nobody can be asked. */
  readonly onAgain: (() => void) | null;
}

/** What may have changed after the batch as of which a verdict holds, or why that is not known. Nothing where it is of the newest batch. */
export function Since({ present, shown, onAgain }: SinceProps) {
  const texts = usePresentTexts();
  const format = useFormat();
  const { newer, isPresent } = shown;
  if (newer === 0 || !isDated(shown.outcome)) return null;
  const [count, isOne] = [format.number(newer), newer === 1];
  if (!isPresent && present?.state === 'checking') return <SinceText text={texts.checking(count, isOne)} />;
  if (!isPresent && present?.state === 'unknown')
    return (
      <div className={classes['since']}>
        <p>
          {texts.sinceUnknown(count, isOne)} {texts.unknown[present.fault]}
        </p>
        {present.detail !== null && <EnglishNote text={present.detail} />}
        {onAgain !== null && (
          <Button variant="default" size="compact-sm" className={classes['again']} onClick={onAgain}>
            {texts.again}
          </Button>
        )}
      </div>
    );
  if (!isPresent && present?.state === 'known') return null;
  const says = shown.outcome.verdict === 'verified' ? texts.notChecked : texts.notCheckedOther;
  return <SinceText text={says(count, isOne)} />;
}

function SinceText({ text }: { text: string }) {
  return (
    <div className={classes['since']}>
      <p>{text}</p>
    </div>
  );
}

/** Both verdicts beside each other: of the file itself, and of its record today, each with its batch and time. */
export function BothVerdicts({
  outcome,
  checkedAt,
  present,
}: {
  outcome: ProofVerification;
  /** Unix seconds; null where it is not shown. */
  checkedAt: number | null;
  present: Present | null;
}) {
  const texts = usePresentTexts();
  const format = useFormat();
  const headline = useHeadline();
  if (present?.state !== 'known') return null;
  const say = (of: ProofVerification, at: number | null): string => {
    const { batch = null, asOf = null } = of.summary?.standing ?? {};
    const verdict = headline(of);
    const said =
      batch === null
        ? verdict
        : asOf === null
          ? texts.asOfBatch(verdict, format.number(batch))
          : texts.asOf(verdict, format.number(batch), format.zonedTime(asOf));
    return at === null ? said : texts.said(said, format.zonedTime(at));
  };
  return (
    <dl className={classes['both']}>
      <div>
        <dt>{texts.ofFile}</dt>
        <dd>{say(outcome, checkedAt)}</dd>
      </div>
      <div>
        <dt>{texts.ofNow}</dt>
        <dd>
          {say(withFiguresOf(outcome, present.outcome), present.checkedAt)}{' '}
          <span className="quiet">{texts.fetched}</span>
        </dd>
      </div>
    </dl>
  );
}
