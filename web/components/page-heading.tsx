import { type ReactNode, useEffect } from 'react';
import { takeFocus } from './page-focus.ts';
import { cutOutside, escapeHidden, MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { LongText } from './outside-text.tsx';
import { ServerWord } from './server-word.tsx';
import classes from './small.module.css';

type PageHeadingProps = {
  /** A sentence that says what the page is for. */
  readonly lead?: ReactNode;
  /** What is next to the heading. */
  readonly actions?: ReactNode;
  /** Whose word the page shows: what the server says about this record, or of `many`; nothing where the page checks what it shows. */
  readonly serverWord?: string;
} & (
  | { readonly title: string }
  /** The title is a text from outside, or has one in it. */
  | { readonly outside: string; readonly title?: (outside: string) => string }
);

/** The heading of a page, which names its tab too. */
export function PageHeading({ lead, actions, serverWord, ...named }: PageHeadingProps) {
  const shown = nameOf(named);
  useEffect(() => {
    document.title = `${shown} · Carbon Ledger`;
  }, [shown]);
  return (
    <div className={classes['heading']}>
      <div>
        <h1 tabIndex={-1} ref={takeFocus}>
          {'outside' in named && named.title === undefined ? (
            <LongText text={named.outside} most={MOST_OF_TITLE} />
          ) : (
            shown
          )}
        </h1>
        {lead !== undefined && <p className={classes['lead']}>{lead}</p>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
      {serverWord !== undefined && <ServerWord record={serverWord === 'many' ? null : serverWord} />}
    </div>
  );
}

function nameOf(named: { title: string } | { outside: string; title?: (outside: string) => string }): string {
  if (!('outside' in named)) return named.title;
  const { outside, title } = named;
  return title === undefined
    ? escapeHidden(cutOutside(outside, MOST_OF_TITLE))
    : title(showOutside(outside, MOST_OF_TITLE));
}
