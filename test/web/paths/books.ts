import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { BROKEN, DECISIONS } from '../../import/books/decisions.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { decide } from './drive-import.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep } from './shown.ts';

const FOLDER = join(import.meta.dirname, '../../import/books/files');
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expectations.json'), 'utf8')) as Readonly<
  Record<string, { readonly rows: Readonly<Record<string, number>> }>
>;
const MOST_DECISIONS = 5;
const FINAL_MS = 60_000;
/** Entities and facilities of a group are datasets of their own, which the page offers next: kind of row → what it calls them. */
const OTHER_ROWS: Readonly<Record<string, string>> = {
  entity: 'entities of the group',
  facility: 'facilities',
};

/** The frozen books, from the file to a registered dataset, by the page alone; test/import/import-books.test.ts compares their amounts. */
export function describeBooks(portal: () => Portal): void {
  describe('a workbook as a company keeps it', () => {
    for (const name of Object.keys(DECISIONS)) {
      const title = `${name} is registered by the page alone, with at most ${MOST_DECISIONS} decisions`;
      itLong(title, () => register(portal(), name));
    }
    itLong('broken.xlsx is refused with its seven reasons, in both languages, on one screen', () =>
      refuse(portal()),
    );
  });
}

async function register(portal: Portal, name: string): Promise<void> {
  const decisions = DECISIONS[name]!;
  expect(decisions.length).toBeLessThanOrEqual(MOST_DECISIONS);
  const page = await portal.open('/company/import', { wallet: 'company' });
  const errors = watchErrors(page);
  await signIn(page);
  const { rows } = EXPECTED[name]!;
  if (Object.keys(rows).some((type) => type.startsWith('activity-factor')))
    await page.getByLabel('What the table holds').selectOption('factor');
  await page.locator('input[type=file]').setInputFiles(join(FOLDER, name));
  for (const decision of decisions) await decide(page, decision);
  await page.getByRole('button', { name: /^Check / }).click();
  const counts = Object.entries(rows).filter(([type]) => !(type in OTHER_ROWS));
  const count = counts.reduce((sum, [, own]) => sum + own, 0);
  await page.getByText(`All ${count} rows are valid`).waitFor();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(`books/${name}`);
  await sign(page);
  for (const [type, own] of Object.entries(rows).filter(([each]) => each in OTHER_ROWS))
    await registerSheet(page, OTHER_ROWS[type]!, own);
  expect(errors).toEqual([]);
}

async function sign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read what you sign' }).click();
  await page.getByRole('button', { name: 'Sign and register' }).click();
  await lastStep(page).waitFor({ timeout: FINAL_MS });
}

/** Registers another sheet of the same workbook: nothing has to be said about it. */
async function registerSheet(page: Page, kind: string, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Save the record file' }).click();
  await page.getByRole('button', { name: new RegExp(`: ${kind}$`) }).click();
  await page.getByRole('button', { name: /^Check / }).click();
  await page.getByText(`All ${count} rows are valid`).waitFor();
  await sign(page);
}

/** What is wrong in the book that contradicts itself, by the row or key that a reason names, in any language. */
const REASONS = [
  /see invoice/,
  /\b46\b/,
  /2024-02-30/,
  /2024-04-02/,
  /98765/,
  /\b15, 16\b/,
  /row-7\b/,
  /row-51/,
];

/** The screen of a notebook, without the bars of its browser. */
const NOTEBOOK = { width: 1440, height: 800 };

async function refuse(portal: Portal): Promise<void> {
  const page = await portal.open('/company/import', {
    wallet: 'company',
    context: { viewport: NOTEBOOK },
  });
  const errors = watchErrors(page);
  await signIn(page);
  await page.locator('input[type=file]').setInputFiles(join(FOLDER, 'broken.xlsx'));
  for (const decision of BROKEN) await decide(page, decision);
  await page.getByRole('button', { name: /^Check / }).click();
  const refusal = page.getByRole('region', { name: 'Why the table is refused' });
  await refusal.waitFor();
  await checkReasons(page, refusal);
  await page.getByRole('banner').getByRole('button', { name: 'Language: EN' }).click();
  await page.getByRole('menuitem', { name: '简体中文' }).click();
  const chinese = page.getByRole('region', { name: '表格被拒绝的原因' });
  await chinese.waitFor();
  await checkReasons(page, chinese);
  expect(await page.getByRole('button', { name: '查看将签署的内容' }).count()).toBe(0);
  expect(errors).toEqual([]);
}

/** Expects all reasons, not higher than the window. */
async function checkReasons(page: Page, refusal: Locator): Promise<void> {
  const text = await refusal.innerText();
  for (const reason of REASONS) expect(text).toMatch(reason);
  const { height = Infinity } = (await refusal.boundingBox()) ?? {};
  expect(height).toBeLessThanOrEqual(page.viewportSize()!.height);
}
