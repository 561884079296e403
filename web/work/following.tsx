import { useQuery } from '@tanstack/react-query';
import type { Hex } from '../../core/encoding/hex.ts';
import { Moment } from '../components/moment.tsx';
import { VerifyLink } from '../components/server-word.tsx';
import { Unread } from '../components/states.tsx';
import { recordQuery } from '../data/queries.ts';
import { useServerFaults } from '../language/faults/server-faults.ts';
import { useWorkTexts } from './work-texts.ts';
import classes from './work.module.css';
import { MOST_OF_TEXT, showOutside } from '../language/outside-text.ts';

const STEPS = ['accepted', 'sealed', 'anchored', 'final'] as const;
/** How many steps are done in each state. */
const DONE = { rejected: 1, accepted: 1, sealed: 2, submitted: 2, anchored: 3, final: 4 } as const;

/** Shows how far a record has come, and follows it until it is final or rejected. */
export function Following({ id }: { id: Hex }) {
  const texts = useWorkTexts();
  const textOf = useServerFaults();
  const query = useQuery(recordQuery(id));
  const { data } = query;
  if (data === undefined) return <Unread query={query} />;
  const { state, acceptedAt, anchor, rejected } = data;
  // When a batch was sealed is chain time, which can be earlier than the clock of the server: it would look wrong here.
  const times = [acceptedAt, undefined, anchor?.anchoredAt];
  return (
    <div>
      <ol className={classes['steps']} aria-label={texts.progress}>
        {STEPS.map((step, index) => {
          const isDone = index < DONE[state];
          const time = times[index];
          return (
            <li key={step} data-done={isDone} aria-current={index === DONE[state] ? 'step' : undefined}>
              <span className={classes['mark']} aria-hidden>
                {isDone ? '●' : index + 1}
              </span>
              <span>
                {texts.steps[step]}
                <span className={classes['when']}>
                  {isDone ? time !== undefined && <Moment at={time} /> : texts.waiting}
                </span>
              </span>
            </li>
          );
        })}
      </ol>
      <p role="status">
        {state === 'final' && (
          <>
            {texts.finalNow} <VerifyLink record={id} />
          </>
        )}
        {state !== 'final' && rejected === null && (
          <span className="hidden-text">{texts.steps[STEPS[DONE[state] - 1]!]}</span>
        )}
        {rejected !== null &&
          texts.rejected(textOf(rejected.code) ?? showOutside(rejected.message, MOST_OF_TEXT))}
      </p>
    </div>
  );
}
