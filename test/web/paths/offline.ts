import { AxeBuilder } from '@axe-core/playwright';
import { describe, expect, it } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';

export function describeOffline(portal: () => Portal): void {
  describe('without a network', () => {
    it('a page that cannot be loaded says so, keeps who is signed in, and is loaded again on request', async () => {
      const page = await portal().open('/records', { wallet: 'company' });
      await signIn(page);
      await page.evaluate('window.isSamePage = true');
      await page.context().setOffline(true);
      await page.getByRole('navigation').getByRole('link', { name: 'Datasets', exact: true }).first().click();
      const alert = page.getByRole('alert').filter({ hasText: 'A part of this portal could not be loaded' });
      await alert.waitFor();
      expect(await alert.innerText()).toContain('you stay signed in');
      expect(await alert.innerText()).not.toMatch(/Unable to preload|dynamically imported|http/);
      await page.context().setOffline(false);
      await alert.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
      expect(await page.evaluate('window.isSamePage')).toBe(true);
      await page
        .getByRole('banner')
        .getByRole('button', { name: /Signed in as/ })
        .waitFor();
    });
  });

  describe('what only the command line can do', () => {
    it('a fault of a table is said in the words of the page, in both languages', async () => {
      const languages = [
        {
          ...{ locale: 'en-GB', check: 'Check all rows', says: 'Choose it under “What the columns mean”' },
          ...{ other: 'Choose another', enter: 'Enter the streams of a plant', use: 'Use these streams' },
          fields: ['Plant', 'First day', 'Last day', 'Place', 'Category of new streams'],
          stream: ['To, stream 1', 'Material, stream 1', 'Amount, stream 1', 'Unit, stream 1'],
          valid: 'All 1 rows are valid',
        },
        {
          ...{ locale: 'zh-CN', check: '检查所有行', says: '请在“各列含义”中选择' },
          ...{ other: '另选文件', enter: '填写装置物料流', use: '采用这些物料流' },
          fields: ['装置', '首日', '末日', '地区', '新物料流的类别'],
          stream: ['去往，第 1 股', '物料，第 1 股', '数量，第 1 股', '单位，第 1 股'],
          valid: '全部 1 行均有效',
        },
      ];
      for (const { locale, check, says, other, enter, use, fields, stream, valid } of languages) {
        const page = await portal().open('/company/import', { wallet: 'company', context: { locale } });
        const errors = watchErrors(page);
        await signIn(page);
        await page.locator('input[type=file]').setInputFiles({
          name: 'meter.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from('meter,kWh\nA,12\n'),
        });
        await page.getByRole('button', { name: check }).click();
        await page.getByText(says).waitFor();
        expect(await page.locator('main').innerText()).not.toMatch(/--map|--set|ledger dataset/);
        await page.getByRole('button', { name: other }).click();
        await page.getByRole('button', { name: enter }).click();
        const fill = async (labels: readonly string[], texts: readonly string[]): Promise<void> => {
          for (const [index, label] of labels.entries())
            await page.getByLabel(label).and(page.locator('input')).first().fill(texts[index]!);
        };
        await fill(fields, ['north works', '2024-01-01', '2024-12-31', 'DE', '2.C.1']);
        await fill(stream, ['blast furnace', 'coke', '1000', 'barrels']);
        await page.getByRole('button', { name: use }).click();
        await page.getByRole('button', { name: check }).click();
        await page.getByRole('cell', { name: /^barrels/ }).waitFor();
        await fill(stream.slice(-1), ['t']);
        await page.getByRole('button', { name: use }).click();
        await page.getByRole('button', { name: check }).click();
        await page.getByText(valid).waitFor();
        const { violations } = await new AxeBuilder({ page }).include('main').analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);
        expect(errors).toEqual([]);
      }
    });

    it('a registrar without a wallet reads which command does it', async () => {
      const page = await portal().open('/operator');
      await page.getByText('use the command line, which takes the key file of a registrar').waitFor();
      const command = await page.locator('pre', { hasText: 'ledger party register' }).innerText();
      const { chain } = await openClient(portal().url).showStatus();
      expect(command).toContain(`--registry ${chain!.registry}`);
    });
  });
}
