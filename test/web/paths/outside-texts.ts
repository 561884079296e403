import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openClient, signDraft, submissionOf } from '../../../library/client.ts';
import { settle } from '../pages.ts';
import type { Portal } from '../portal.ts';

const PROVIDER = 'urn:example.org:factor-service';
const LONG = 'Wide'.repeat(66) + '!';
const TURNED = 'Grid factors \u202e3202 \u200b\u2066final';
const SHOWN = 'Grid factors ⟨U+202E⟩3202 ⟨U+200B⟩⟨U+2066⟩final';

export function describeOutsideTexts(portal: () => Portal): void {
  describe('titles that somebody outside wrote', () => {
    it('change nothing but their own place, however long they are and whatever is in them', async () => {
      expect(LONG.length).toBe(265);
      const party = await registerTitles(portal(), [TURNED, LONG]);
      for (const viewport of [
        { width: 390, height: 844 },
        { width: 1280, height: 800 },
      ]) {
        const page = await portal().open('/', { context: { viewport } });
        await page.getByText(LONG.slice(0, 100)).waitFor();
        expect(await overflow(page)).toBe(0);
        for (const path of ['/records', '/datasets', `/parties/${party}`, '/search?q=outside']) {
          await page.goto(`${portal().url}${path}`);
          await settle(page);
          expect([path, await overflow(page)]).toEqual([path, 0]);
        }
        await page.goto(`${portal().url}/records`);
        await page.getByRole('link', { name: LONG.slice(0, 100) }).click();
        await page.getByRole('heading', { level: 1, name: LONG }).waitFor();
        expect(await overflow(page)).toBe(0);
        await page.goto(`${portal().url}/parties/${party}`);
        await page.getByText(SHOWN).first().waitFor();
        expect(await page.locator('main').innerText()).not.toMatch(/[\u202e\u200b\u2066]/);
        const isolated = page.locator('main bdi').filter({ hasText: SHOWN });
        expect(await isolated.count()).toBeGreaterThan(0);
      }
    });
  });
}

/** Returns by how many pixels a page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}

/** Registers a public dataset with each title; returns its party. */
async function registerTitles({ url, keyOf }: Portal, titles: readonly string[]): Promise<string> {
  const ledger = await openClient(url).signIn(keyOf('provider'));
  const { party } = await ledger.readParty({ party: PROVIDER });
  const [known] = (await ledger.listRecords({ subject: 'grid-factors/cn' })).items;
  const [row] = (await ledger.readRecordEntries({ id: known!.id })).entries;
  const { salt: _, ...entry } = row!;
  for (const [at, title] of titles.entries()) {
    const statement = { title, period: '2023', standard: '' };
    const draft = await ledger.draftNext({
      ...{ party, kind: 'dataset', subject: `outside/title-${at}`, statement, public: true },
      entries: [entry],
    });
    await ledger.registerRecord(submissionOf(signDraft(draft, keyOf('provider')), true));
  }
  return party;
}
