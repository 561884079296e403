import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { FIRST_TIME, fillBatches } from '../helpers/many-batches.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { IS_LONG } from '../helpers/long.ts';
import { CHROMIUM, HAS_CHROMIUM, WITHOUT } from '../browser/chromium.ts';
import { buildPortal } from './portal.ts';

/** Records of the list: 100,000 in npm run test:long. */
const COUNT = IS_LONG ? 100_000 : 1_500;
const MOST_ROWS = 200;
const LONG_MS = 1_800_000;

describe.skipIf(!HAS_CHROMIUM)(`a list of ${COUNT} records ${WITHOUT}`, () => {
  let database: TestDatabase;
  let server: HttpServer;
  let browser: Browser;
  beforeAll(async () => {
    await buildPortal();
    database = await createTestDatabase();
    await fillBatches(database.pool, COUNT);
    server = await startHttpServer(database.pool, FIRST_TIME + 100 * COUNT);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    await server.stop();
    await database.drop();
  });

  it(
    `has at most ${MOST_ROWS} rows in the document, also while it is scrolled to its end`,
    async () => {
      const page = await browser.newPage();
      const pages: string[] = [];
      const missing: string[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/v1/records?')) pages.push(response.url());
        if (response.status() === 404) missing.push(response.url());
      });
      await page.goto(`${server.url}/records`);
      const table = page.getByRole('table');
      await table.waitFor();
      const read = (): Promise<{ rows: number; total: number; last: number }> =>
        table.evaluate((element) => {
          const rows = [...element.querySelectorAll('[role="row"]')];
          const indexes = rows.map((row) => Number(row.getAttribute('aria-rowindex') ?? 0));
          const total = Number(element.getAttribute('aria-rowcount'));
          return { rows: rows.length, total, last: Math.max(...indexes) };
        });
      let most = 0;
      let reached = 0;
      for (;;) {
        const { rows, total, last } = await read();
        most = Math.max(most, rows);
        reached = Math.max(reached, last);
        if (total > 0 && reached >= total) break;
        await page.keyboard.press('End');
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
      expect(reached).toBeGreaterThan(COUNT);
      expect(most).toBeGreaterThan(10);
      expect(most).toBeLessThanOrEqual(MOST_ROWS);
      // Pages become larger, and most parties of these records are in no registry: each is asked for once.
      expect(pages.length).toBeLessThan(10 + COUNT / 400);
      expect(missing.length).toBeGreaterThan(10);
      expect(missing.length).toBe(new Set(missing).size);
    },
    LONG_MS,
  );
});
