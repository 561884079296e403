import type { JsonObject } from '../../core/encoding/json.ts';
import { wordOf } from '../language/word-of.ts';
import { OutsideText } from './outside-text.tsx';
import { Recorded } from './recorded-text.tsx';
import classes from './small.module.css';

interface JsonValueProps {
  readonly value: JsonObject[string];
  /** Names of members, and of values, where there are words for them. */
  readonly words?: Readonly<Record<string, string>>;
  /** Names of members alone: values stay as they are. Those of `words` if not given. */
  readonly names?: Readonly<Record<string, string>>;
}

/** A JSON value in words: members below each other, lists as lists. Everything in it comes from outside and is shown as text. */
export function JsonValue({ value, words = {}, names = words }: JsonValueProps) {
  if (value === null) return <span className="quiet">–</span>;
  if (typeof value !== 'object') return <Recorded text={wordOf(words, String(value))} />;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="quiet">–</span>;
    return (
      <ul className={classes['json']}>
        {value.map((item, index) => (
          <li key={`${index} ${JSON.stringify(item).slice(0, 40)}`}>
            <JsonValue value={item} words={words} names={names} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl className={classes['json']}>
      {Object.entries(value).map(([name, member]) => (
        <div key={name}>
          <dt>
            <OutsideText text={wordOf(names, name)} />
          </dt>
          <dd>
            <JsonValue value={member} words={words} names={names} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
