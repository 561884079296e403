import type { ReactNode } from 'react';
import classes from './small.module.css';
import type { Tone } from './tag.tsx';

interface NoticeProps {
  readonly tone?: Tone;
  readonly title: string;
  /** Whether screen readers say it when it appears, when there is time. */
  readonly isLive?: boolean;
  /** For what screen readers say at once. */
  readonly role?: 'alert';
  readonly children?: ReactNode;
}

/** Something that the reader should know, with a coloured ground. Its words alone must say what the colour does. */
export function Notice({ tone = 'neutral', title, isLive = false, role, children }: NoticeProps) {
  return (
    <div className={classes['notice']} data-tone={tone} role={role ?? (isLive ? 'status' : undefined)}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}
