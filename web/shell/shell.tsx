import { Burger, Drawer } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect } from 'react';
import { SessionMenu } from '../session/session-menu.tsx';
import { Preferences } from './preferences.tsx';
import { SideNavigation } from './side-navigation.tsx';
import { useShellTexts } from './shell-texts.ts';
import classes from './shell.module.css';

/** What every page has around it: the bar with name, search and preferences, and the list of pages. */
export function Shell() {
  const texts = useShellTexts();
  const [isOpen, { close, toggle }] = useDisclosure(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(close, [path, close]);
  return (
    <div className={classes['shell']}>
      <a className={classes['skip']} href="#content">
        {texts.skip}
      </a>
      <header className={classes['bar']}>
        <Burger
          className={classes['burger']}
          size="sm"
          opened={isOpen}
          onClick={toggle}
          aria-label={isOpen ? texts.closeMenu : texts.menu}
        />
        <Link to="/" className={classes['brand']}>
          <img src="/favicon.svg" alt="" width="26" height="26" />
          <span>{texts.name}</span>
        </Link>
        <div className={classes['tools']}>
          <Preferences />
          <SessionMenu />
        </div>
      </header>
      <Drawer
        opened={isOpen}
        onClose={close}
        size="16rem"
        title={texts.pages}
        closeButtonProps={{ 'aria-label': texts.closeMenu }}
      >
        <SideNavigation />
      </Drawer>
      <aside className={classes['side']}>
        <SideNavigation />
      </aside>
      <main id="content" className={classes['content']} tabIndex={-1}>
        <Outlet />
      </main>
    </div>
  );
}
