import { useQuery } from '@tanstack/react-query';
import { Hash } from '../../components/hash.tsx';
import { Tag } from '../../components/tag.tsx';
import { statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { type Span, spanOf } from './time-span.ts';
import { usePartyTexts } from './party-texts.ts';
import classes from './party.module.css';

/** A window in which a role or key is valid: unix seconds; `until` is exclusive. */
interface Window {
  readonly name?: string;
  readonly key?: string;
  readonly index: number;
  readonly from: number;
  readonly until: number;
}

/** The windows of roles and keys as bars over time, with their dates. */
export function WindowChart({ windows }: { windows: readonly Window[] }) {
  const texts = usePartyTexts();
  const { data } = useQuery(statusQuery);
  const now = data?.now ?? Math.floor(Date.now() / 1000);
  if (windows.length === 0) return <p className="quiet">{texts.noWindows}</p>;
  const span = spanOf(windows, now);
  return (
    <ul className={`plain ${classes['windows']}`}>
      {windows.map((window) => (
        <WindowRow
          key={`${window.name ?? window.key} ${window.index}`}
          window={window}
          span={span}
          now={now}
        />
      ))}
    </ul>
  );
}

function WindowRow({ window, span, now }: { window: Window; span: Span; now: number }) {
  const texts = usePartyTexts();
  const format = useFormat();
  const { name, key, from, until } = window;
  const isOpen = until === Number.MAX_SAFE_INTEGER;
  const isValid = from <= now && now < until;
  const left = span.share(from);
  return (
    <li>
      <div className={classes['window']}>
        {name === undefined ? <Hash value={key ?? ''} /> : <span>{name}</span>}
        {!isValid && <Tag>{until <= now ? texts.ended : texts.begins}</Tag>}
      </div>
      <div className={classes['bar']} aria-hidden>
        <div
          data-valid={isValid}
          style={{ left: `${100 * left}%`, width: `${100 * (span.share(until) - left)}%` }}
        />
      </div>
      <span className="quiet">
        {isOpen
          ? (from > now ? texts.from : texts.since)(format.time(from))
          : texts.between(format.time(from), format.time(until))}
      </span>
    </li>
  );
}
