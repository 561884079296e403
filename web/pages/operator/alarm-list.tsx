import { Tag } from '../../components/tag.tsx';
import { useAlarmTexts } from './alarm-texts.ts';
import type { AlarmName, AlarmState } from './alarms.ts';
import { useOperatorTexts } from './operator-texts.ts';
import classes from './operator.module.css';
import { useFormat } from '../../language/format.ts';

interface AlarmListProps {
  readonly alarms: readonly { readonly name: AlarmName; readonly state: AlarmState }[];
}

/** The alarms that hold, with what to do; the others on demand. */
export function AlarmList({ alarms }: AlarmListProps) {
  const texts = useOperatorTexts();
  const words = useAlarmTexts();
  const format = useFormat();
  const of = (state: AlarmState) => alarms.filter((alarm) => alarm.state === state);
  const firing = of('firing');
  return (
    <>
      {firing.length === 0 && <p>{texts.allQuiet}</p>}
      <ul className={`plain ${classes['alarms']}`}>
        {firing.map(({ name }) => (
          <li key={name}>
            <div className="row">
              <Tag tone="bad">{texts.firing}</Tag>
              <strong>{words[name].says}</strong>
              <code>{name}</code>
            </div>
            <p>{words[name].does}</p>
          </li>
        ))}
      </ul>
      {([['quiet', texts.quietAlarms] as const, ['unknown', texts.unknownAlarms] as const] as const).map(
        ([state, title]) =>
          of(state).length > 0 && (
            <details key={state} className={classes['others']}>
              <summary>{title(format.number(of(state).length))}</summary>
              <ul>
                {of(state).map(({ name }) => (
                  <li key={name}>
                    <code>{name}</code> <span className="quiet">{words[name].says}</span>
                  </li>
                ))}
              </ul>
            </details>
          ),
      )}
    </>
  );
}
