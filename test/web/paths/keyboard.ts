import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect } from 'vitest';
import { nameProof } from '../../../devnet/example/proofs.ts';
import { openClient } from '../../../library/client.ts';
import { type Keyboard, useKeyboard } from '../keyboard.ts';
import { type PageOptions, type Portal, VERIFY_FILE, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

/** A page, the keyboard of its user, and what its scripts reported. */
export interface Typist {
  readonly page: Page;
  readonly keys: Keyboard;
  readonly errors: readonly string[];
}

/** Opens a path of the portal for a user without a mouse. */
export async function openByKeyboard(
  portal: Portal,
  path: string,
  options: PageOptions = {},
): Promise<Typist> {
  const page = await portal.open(path, options);
  const errors = watchErrors(page);
  await page.locator('main h1').first().waitFor();
  return { page, keys: useKeyboard(page), errors };
}

/** Follows a link or presses a button that leads to another page: the focus goes to the heading of that page. */
export async function goTo({ page, keys }: Typist, link: Locator, title: string | RegExp): Promise<void> {
  await keys.press(link);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await expectHeading(page);
}

/** Waits until the heading of the page has the focus, so that it is read and Tab leads into the page. */
export async function expectHeading(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
}

/** Signs in by the bar above every page, and is at the button that says so. */
export async function signInByKeyboard({ page, keys }: Typist): Promise<void> {
  const banner = page.getByRole('banner');
  await keys.press(banner.getByRole('button', { name: 'Sign in' }));
  await expectInside(page.getByRole('dialog'));
  await keys.press(page.getByRole('button', { name: 'Connect Test wallet' }));
  await banner.getByRole('button', { name: /Signed in as/ }).waitFor();
  await keys.expectFocus();
}

/** Waits until the focus is inside of a dialog, or of another part of the page. */
async function expectInside(part: Locator): Promise<void> {
  await part.waitFor();
  await expect.poll(() => part.evaluate((element) => element.contains(document.activeElement))).toBe(true);
}

export function describeKeyboard(portal: () => Portal): void {
  describe('by the keyboard alone, anyone', () => {
    let ids: Map<string, string>;
    beforeAll(async () => {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      ids = new Map(items.map(({ id, title }) => [title ?? '', id]));
    });
    const pathOf = (title: string, rest = ''): string => `/records/${ids.get(title)}${rest}`;
    const fileOf = (name: string): string => join(portal().home.folder, 'example', nameProof(name));

    itLong('skips to the content, changes language and colours, and leaves dialogs and menus', async () => {
      const typist = await openByKeyboard(portal(), '/records', { wallet: 'company' });
      const { page, keys, errors } = typist;
      const [focused, banner] = [page.locator('*:focus'), page.getByRole('banner')];
      await page.keyboard.press('Tab');
      expect(await focused.innerText()).toBe('Skip to the content');
      await keys.press(focused);
      // The link that verifies what the server says comes first.
      await keys.reach(page.getByLabel('Kind'), 2);

      // A menu takes the focus, its items are chosen by arrow keys, and Escape gives the focus back.
      const language = banner.getByRole('button', { name: 'Language: EN' });
      await keys.press(language);
      await expectInside(page.getByRole('menu'));
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await expect.poll(() => focused.getAttribute('aria-label')).toBe('Language: EN · 中文');
      await keys.press(language);
      await keys.pick(page.getByRole('menuitem', { name: '简体中文' }));
      await page.getByRole('heading', { level: 1, name: '记录' }).waitFor();
      await keys.press(banner.getByRole('button', { name: /中文 · EN$/ }));
      await keys.pick(page.getByRole('menuitem', { name: 'English' }));
      await page.getByRole('heading', { level: 1, name: 'Records' }).waitFor();
      await keys.press(banner.getByRole('button', { name: 'Appearance' }));
      await keys.pick(page.getByRole('menuitem', { name: 'Dark' }));
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();

      // A dialog holds the focus, and gives it back.
      const signIn = banner.getByRole('button', { name: 'Sign in' });
      await keys.press(signIn);
      const dialog = page.getByRole('dialog');
      await expectInside(dialog);
      for (let count = 0; count < 12; count++) {
        await page.keyboard.press('Tab');
        await expectInside(dialog);
      }
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await expect.poll(() => focused.innerText()).toBe('Sign in');
      await signInByKeyboard(typist);
      await keys.press(banner.getByRole('button', { name: /Signed in as/ }));
      await keys.press(page.getByRole('button', { name: 'Sign out' }));
      await signIn.waitFor();
      await keys.expectFocus();
      expect(errors).toEqual([]);
    });

    itLong('opens the list of pages on a phone, and comes to the page that was chosen', async () => {
      const context = { viewport: { width: 390, height: 844 } };
      const { page, keys } = await openByKeyboard(portal(), '/', { context });
      const burger = page.getByRole('button', { name: 'Menu' });
      await keys.press(burger);
      await expectInside(page.getByRole('dialog'));
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await keys.press(burger);
      const parties = page.getByRole('dialog').getByRole('link', { name: 'Parties' });
      // The list slides in from the side: its links are outside of the window at first.
      await expect.poll(async () => (await parties.boundingBox())?.x).toBeGreaterThanOrEqual(0);
      await keys.press(parties);
      await page.getByRole('heading', { level: 1, name: 'Parties' }).waitFor();
      await expectHeading(page);
    });

    itLong('verifies a file, changes the policy, and hears the verdict', async () => {
      const typist = await openByKeyboard(portal(), '/');
      const { page, keys, errors } = typist;
      await goTo(typist, page.getByRole('link', { name: 'Verify a file' }), /Verify/);
      const choose = page.getByRole('button', { name: 'Choose files' });
      await keys.chooseFile(choose, fileOf('gwps'));
      await expectSaid(page, 'Verified');
      await keys.press(page.getByRole('button', { name: 'Change policy' }));
      await keys.type(page.getByLabel('Endpoints of the chain'), '');
      await keys.press(page.getByRole('button', { name: 'Use this policy' }));
      await expectSaid(page, 'Unchecked');
      await keys.press(page.getByRole('button', { name: 'Change policy' }));
      await keys.press(page.locator('summary', { hasText: 'More rules' }));
      await keys.check(page.getByRole('checkbox', { name: 'Each version follows the one before it' }));
      await keys.press(page.getByRole('button', { name: 'Start again from what the server says' }));
      await expectSaid(page, 'Verified');
      await keys.press(page.getByRole('button', { name: 'Close' }));
      await keys.chooseFile(choose, fileOf('disclosure-tampered'));
      await expectSaid(page, 'Not verified');
      await keys.press(page.getByRole('button', { name: /gwps\.carbon-proof/ }).first());
      await expectSaid(page, 'Verified');
      await keys.press(page.getByRole('button', { name: 'I have compared it' }));
      const saved = page.waitForEvent('download');
      await keys.press(page.getByRole('button', { name: 'Verdict of the file (JSON)' }));
      await saved;
      await keys.expectFocus();
      expect(errors).toEqual([]);
    });

    itLong(
      'verifies from the disk with verify.html, and keeps the focus where a button disappears',
      async () => {
        const page = await (await portal().browser.newContext({ locale: 'en-GB' })).newPage();
        await page.goto(pathToFileURL(VERIFY_FILE).href);
        const keys = useKeyboard(page);
        await keys.press(page.getByRole('button', { name: '中文' }));
        await keys.press(page.getByRole('button', { name: 'English' }));
        await keys.chooseFile(page.getByRole('button', { name: 'Choose files' }), fileOf('inventory'));
        await expectSaid(page, 'Unchecked');
        await keys.press(page.getByRole('button', { name: 'Use the ledger that the file names' }));
        await keys.expectFocus();
        await keys.type(page.getByLabel('Endpoints of the chain'), portal().rpcUrl);
        await keys.press(page.getByRole('button', { name: 'Use this policy' }));
        await expectSaid(page, 'Verified');
        await keys.press(page.getByRole('button', { name: 'I have compared it' }));
        await keys.expectFocus();
      },
    );

    itLong('filters and walks through the records, and comes from a record to its versions', async () => {
      const typist = await openByKeyboard(portal(), '/', { wallet: 'company' });
      const { page, keys, errors } = typist;
      await signInByKeyboard(typist);
      await goTo(typist, page.getByRole('link', { name: 'Records', exact: true }), 'Records');
      const rows = page.getByRole('table').getByRole('row');
      await page.getByRole('link', { name: 'Activity data 2023' }).waitFor();
      // A long list takes rows into the page as one comes near them.
      const linkAt = (row: number): Locator =>
        page.locator(`[role=row][aria-rowindex="${row}"]`).getByRole('link').first();
      for (const row of [8, 12, 8, 2]) await keys.reach(linkAt(row));
      await keys.select(page.getByLabel('Kind'), 'Result');
      await page.waitForURL(/kind=result/);
      await keys.type(page.getByLabel('Subject'), 'inventory/2023');
      await page.keyboard.press('Enter');
      await page.waitForURL(/subject=/);
      await expect.poll(() => rows.count()).toBe(3);
      await keys.press(page.getByRole('button', { name: 'Clear filters' }));
      await page.waitForURL(/records$/);
      await keys.select(page.getByLabel('Kind'), 'Result');
      await keys.type(page.getByLabel('Subject'), 'inventory/2023');
      await page.keyboard.press('Enter');
      await expect.poll(() => rows.count()).toBe(3);
      await goTo(
        typist,
        page.getByRole('link', { name: 'Inventory 2023, restated' }),
        'Inventory 2023, restated',
      );
      await goTo(
        typist,
        page.locator('main').getByRole('link', { name: 'inventory/2023' }).first(),
        'inventory/2023',
      );
      const changed = page.getByRole('button', { name: /^Changed/ });
      await keys.press(changed, 'Space');
      await page.waitForURL(/show=changed/);
      await keys.reach(page.getByLabel('To version'));
      await page.keyboard.press('ArrowDown');
      await page.getByText('Choose two different versions.').waitFor();
      await page.keyboard.press('ArrowUp');
      await changed.waitFor();
      await goTo(typist, page.getByRole('link', { name: /EXAMPLESTEEL/ }).first(), /EXAMPLESTEEL/);
      expect(errors).toEqual([]);
    });

    itLong('searches, and looks at parties, datasets, batches and entries', async () => {
      const typist = await openByKeyboard(portal(), '/');
      const { page, keys, errors } = typist;
      const box = page.getByRole('combobox', { name: 'Search' });
      await keys.type(box, 'grid-f');
      await page.getByRole('option', { name: /grid-factors\/cn/ }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'grid-factors/cn' }).waitFor();
      await expectHeading(page);
      await keys.type(box, 'urn:example');
      await page.keyboard.press('Enter');
      await page.waitForURL(/search/);
      await expectHeading(page);
      await keys.type(box, 'urn:example.org');
      await page.keyboard.press('Enter');
      await page.waitForURL(/example.org/);
      await keys.expectFocus();
      await goTo(
        typist,
        page.locator('main').getByRole('link', { name: /clear-assurance/ }),
        /clear-assurance/,
      );
      await keys.reach(page.getByRole('tab', { name: 'Streams' }));
      await page.keyboard.press('ArrowRight');
      await page.waitForURL(/tab=records/);
      await goTo(typist, page.getByRole('link', { name: 'Batches', exact: true }), 'Batches');
      await goTo(typist, page.getByRole('link', { name: /^Batch/ }).nth(1), /^Batch/);
      await goTo(typist, page.locator('main').getByRole('row').getByRole('link').first(), /^(?!Batch)/);
      await goTo(typist, page.getByRole('link', { name: 'Datasets', exact: true }), 'Datasets');
      await goTo(
        typist,
        page.locator('main').getByRole('link', { name: 'Chinese grid factors 2023' }).first(),
        'Chinese grid factors 2023',
      );
      await expectSaid(page, 'Final');
      await keys.type(page.getByLabel('Filter by name or key'), 'southwest');
      await keys.press(page.getByRole('button', { name: 'Show the detail of CN/2023/average/Southwest' }));
      await page.getByText('MEE and NBS notice on 2023', { exact: false }).last().waitFor();
      await keys.expectFocus();
      expect(errors).toEqual([]);
    });

    itLong(
      'follows a figure to a row whose proof is checked, and sees what depends on a factor',
      async () => {
        const path = pathOf('For whom steel is made', '/provenance?figure=balance/Eastland/CO2');
        const { page, keys, errors } = await openByKeyboard(portal(), path);
        const box = (name: RegExp) => page.getByRole('group').getByRole('button', { name }).first();
        await box(/F: 12 rows/).waitFor();
        await keys.reach(box(/balance\/Eastland\/CO2/));
        await walkTo(page, box(/F: 12 rows/));
        await page.keyboard.press('Enter');
        await keys.press(page.getByRole('button', { name: 'Show its rows' }));
        await keys.expectFocus();
        await box(/F\/CO2\/Eastland\/steel/).waitFor();
        await keys.reach(box(/F: 12 rows/));
        await walkTo(page, box(/F\/CO2\/Eastland\/steel/));
        await page.keyboard.press('Enter');
        await keys.press(page.getByRole('button', { name: 'Check its proof' }));
        await page.getByText('The record and its signature are in the batch.').waitFor();
        await keys.press(
          page.getByRole('region', { name: 'Details' }).getByRole('button', { name: 'Close' }),
        );
        await keys.expectFocus();
        expect(await isFocused(box(/F\/CO2\/Eastland\/steel/))).toBe(true);
        await keys.choose(page.getByRole('radio', { name: 'List' }));
        const node = page.getByRole('button', { name: /F: 12 rows/ }).first();
        await keys.press(node);
        expect(await node.getAttribute('aria-expanded')).toBe('true');

        const impact = await openByKeyboard(portal(), pathOf('Chinese grid factors 2022', '/impact'));
        await impact.keys.press(impact.page.getByRole('button', { name: /^1 Restated/ }));
        await impact.page.waitForURL(/state=restated/);
        await impact.keys.expectFocus();
        await goTo(
          impact,
          impact.page.getByRole('row').getByRole('link', { name: /Inventory 2023/ }),
          /Inventory 2023/,
        );
        expect([...errors, ...impact.errors]).toEqual([]);
      },
    );

    itLong('reads pictures as tables, and saves them', async () => {
      const typist = await openByKeyboard(portal(), pathOf('For whom steel is made'));
      const { page, keys, errors } = typist;
      await goTo(typist, page.getByRole('link', { name: 'See the pictures' }), /For whom steel is made/);
      const flows = page.getByRole('figure', { name: 'Who emits for whom, in Mt CO₂' });
      await keys.choose(flows.getByRole('radio', { name: 'Table' }));
      await flows.getByRole('row', { name: /Northland Southland 61.81/ }).waitFor();
      const saved = page.waitForEvent('download');
      await keys.press(flows.getByRole('button', { name: /CSV/ }));
      await saved;
      await keys.expectFocus();
      expect(errors).toEqual([]);
    });
  });
}

