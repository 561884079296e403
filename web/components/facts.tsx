import type { ReactNode } from 'react';
import classes from './small.module.css';
import { LongText } from './outside-text.tsx';

/** Names and values below each other, as a description list. A value that is a text may come from outside. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? <LongText text={value} /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
