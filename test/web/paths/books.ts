import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DECISIONS } from '../../import/books/decisions.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { decide } from './drive-import.ts';
import { itLong } from './long.ts';
import { lastStep } from './shown.ts';

const FOLDER = join(import.meta.dirname, '../../import/books/files');
const EXPECTED = JSON.parse(readFileSync(join(FOLDER, 'expectations.json'), 'utf8')) as Readonly<
  Record<string, { readonly rows: Readonly<Record<string, number>> }>
>;
const MOST_DECISIONS = 5;
const FINAL_MS = 60_000;
/** The book of `npm test`: a list of sites joined, names, days and fiscal years. The others are in the long run. */
const SHORT = 'sites-40.xlsx';
/** Entities and facilities of a group are a dataset of their own. */
const OTHER_ROWS = ['entity', 'facility'];

/** The frozen books, from the file to a registered dataset, by the page alone; test/import/import-books.test.ts compares their amounts. */
export function describeBooks(portal: () => Portal): void {
  describe('a workbook as a company keeps it', () => {
    for (const name of Object.keys(DECISIONS)) {
      const walk = (): Promise<void> => register(portal(), name);
      const title = `${name} is registered by the page alone, with at most ${MOST_DECISIONS} decisions`;
      if (name === SHORT) it(title, walk);
      else itLong(title, walk);
    }
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
  const counts = Object.entries(rows).filter(([type]) => !OTHER_ROWS.includes(type));
  const count = counts.reduce((sum, [, own]) => sum + own, 0);
  await page.getByText(`All ${count} rows are valid`).waitFor();
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(name);
  await page.getByRole('textbox', { name: 'Subject', exact: true }).fill(`books/${name}`);
  await page.getByRole('button', { name: 'Read what you sign' }).click();
  await page.getByRole('button', { name: 'Sign and register' }).click();
  await lastStep(page).waitFor({ timeout: FINAL_MS });
  expect(errors).toEqual([]);
}
