import { Link } from '@tanstack/react-router';
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
      <Group title={texts.look} names={LOOK} />
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

function Group({ title, names }: { title: string; names: typeof LOOK | typeof WORK }) {
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
      </ul>
    </>
  );
}
