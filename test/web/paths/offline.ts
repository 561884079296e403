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
    it('a fault of a table is said in the words of the page, in Chinese', async () => {
      const context = { locale: 'zh-CN' };
      const page = await portal().open('/company/import', { wallet: 'company', context });
      const errors = watchErrors(page);
      await signIn(page);
      await page.locator('input[type=file]').setInputFiles({
        name: 'meter.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('meter,colour\nA,red\n'),
      });
      const check = page.getByRole('button', { name: '检查所有行' });
      await check.click();
      await page.getByText('请在“各列含义”中选择').first().waitFor();
      expect(await page.locator('main').innerText()).not.toMatch(/--map|--set|ledger dataset/);
      await page.getByRole('button', { name: '另选文件' }).click();
      await page.getByRole('button', { name: '填写装置物料流' }).click();
      const fill = async (fields: Readonly<Record<string, string>>): Promise<void> => {
        for (const [label, text] of Object.entries(fields))
          await page.getByLabel(label).and(page.locator('input')).first().fill(text);
      };
      const use = page.getByRole('button', { name: '采用这些物料流' });
      await fill({ 装置: 'north works', 首日: '2024-01-01', 末日: '2024-12-31', 地区: 'DE' });
      await fill({ 新物料流的类别: '2.C.1', '去往，第 1 股': 'blast furnace', '物料，第 1 股': 'coke' });
      await fill({ '数量，第 1 股': '1000', '单位，第 1 股': 'sacks' });
      await use.click();
      await check.click();
      await page
        .getByRole('cell', { name: /^sacks/ })
        .first()
        .waitFor();
      await page.getByText('引擎不认识该单位').first().waitFor();
      await fill({ '单位，第 1 股': 't' });
      await use.click();
      await check.click();
      await page.getByText('全部 1 行均有效').waitFor();
      const { violations } = await new AxeBuilder({ page }).include('main').analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      expect(errors).toEqual([]);
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
