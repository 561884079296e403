import { describe, expect } from 'vitest';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep } from './shown.ts';

const FINAL_MS = 60_000;
const DETAIL = { row: 'fuel-use', category: '1.A.4', fuel: 'diesel', geography: 'GB' };
const ROW = ['van', '80000', 'L', '2025-01-01', '2026-01-01', JSON.stringify(DETAIL).replaceAll('"', '""')];
const TABLE = `key,value,unit,from,until,detail\n${ROW.slice(0, 5).join(',')},"${ROW[5]}"\n`;

/** A run whose factors nobody has registered: they are in the starter data. */
export function describeStarter(portal: () => Portal): void {
  describe('a factor of the starter data', () => {
    itLong(
      'is taken where a run lacks it, becomes a dataset with its source, and gives the figure',
      async () => {
        const page = await portal().open('/company/import', { wallet: 'company' });
        const errors = watchErrors(page);
        await signIn(page);
        const file = { name: 'vans.csv', mimeType: 'text/csv', buffer: Buffer.from(TABLE) };
        await page.locator('input[type=file]').setInputFiles(file);
        await page.getByRole('button', { name: 'Check all rows' }).click();
        await page.getByText('All 1 rows are valid').waitFor();
        await page.getByRole('textbox', { name: 'Title', exact: true }).fill('Vans 2025');
        await page.getByRole('textbox', { name: 'Subject', exact: true }).fill('vans/2025');
        await page.getByRole('button', { name: 'Read what you sign' }).click();
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await lastStep(page).waitFor({ timeout: FINAL_MS });
        await page.getByRole('link', { name: 'Compute figures' }).click();
        await page.getByLabel('How the figures are computed').selectOption('combustion@2');
        const compute = page.getByRole('button', { name: 'Compute', exact: true });
        await compute.click();
        await page.getByRole('button', { name: 'Look for factors that exist' }).click();
        const offers = page.getByRole('region', { name: 'What the run lacks, and what exists for it' });
        await offers.getByText('Starter data, data/uk-2024/fuels.csv').first().waitFor();
        await offers.getByText('212.924 t CO₂e').first().waitFor();
        await offers.getByRole('button', { name: 'Take diesel/emission-factor/litre' }).first().click();
        await page.getByText('UK Government GHG Conversion Factors').first().waitFor();
        await page.getByRole('button', { name: 'Sign and register' }).click();
        await lastStep(page).waitFor({ timeout: FINAL_MS });
        await page.getByRole('button', { name: 'Continue the computation' }).click();
        await compute.click();
        await page.getByText('212.924').first().waitFor();
        expect(errors).toEqual([]);
      },
    );
  });
}
