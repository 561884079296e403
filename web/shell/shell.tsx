import { Burger } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { SearchBox } from '../components/search/search-box.tsx';
import { LiveProvider } from '../data/live.tsx';
import { SessionMenu } from '../session/session-menu.tsx';
import { focusPage } from '../components/page-focus.ts';
import { Preferences } from './preferences.tsx';
import { SideNavigation } from './side-navigation.tsx';
import { useShellTexts } from './shell-texts.ts';
import { useLoaded } from './use-loaded.ts';
import classes from './shell.module.css';

const loadDrawer = () => import('./page-drawer.tsx');

/** What every page has around it: the bar with name, search and preferences, and the list of pages. */
export function Shell() {
  const texts = useShellTexts();
  const [isOpen, { close, toggle }] = useDisclosure(false);
  const [drawer, load] = useLoaded(loadDrawer);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const searched = useRouterState({ select: ({ location }) => searchedText(location) });
  useEffect(close, [path, close]);
  useEffect(keepFocusLater, []);
  useFocusOnPage();
  return (
    <LiveProvider>
      <div className={classes['shell']}>
        <a className={classes['skip']} href="#content">
          {texts.skip}
        </a>
        <header className={classes['bar']}>
          <Burger
            className={classes['burger']}
            size="sm"
            opened={isOpen}
            onPointerEnter={load}
            onFocus={load}
            onClick={() => {
              load();
              toggle();
            }}
            aria-label={isOpen ? texts.closeMenu : texts.menu}
          />
          <Link to="/" className={classes['brand']} aria-label={texts.name}>
            <img src="/favicon.svg" alt="" width="26" height="26" />
            <span>{texts.name}</span>
          </Link>
          <div className={classes['search']}>
            {/* The start page has its own. */}
            {path !== '/' && <SearchBox key={searched} initial={searched} />}
          </div>
          <div className={classes['tools']}>
            <Preferences />
            <div data-keeps-focus>
              <SessionMenu />
            </div>
          </div>
        </header>
        {drawer !== null && <drawer.PageDrawer isOpen={isOpen} onClose={close} />}
        <aside className={classes['side']}>
          <SideNavigation />
        </aside>
        <main id="content" className={classes['content']} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </LiveProvider>
  );
}

/** Keeps the focus on the page from the first time that something has it: the first view needs nothing of this. */
function keepFocusLater(): void {
  const begin = (): void => void import('../components/keep-focus.ts').then(({ keepFocus }) => keepFocus());
  document.addEventListener('focusin', begin, { once: true });
}

/** Moves the focus to each page that is opened from another, where a link of that one had it. */
function useFocusOnPage(): void {
  const page = useRouterState({
    select: ({ resolvedLocation: at }) => at && `${at.pathname} ${searchedText(at)}`,
  });
  const before = useRef(page);
  useEffect(() => {
    if (before.current !== undefined && before.current !== page) focusPage();
    before.current = page;
  }, [page]);
}

/** The text whose results the page shows; empty on other pages. */
function searchedText({
  pathname,
  search,
}: {
  pathname: string;
  search: { q?: string | undefined };
}): string {
  return pathname === '/search' ? (search.q ?? '') : '';
}
