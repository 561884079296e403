import { type ReactNode, useEffect } from 'react';
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
  useEffect(() => {
    document.title = `${title} · Carbon Ledger`;
  }, [title]);
  return (
    <div className={classes['heading']}>
      <div>
        <h1>{title}</h1>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </div>
  );
}
