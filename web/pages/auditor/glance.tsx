import { useNavigate, useSearch } from '@tanstack/react-router';
import { useFormat } from '../../language/format.ts';
import { useAuditorTexts } from './auditor-texts.ts';
import classes from './shared/auditor.module.css';
import type { AuditState } from './shared/own-opinions.ts';

const STATES = ['new', 'in-work', 'outdated', 'given', 'withdrawn'] as const;

/** How many results are in each state; each is a filter. */
export function Glance({ states }: { states: readonly AuditState[] }) {
  const texts = useAuditorTexts();
  const format = useFormat();
  const navigate = useNavigate({ from: '/auditor' });
  const { state: chosen } = useSearch({ from: '/auditor' });
  if (states.length === 0) return null;
  return (
    <section aria-label={texts.glance}>
      <div className={classes['glance']}>
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            className={classes['count']}
            data-state={state}
            aria-pressed={chosen === state}
            title={texts.stateMeanings[state]}
            onClick={() =>
              void navigate({ search: (now) => ({ ...now, state: chosen === state ? undefined : state }) })
            }
          >
            <strong>{format.number(states.filter((each) => each === state).length)}</strong>
            <span>{texts.states[state]}</span>
          </button>
        ))}
      </div>
      <p className="quiet">{texts.glanceOf(format.number(states.length))}</p>
    </section>
  );
}
