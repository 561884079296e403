import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nameProof } from '../../devnet/example/proofs.ts';
import type { KeyHolder } from '../../devnet/stack/local-keys.ts';
import { openClient } from '../../library/client.ts';
import { type PageOptions, type Portal, signIn, watchErrors } from './portal.ts';

/** A page of the portal as a test or a picture shows it. */
export interface ShownPage {
  readonly name: string;
  /** With the identifiers of the worked example. */
  readonly path: string;
  /** Who is signed in; nobody if not given. */
  readonly as?: KeyHolder;
  /** The proof file of the example that is opened on it. */
  readonly proof?: string;
}

/** Lists every page of the portal, with records of the worked example in it, in the order in which a user meets them. */
export async function listPages(url: string): Promise<ShownPage[]> {
  const { items } = await openClient(url).listRecords({ limit: 100 });
  const find = (title: string) => items.find((item) => item.title === title)!;
  const { id: inventory, record: result } = find('Inventory 2023, restated');
  const { id: factors, record: dataset } = find('Chinese grid factors 2022');
  const { id: disclosure } = find('Disclosure 2023');
  const { id: panorama } = find('Panorama of two countries');
  const { id: steel } = find('For whom steel is made');
  const as = (holder: KeyHolder, pages: readonly (readonly [string, string])[]): ShownPage[] =>
    pages.map(([name, path]) => ({ name, path, as: holder }));
  return [
    { name: 'home', path: '/' },
    { name: 'verify', path: '/verify' },
    { name: 'verdict', path: '/verify', proof: 'inventory-restated' },
    { name: 'verdict-tampered', path: '/verify', proof: 'disclosure-tampered' },
    { name: 'records', path: '/records' },
    { name: 'record', path: `/records/${factors}` },
    { name: 'record-private', path: `/records/${disclosure}` },
    { name: 'impact', path: `/records/${factors}/impact` },
    { name: 'panorama', path: `/records/${panorama}/panorama` },
    { name: 'ask', path: `/ask?record=${steel}&form=for-whom` },
    { name: 'parties', path: '/parties' },
    { name: 'party', path: `/parties/${result.party}` },
    { name: 'stream', path: `/streams/${dataset.party}/dataset/${dataset.subject}` },
    { name: 'datasets', path: '/datasets' },
    { name: 'factors', path: '/factors?q=grid' },
    { name: 'batches', path: '/batches' },
    { name: 'batch', path: '/batches/1' },
    { name: 'search', path: '/search?q=urn' },
    { name: 'not-found', path: '/nowhere' },
    ...as('company', [
      ['company', '/company'],
      ['import', '/company/import'],
      ['compute', '/company/compute'],
      ['disclose', `/company/disclose/${inventory}`],
      ['own-record', `/company/records/${inventory}`],
      ['stream-own', `/streams/${result.party}/result/${result.subject}`],
      ['pictures', `/records/${inventory}/pictures`],
      ['provenance', `/records/${inventory}/provenance`],
    ]),
    ...as('auditor', [
      ['auditor', '/auditor'],
      ['assure', `/auditor/${disclosure}`],
    ]),
    ...as('exchange', [
      ['exchange', '/exchange?show=all'],
      ['decide', `/exchange/${disclosure}`],
    ]),
    ...as('registrar', [['operator', '/operator']]),
  ];
}

/** What {@link visitPages} shows: one page after the other, each when it has stopped loading. */
export interface Visit {
  readonly page: Page;
  readonly shown: ShownPage;
  /** What scripts and the content security policy reported. */
  readonly errors: readonly string[];
}

/** Opens pages one after the other, those of a user in one signed-in browser, as a user would. */
export async function* visitPages(
  portal: Portal,
  pages: readonly ShownPage[],
  context: PageOptions['context'] = {},
): AsyncGenerator<Visit> {
  const opened = new Map<string, { page: Page; errors: string[] }>();
  const open = async (wallet: KeyHolder | undefined): Promise<{ page: Page; errors: string[] }> => {
    const options = { reducedMotion: 'reduce', ...context } as const;
    const page = await portal.open('/', { context: options, ...(wallet === undefined ? {} : { wallet }) });
    const errors = watchErrors(page);
    if (wallet !== undefined) await signIn(page);
    return { page, errors };
  };
  for (const shown of pages) {
    const key = shown.as ?? '';
    const { page, errors } = opened.get(key) ?? (await open(shown.as));
    opened.set(key, { page, errors });
    if (shown.as === undefined) await page.goto(`${portal.url}${shown.path}`);
    else await goInside(page, shown.path);
    if (shown.proof !== undefined) {
      const file = join(portal.home.folder, 'example', nameProof(shown.proof));
      await page.locator('input[type=file][multiple]').setInputFiles(file);
      await page.locator('[data-verdict]').first().waitFor();
    }
    await settle(page);
    yield { page, shown, errors };
  }
  for (const { page } of opened.values()) await page.context().close();
}

/** Goes to another page without opening another document, which would forget who is signed in. */
export async function goInside(page: Page, path: string): Promise<void> {
  const left = await page.locator('main h1').first().elementHandle();
  await page.evaluate(`history.pushState(null, '', ${JSON.stringify(path)})`);
  await left.waitForElementState('hidden');
}

/** Waits until a page has its heading, reads nothing more, and does not change for half a second. */
export async function settle(page: Page): Promise<void> {
  await page.locator('main h1').first().waitFor();
  for (let isStill = false; !isStill;) {
    await page.locator('main .mantine-Loader-root').first().waitFor({ state: 'detached' });
    isStill = await page.evaluate<boolean>(`new Promise((done) => {
      const watch = new MutationObserver(() => end(false));
      const end = (isStill) => { watch.disconnect(); clearTimeout(timer); done(isStill); };
      const timer = setTimeout(() => end(true), 500);
      watch.observe(document.querySelector('main'), { childList: true, subtree: true });
    })`);
  }
}
