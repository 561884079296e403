import { join, resolve } from 'node:path';
import { describe, expect } from 'vitest';
import { type Portal, signIn } from '../portal.ts';
import { itLong } from './long.ts';

const DATA = resolve(import.meta.dirname, '../../../data');

export function describeCompany(portal: () => Portal): void {
  describe('the desk of a company', () => {
    itLong('keeps what is in work while the session ends, for its party alone', async () => {
      const page = await portal().open('/company/import', { wallet: 'company' });
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles(join(DATA, 'activity-2023.csv'));
      await page.getByRole('button', { name: 'Check all rows' }).click();
      await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Next year');
      await page.getByRole('button', { name: /Signed in as/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Company' }).click();
      expect(await page.getByText('Next year').count()).toBe(0);
      await signIn(page);
      await page.getByRole('link', { name: 'Import: Next year' }).click();
      expect(await page.getByRole('textbox', { name: 'Title', exact: true }).inputValue()).toBe('Next year');
      await page.getByText('All 5 rows are valid').waitFor();
    });
  });
}
