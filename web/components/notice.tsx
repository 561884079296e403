import type { ReactNode } from 'react';
import classes from './small.module.css';
import type { Tone } from './tag.tsx';

/** Something that the reader should know, with a coloured ground. Its words alone must say what the colour does. */
export function Notice({
  tone = 'neutral',
  title,
  isLive = false,
  children,
}: {
  tone?: Tone;
  title?: string;
  /** Whether screen readers say it when it appears. */
  isLive?: boolean;
  children?: ReactNode;
}) {
  return (
    <div className={classes['notice']} data-tone={tone} {...(isLive ? { role: 'status' } : {})}>
      {title !== undefined && <strong>{title}</strong>}
      {children}
    </div>
  );
}
