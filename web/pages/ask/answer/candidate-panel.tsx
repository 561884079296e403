import { Button } from '@mantine/core';
import { use, useState } from 'react';
import type { CandidateItem } from '../../../../agents/handles/item.ts';
import { Facts } from '../../../components/facts.tsx';
import { OutsideText } from '../../../components/outside-text.tsx';
import { Recorded } from '../../../components/recorded-text.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { useFormat } from '../../../language/format.ts';
import { CodedFailure } from '../../company/shared/coded-failure.tsx';
import { useAskTexts } from '../ask-texts.ts';
import { AcceptContext } from './accept-context.ts';
import { useWriting } from './use-writing.ts';

/** A candidate for what a run lacks, with what it changes. Its person accepts it here, by its name. */
export function CandidatePanel({ candidate }: { candidate: CandidateItem }) {
  const texts = useAskTexts();
  const format = useFormat();
  const { screen } = useWriting();
  const { run, name, needed, reason, effect, isAccepted } = candidate;
  return (
    <>
      <Facts
        facts={[
          [texts.choice, <OutsideText key="name" text={name} />],
          ...(needed === null ? [] : [[texts.needed(run), screen.lacking(needed)] as const]),
          [texts.reason, reason === null ? texts.holds : <Recorded key="reason" text={reason} />],
          ...(effect === null
            ? []
            : [
                [
                  screen.figure(effect.figure, null),
                  `${format.decimal(effect.value)} ${format.unit(effect.unit)} (${texts.against(`${format.decimal(effect.change)} ${format.unit(effect.unit)}`)})`,
                ] as const,
              ]),
        ]}
      />
      {isAccepted ? <p>{texts.isAccepted}</p> : <AcceptButton {...{ run, name }} />}
    </>
  );
}

function AcceptButton({ run, name }: Pick<CandidateItem, 'run' | 'name'>) {
  const texts = useAskTexts();
  const accept = use(AcceptContext);
  const { isBusy, error, attempt } = useAttempt();
  const [isGone, setGone] = useState(false);
  return (
    <>
      <Button loading={isBusy} onClick={() => void attempt(async () => setGone(!(await accept(run, name))))}>
        {texts.accept}
      </Button>
      <p className="quiet">{texts.acceptMeans}</p>
      <p role="status">{isGone && texts.notNeeded}</p>
      {error !== null && <CodedFailure error={error} />}
    </>
  );
}
