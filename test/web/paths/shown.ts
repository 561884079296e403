import type { Locator, Page } from 'playwright-core';

/** What pages say, found by roles and values: in whatever words they say it. */

/** A notice that appeared and says that something holds, with a number in it where one is given. */
export function saysGood(page: Page, count?: number): Locator {
  const notices = page.locator('[role="status"][data-tone="good"]');
  const own = count === undefined ? notices : notices.filter({ hasText: new RegExp(`\\b${count}\\b`) });
  return own.first();
}

/** Says that a method, run over all rows, uses those that a result names. */
export function usesSameRows(page: Page): Locator {
  return page.locator('section[aria-labelledby="rows"] [data-tone="good"]');
}

/** The last of the four steps of a record that was registered, once it is done. */
export function lastStep(page: Page): Locator {
  return page.locator('li[data-done="true"]').nth(3);
}

/** Says whether a page follows the ledger. */
export function connection(page: Page, state: 'live' | 'offline'): Locator {
  return page.locator(`[data-connection="${state}"]`).first();
}

/** Says that the ledger works, with or without alarms. */
export function ledgerWorks(page: Page): Locator {
  return page.locator('[role="status"][data-tone]').first();
}
