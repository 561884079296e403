import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import type { Download, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { type Portal, showIn, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

export function describePictures(portal: () => Portal): void {
  describe('pictures of a record', () => {
    /** The path of the newest record with a title. */
    async function pathOf(title: string): Promise<string> {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      return `/records/${items.find((item) => item.title === title)!.id}`;
    }

    const save = async (page: Page, figure: string, button: RegExp): Promise<[Download, string]> => {
      const waited = page.waitForEvent('download');
      await page.getByRole('figure', { name: figure }).getByRole('button', { name: button }).click();
      const file = await waited;
      return [file, await readFile(await file.path(), 'utf8')];
    };

    itLong(
      'are private to the company, which sees what its restatement changed, by either basis',
      async () => {
        const page = await portal().open(await pathOf('Inventory 2023, restated'), { wallet: 'company' });
        const errors = watchErrors(page);
        await page.getByRole('heading', { level: 1, name: 'Inventory 2023, restated' }).waitFor();
        expect(await page.getByRole('link', { name: 'See the pictures' }).count()).toBe(0);
        await signIn(page);
        await page.getByRole('link', { name: 'See the pictures' }).click();
        const changes = page.getByRole('figure', {
          name: 'What changed in the location-based total, in t CO₂e',
        });
        await changes.getByText('-288', { exact: true }).first().waitFor();
        await page.getByText('by market', { exact: true }).click();
        await page
          .getByRole('figure', { name: 'What changed in the market-based total, in t CO₂e' })
          .getByText('+864', { exact: true })
          .waitFor();
        expect(new URL(page.url()).search).toBe('?basis=market');
        const scopes = page.getByRole('figure', { name: 'Emissions by scope, in t CO₂e' });
        expect(await scopes.getByRole('row', { name: 'Market-based Total 54,777.275' }).count()).toBe(1);
        expect(errors).toEqual([]);
      },
    );

    itLong('have their numbers as a table by keyboard, and as files with all digits', async () => {
      const page = await portal().open(`${await pathOf('For whom steel is made')}/pictures`);
      const errors = watchErrors(page);
      const title = 'Who emits for whom, in Mt CO₂';
      const flows = page.getByRole('figure', { name: title });
      await flows.getByRole('img', { name: title }).waitFor();
      await flows.getByRole('radio', { name: 'Picture' }).focus();
      await page.keyboard.press('ArrowRight');
      await flows.getByRole('row', { name: /Northland Southland 61.81/ }).waitFor();
      expect(await flows.getByRole('img').count()).toBe(0);
      await page.keyboard.press('ArrowLeft');
      await flows.getByRole('img', { name: title }).waitFor();
      const [csv, rows] = await save(page, title, /CSV/);
      expect(csv.suggestedFilename()).toMatch(/^flows-0x[0-9a-f]{10}\.csv$/);
      expect(rows).toContain('Northland,Southland,61.81,');
      const [, svg] = await save(page, title, /SVG/);
      expect(svg).toMatch(/^<svg [^>]*>/);
      expect(svg).toContain('Method: trade@1');
      expect(svg).not.toMatch(/ style=|<script|href=|url\(/);
      expect(errors).toEqual([]);
    });

    itLong('break no rule of accessibility, light or dark', async () => {
      // Colours that still change from one to another have another contrast.
      const page = await portal().open('/', { context: { reducedMotion: 'reduce' } });
      const errors = watchErrors(page);
      for (const title of ['For whom steel is made', 'Accounts of China']) {
        await page.goto(`${portal().url}${await pathOf(title)}/pictures`);
        await page.getByRole('figure').getByRole('img').first().waitFor();
        for (const colorScheme of ['light', 'dark'] as const) {
          await showIn(page, colorScheme);
          const { violations } = await new AxeBuilder({ page }).include('main').analyze();
          const found = violations.map(({ id, nodes }) => [
            colorScheme,
            title,
            id,
            nodes.map(({ html }) => html),
          ]);
          expect(found).toEqual([]);
        }
      }
      expect(errors).toEqual([]);
    });

    itLong('fit on a phone', async () => {
      const page = await portal().open('/', { context: { viewport: { width: 390, height: 844 } } });
      for (const title of ['For whom steel is made', 'Accounts of China']) {
        await page.goto(`${portal().url}${await pathOf(title)}/pictures`);
        await page.getByRole('figure').getByRole('img').first().waitFor();
        expect([title, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([title, 390]);
        const widest = await page.evaluate(
          "Math.max(...[...document.querySelectorAll('figure svg text')].map((text) => text.getBoundingClientRect().right))",
        );
        expect(widest).toBeLessThanOrEqual(390);
      }
    });
  });
}
