import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../../../library/client.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

export function describeProvenance(portal: () => Portal): void {
  describe('where figures come from', () => {
    let ids: Map<string, Hex>;
    beforeAll(async () => {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      ids = new Map(items.map(({ id, title }) => [title ?? '', id]));
    });
    const pathOf = (title: string, rest: string): string => `/records/${ids.get(title)}/${rest}`;
    const box = (page: Page, name: string | RegExp) =>
      page.getByRole('group').getByRole('button', { name }).first();

    it('is followed by keys alone from a figure to a row of a set, whose proof is checked', async () => {
      const page = await portal().open(
        pathOf('For whom steel is made', 'provenance?figure=balance/Eastland/CO2'),
      );
      const errors = watchErrors(page);
      const figure = box(page, /balance\/Eastland\/CO2/);
      await box(page, /F: 12 rows/).waitFor();
      await figure.focus();
      await page.keyboard.press('ArrowLeft');
      expect(await focused(page)).toContain('/Eastland/CO2');
      await page.keyboard.press('ArrowLeft');
      await box(page, /F: 12 rows/).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Show its rows' }).press('Enter');
      await box(page, /F\/CO2\/Eastland\/steel/).press('Enter');
      await page.getByRole('region', { name: 'Details' }).getByText('sector-stressor').waitFor();
      await page.getByRole('button', { name: 'Check its proof' }).press('Enter');
      await page.getByText('The record and its signature are in the batch.').waitFor();
      expect(await page.getByText('✗').count()).toBe(0);
      expect(await findViolations(page)).toEqual([]);
      expect(errors).toEqual([]);
    });

    it('is refused where the server sends another value than it proves', async () => {
      const page = await portal().open('/');
      await page.route('**/bundle?**', async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: (await answer.text()).replaceAll('"48"', '"47"') });
      });
      await page.goto(
        `${portal().url}${pathOf('For whom steel is made', 'provenance?figure=pba/Eastland/CO2')}`,
      );
      await box(page, /F\/CO2\/Eastland\/steel/).click();
      await page.getByRole('button', { name: 'Open it with its proof' }).click();
      await page
        .getByText('The proof does not lead from the entry to the root that the record names.')
        .waitFor();
    });

    itLong(
      'names who may read a private record, and marks what is stale, replaced or withdrawn',
      async () => {
        const page = await portal().open(pathOf('Assurance of disclosure 2023', 'provenance?view=list'));
        const first = page.getByRole('button', { name: /^Assurance of disclosure 2023.*Stale/ });
        await first.waitFor();
        await page
          .getByRole('button', { name: /^Inventory 2023.*Replaced/ })
          .first()
          .click();
        await page.getByText('Its entries are private').waitFor();
        expect(await findViolations(page)).toEqual([]);
      },
    );

    itLong('shows as nested lists on a phone, without scrolling sideways', async () => {
      const context = { viewport: { width: 390, height: 844 }, colorScheme: 'dark' } as const;
      const page = await portal().open(
        pathOf('Accounts of China', 'provenance?figure=consumption/CN/CO2/2022'),
        {
          context,
        },
      );
      await page.getByRole('button', { name: /^Production of CN, CO₂, 2022/ }).click();
      await page.getByText('= P', { exact: true }).waitFor();
      expect(await isWide(page)).toBe(false);
      expect(await findViolations(page)).toEqual([]);
    });

    itLong('the other way shows what depends on a factor, by state and by row', async () => {
      const page = await portal().open(pathOf('Chinese grid factors 2022', 'impact'));
      const errors = watchErrors(page);
      await page.getByRole('row', { name: /Disclosure 2023.*Stale/ }).waitFor();
      await page.getByRole('cell', { name: '0.5366 kg CO₂/kW·h' }).waitFor();
      await page.getByRole('button', { name: /^1 Restated/ }).click();
      await page.getByRole('row', { name: /Inventory 2023/ }).waitFor();
      expect(await page.getByRole('row', { name: /Disclosure 2023/ }).count()).toBe(0);
      expect(new URL(page.url()).search).toBe('?state=restated');
      expect(await findViolations(page)).toEqual([]);
      await page.goto(
        `${portal().url}${pathOf('Steel table 2022 (invented)', 'impact?row=F/steel/Eastland/steel')}`,
      );
      const row = page.getByRole('row', { name: /For whom steel is made/ });
      await row.getByText('Uses the row').waitFor();
      expect(await row.textContent()).toContain('balance/Eastland/steel');
      expect(errors).toEqual([]);
    });

    itLong('is read from a session where the entries are private', async () => {
      const page = await portal().open('/records', { wallet: 'company' });
      await signIn(page);
      await page.evaluate(
        `history.pushState({}, '', '${pathOf('Inventory 2023, restated', 'provenance?figure=scope2/market')}')`,
      );
      await page.evaluate(`dispatchEvent(new PopStateEvent('popstate'))`);
      await box(page, /CN\/2023\/residual.*0\.6096/).waitFor();
      await box(page, /scope2\/market Scope 2, market-based 21,945\.6 t CO₂/).waitFor();
    });
  });
}

async function focused(page: Page): Promise<string> {
  return await page.evaluate('document.activeElement.textContent');
}

async function isWide(page: Page): Promise<boolean> {
  return await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
}

/** Returns what axe finds in the content of a page; the bar above it is that of all pages. */
async function findViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('#content').analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