/** Waits until a live region says this, or this with a reason or a time: `Unchecked: not final yet`, `Verified as of …`. */
async function expectSaid(page: Page, words: string): Promise<void> {
  const said = async (): Promise<readonly string[]> =>
    (await page.getByRole('status').allInnerTexts()).map((text) => text.slice(0, words.length));
  await expect.poll(said, { timeout: 60_000 }).toContain(words);
}

async function isFocused(locator: Locator): Promise<boolean> {
  return locator.evaluate((element) => element === document.activeElement);
}

/** Walks through a picture by the arrow keys: along its arrows until the column of a box, then up or down in it. */
async function walkTo(page: Page, box: Locator): Promise<void> {
  await box.waitFor();
  for (let steps = 0; steps < 40; steps++) {
    const key = await box.evaluate((element) => {
      const [wanted, own] = [element, document.activeElement!].map((each) => each.getBoundingClientRect());
      if (document.activeElement === element) return null;
      if (wanted!.left < own!.right && own!.left < wanted!.right)
        return wanted!.top < own!.top ? 'ArrowUp' : 'ArrowDown';
      return wanted!.left < own!.left ? 'ArrowLeft' : 'ArrowRight';
    });
    if (key === null) return;
    await page.keyboard.press(key);
  }
  throw new Error(`The arrow keys do not lead to ${await box.innerText()}`);
}
