import { existsSync } from 'node:fs';

/** The browser of tests. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const HAS_CHROMIUM = existsSync(CHROMIUM);
/** For the titles of tests that need it. */
export const WITHOUT = `(skipped without ${CHROMIUM}: apt-get install chromium)`;

/** The options of a Chromium without a window, which asks nothing of the Internet and keeps what it stores in a folder. */
export function quietOptions(profile: string): string[] {
  return [
    ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    ...['--disable-background-networking', '--disable-component-update', `--user-data-dir=${profile}`],
  ];
}
