import type { JsonObject } from '../../core/encoding/json.ts';
import { wordOf } from '../language/word-of.ts';
import { Breakable } from './breakable.tsx';
import classes from './small.module.css';

interface JsonValueProps {
  readonly value: JsonObject[string];
  /** Names of members, and of values, where there are words for them. */
  readonly words?: Readonly<Record<string, string>>;
}

/** A JSON value in words: members below each other, lists as lists. Everything in it comes from outside and is shown as text. */
export function JsonValue({ value, words = {} }: JsonValueProps) {
  if (value === null) return <span className="quiet">–</span>;
  if (typeof value !== 'object') return <Breakable text={wordOf(words, String(value))} />;
  if (Array.isArray(value)) {
    if (value.length === 0) return <span className="quiet">–</span>;
    return (
      <ul className={classes['json']}>
        {value.map((item, index) => (
          <li key={`${index} ${JSON.stringify(item).slice(0, 40)}`}>
            <JsonValue value={item} words={words} />
          </li>
        ))}
      </ul>
    );
  }
  return (
    <dl className={classes['json']}>
      {Object.entries(value).map(([name, member]) => (
        <div key={name}>
          <dt>{wordOf(words, name)}</dt>
          <dd>
            <JsonValue value={member} words={words} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
