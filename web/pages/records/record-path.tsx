import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { RecordView } from '../../../client/generated/openapi.ts';
import { Hash } from '../../components/hash.tsx';
import { Moment } from '../../components/moment.tsx';
import { Notice } from '../../components/notice.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { useRecordPageTexts } from './record-page-texts.ts';
import classes from './record-page.module.css';
import { FaultText } from '../../components/fault-text.tsx';
import { useServerFaults } from '../../language/faults/server-faults.ts';

type State = RecordView['state'];
/** The states of a record that is not rejected, in order. `submitted` is a moment between sealed and anchored. */
const STEPS = ['accepted', 'sealed', 'anchored', 'final'] as const;
const REACHED: Record<State, number> = {
  accepted: 0,
  sealed: 1,
  submitted: 1,
  anchored: 2,
  final: 3,
  rejected: 0,
};

/** How far a record has come, from accepted to final, and where the chain holds it. */
export function RecordPath({ view }: { view: RecordView }) {
  const texts = useRecordPageTexts();
  const textOf = useServerFaults();
  const { states } = useRecordTexts();
  const { state, batch, anchor, acceptedAt, rejected } = view;
  if (rejected !== null)
    return (
      <section aria-label={texts.path}>
        <Notice tone="bad" title={texts.rejected}>
          <FaultText text={textOf(rejected.code)} message={rejected.message} />
          <span className="quiet">
            <code>{rejected.code}</code> · <Moment at={acceptedAt} />
          </span>
        </Notice>
      </section>
    );
  const reached = REACHED[state];
  const about: Record<(typeof STEPS)[number], ReactNode> = {
    accepted: <Moment at={acceptedAt} />,
    sealed: batch !== null && (
      <Link to="/batches/$number" params={{ number: String(batch.number) }}>
        {texts.inBatch(batch.number)}
      </Link>
    ),
    anchored: anchor !== null && (
      <>
        <Moment at={anchor.anchoredAt} />
        <span>{texts.block(anchor.block)}</span>
        <span>
          {texts.transaction} <Hash value={anchor.transaction} />
        </span>
      </>
    ),
    final: reached === 3 && <span>{texts.finalMeaning}</span>,
  };
  return (
    <section aria-label={texts.path}>
      {/* It changes by itself. */}
      <span role="status" className="hidden-text">
        {states[state]}
      </span>
      <ol className={classes['path']}>
        {STEPS.map((step, index) => (
          <li
            key={step}
            data-reached={index <= reached}
            aria-current={index === reached && reached < 3 ? 'step' : undefined}
          >
            <strong>{states[step]}</strong>
            <div className="quiet">
              {index <= reached ? about[step] : state === 'submitted' && index === 2 ? texts.sent : texts.yet}
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
