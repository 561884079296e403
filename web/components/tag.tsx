import type { ReactNode } from 'react';
import classes from './small.module.css';

/** What a tag means: its colour. The text alone must say it too. */
export type Tone = 'good' | 'bad' | 'unsure' | 'neutral';

/** A short word with a coloured ground, such as the state of a record. */
export function Tag({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={classes['tag']} data-tone={tone}>
      {children}
    </span>
  );
}
