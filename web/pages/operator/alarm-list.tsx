import { Tag } from '../../components/tag.tsx';
import { useAlarmTexts } from './alarm-texts.ts';
import type { AlarmName, AlarmState } from './alarms.ts';
import { useOperatorTexts } from './operator-texts.ts';
import classes from './operator.module.css';

interface AlarmListProps {
  readonly alarms: readonly { readonly name: AlarmName; readonly state: AlarmState }[];
  /** Whether the operator's metrics were read; else only the public status says something about alarms. */
  readonly hasMetrics: boolean;
  /** Writes a count. */
  readonly count: (number: number) => string;
}

/** The alarms that hold, with what they mean and what to do; the others on demand. */
export function AlarmList({ alarms, hasMetrics, count }: AlarmListProps) {
  const texts = useOperatorTexts();
  const words = useAlarmTexts();
  const of = (state: AlarmState) => alarms.filter((alarm) => alarm.state === state);
  const holding = [...of('firing'), ...of('unsure')];
  const others = [
    ['quiet', texts.quietAlarms, (name: AlarmName) => words[name].quiet],
    [
      'unknown',
      texts.unknownAlarms,
      (name: AlarmName) => (hasMetrics ? words[name].unknown : texts.statusOnly),
    ],
  ] as const;
  return (
    <>
      {of('firing').length === 0 && <p>{texts.allQuiet}</p>}
      <ul className={classes['alarms']}>
        {holding.map(({ name, state }) => (
          <li key={name}>
            <div className="row">
              <Tag tone={state === 'firing' ? 'bad' : 'unsure'}>
                {state === 'firing' ? texts.states.firing : texts.states.unsure}
              </Tag>
              <strong>{words[name].says}</strong>
              <code>{name}</code>
            </div>
            <p>
              <span className="quiet">{texts.means}</span> {words[name].means}
            </p>
            <p>
              <span className="quiet">{texts.todo}</span> {words[name].does}
            </p>
          </li>
        ))}
      </ul>
      {others.map(
        ([state, title, say]) =>
          of(state).length > 0 && (
            <details key={state} className={classes['others']}>
              <summary>{title(count(of(state).length))}</summary>
              <ul>
                {of(state).map(({ name }) => (
                  <li key={name}>
                    {say(name)} <code className="quiet">{name}</code>
                  </li>
                ))}
              </ul>
            </details>
          ),
      )}
    </>
  );
}
