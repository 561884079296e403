import type { ReactNode } from 'react';
import classes from './small.module.css';
import type { Tone } from './tag.tsx';

interface NoticeProps {
  readonly tone: Tone;
  readonly title: ReactNode;
  /** `alert` is read out at once, `status` when there is time; neither for what was there from the beginning. */
  readonly role?: 'alert' | 'status';
  readonly children?: ReactNode;
}

/** Something to know before one goes on, in the colours of the portal: light and dark. */
export function Notice({ tone, title, role, children }: NoticeProps) {
  return (
    <div className={classes['notice']} data-tone={tone} role={role}>
      <strong>{title}</strong>
      {children}
    </div>
  );
}
