import { type ReactNode, useEffect } from 'react';
import { takeFocus } from './page-focus.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import classes from './small.module.css';

/** The heading of a page, which names its tab too. `lead` says in a sentence what the page is for; `actions` are next to it. */
export function PageHeading({
  title,
  lead,
  actions,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
}) {
  const shown = showOutside(title, MOST_OF_TITLE);
  useEffect(() => {
    document.title = `${shown} · Carbon Ledger`;
  }, [shown]);
  return (
    <div className={classes['heading']}>
      <div>
        <h1 tabIndex={-1} ref={takeFocus}>
          {shown}
        </h1>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}
