import { Link, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { LiveMark } from '../components/live-mark.tsx';
import { useShellTexts } from './shell-texts.ts';
import classes from './shell.module.css';

const LOOK = ['verify', 'records', 'parties', 'datasets', 'factors', 'batches'] as const;
const WORK = ['company', 'auditor', 'exchange', 'operator'] as const;

/** The list of pages: those for everybody, and those for each user's work. */
export function SideNavigation() {
  const texts = useShellTexts();
  return (
    <nav aria-label={texts.pages} className={classes['pages']}>
      <Group title={texts.look} names={LOOK}>
        <AskItem />
      </Group>
      <Group title={texts.work} names={WORK} />
      <a className={classes['outside']} href="/docs/">
        {texts.api}
      </a>
      <div className={classes['live']}>
        <LiveMark isQuiet />
      </div>
    </nav>
  );
}

interface GroupProps {
  readonly title: string;
  readonly names: typeof LOOK | typeof WORK;
  readonly children?: ReactNode;
}

function Group({ title, names, children }: GroupProps) {
  const texts = useShellTexts();
  return (
    <>
      <p className={classes['group']}>{title}</p>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <Link to={`/${name}`} className={classes['page']} activeProps={{ 'aria-current': 'page' }}>
              {texts[name]}
            </Link>
          </li>
        ))}
        {children}
      </ul>
    </>
  );
}

/** Pages about a record. */
const RECORD_PAGE = /^\/(?:records|auditor|exchange|company\/(?:records|disclose))\/(0x[0-9a-f]{64})/;

/** The way to ask a question: about the record that the page shows, if it shows one. */
function AskItem() {
  const texts = useShellTexts();
  const record = useRouterState({ select: ({ location }) => RECORD_PAGE.exec(location.pathname)?.[1] });
  return (
    <li>
      <Link
        to="/ask"
        search={record === undefined ? {} : { record }}
        className={classes['page']}
        activeOptions={{ includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        {texts.ask}
      </Link>
    </li>
  );
}
