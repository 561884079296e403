import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { goInside } from '../pages.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

/** What both products do; each is a kilowatt of capacity from cradle to gate. */
const FUNCTION = '一千瓦装机容量';

export function describeProducts(portal: () => Portal): void {
  describe('products', () => {
    itLong(
      'are asked for in fields, compared where they do the same, and a footprint shows its identities, in Chinese',
      async () => {
        const context = { locale: 'zh-CN', viewport: { width: 1280, height: 900 } };
        const page = await portal().open('/company/compute', { wallet: 'company', context });
        const errors = watchErrors(page);
        await signIn(page);
        await page.getByLabel('采用的方法').selectOption('life-cycle@1');
        for (const name of [
          'Making turbines and modules',
          'Solar modules of PV ICE',
          'Warming potentials AR6',
        ])
          await page.getByRole('checkbox', { name, exact: true }).check();
        await page.getByLabel('首日').fill('2024-01-01');
        await page.getByLabel('末日').fill('2024-12-31');
        await addUnit(page, 1, 'solar-modules', '摇篮到大门');
        await addUnit(page, 2, 'wind-turbines', '大门到大门');
        await page.getByText('更多参数').click();
        await page.getByRole('checkbox', { name: '过程', exact: true }).check();
        await page.getByRole('button', { name: '添加：比较' }).click();
        await page.getByLabel('比较 1: 前者').selectOption('solar-modules');
        await page.getByLabel('比较 1: 后者').selectOption('wind-turbines');
        const compute = page.getByRole('button', { name: '开始计算', exact: true });
        await compute.click();

        // Of another boundary: what is wrong and what to do, in the language of the page.
        const refusal = page.getByRole('alert').filter({ hasText: 'not-comparable' });
        expect(await refusal.innerText()).toContain('只有功能、数量、系统边界和规则相同的产品才能比较。');
        await page
          .getByRole('group', { name: '功能单位 2' })
          .getByLabel('系统边界')
          .selectOption('摇篮到大门');
        await compute.click();
        const comparison = page.getByRole('figure', { name: /^solar-modules 与 wind-turbines 的比较/ });
        await comparison.getByText(/^后者减去前者为 /).waitFor();
        await page.getByRole('region', { name: 'solar-modules 的构成' }).getByText('按排放过程').waitFor();
        const { violations } = await new AxeBuilder({ page }).include('main').analyze();
        expect(violations.map(({ id }) => id)).toEqual([]);

        const { items } = await openClient(portal().url).listRecords({ kind: 'result', limit: 100 });
        await goInside(
          page,
          `/records/${items.find(({ title }) => title === 'Footprint of the steel bar')!.id}`,
        );
        const footprint = page.getByRole('region', { name: 'steel-bar 的碳足迹' });
        await footprint.getByText('成立', { exact: true }).nth(2).waitFor();
        expect(await footprint.getByText('不成立').count()).toBe(0);
        expect(errors).toEqual([]);
      },
    );
  });
}

/** Adds a functional unit: a kilowatt of a product, of a boundary. */
async function addUnit(page: Page, number: number, product: string, boundary: string): Promise<void> {
  await page.getByRole('button', { name: '添加：功能单位' }).click();
  const unit = page.getByRole('group', { name: `功能单位 ${number}` });
  for (const [label, text] of [
    ['名称', product],
    ['产品', product],
    ['数量', '1'],
    ['单位', 'kW'],
    ['功能', FUNCTION],
  ] as const)
    await unit.getByLabel(new RegExp(`^${label}( \\*)?$`)).fill(text);
  await unit.getByLabel('系统边界').selectOption(boundary);
}
