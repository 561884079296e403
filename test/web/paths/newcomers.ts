import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from './long.ts';
import { lastStep } from './shown.ts';

const BOOK = join(import.meta.dirname, '../../import/books/files/energy-statistics.xlsx');
/** What a newcomer may take, and how often they say something on a page. */
const [MOST_MS, MOST_STEPS] = [900_000, 45];
const FINAL_MS = 60_000;
/** What is left for another result: factors of fuels and heat are those of other data. */
const NOT_NOW = ['原煤', '其中：一般烟煤', '天然气', '汽油', '柴油', '热力'];

/** Somebody who has never seen the portal goes from a workbook to a disclosure that verifies, by what the pages say. */
export function describeNewcomers(portal: () => Portal): void {
  describe('a newcomer', () => {
    itLong('of a Chinese steelworks discloses its purchased electricity, in Chinese', async () => {
      const begun = Date.now();
      const page = await portal().open('/', { wallet: 'company', context: { locale: 'zh-CN' } });
      const errors = watchErrors(page);
      const person = new Newcomer(page);
      await signIn(page);
      await person.follow('我为企业填报');
      await person.follow('导入数据');
      await importStatistics(page, person);
      await person.register('杭州轧钢 2024 年用电', 'newcomer/electricity-2024');
      await person.follow('计算排放量');
      await compute(page, person);
      await person.register('杭州轧钢 2024 年外购电力', 'newcomer/scope2-2024');
      await person.follow('披露其中的数据');
      await person.check(page.getByRole('checkbox', { name: /scope2\/location/ }));
      await person.register('杭州轧钢 2024 年披露', 'newcomer/exchange-2024');
      await verifyFile(page, person);
      expect(errors).toEqual([]);
      expect(person.steps).toBeLessThanOrEqual(MOST_STEPS);
      expect(Date.now() - begun).toBeLessThan(MOST_MS);
    });
  });
}

/** Does what a person does on pages, and counts it. */
class Newcomer {
  readonly #page: Page;
  steps = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async follow(link: string): Promise<void> {
    this.steps++;
    await this.#page.getByRole('link', { name: link }).first().click();
  }

  async press(name: string | RegExp, place: Page | Locator = this.#page): Promise<void> {
    this.steps++;
    await place.getByRole('button', { name }).first().click();
  }

  async check(box: Locator): Promise<void> {
    this.steps++;
    await box.check();
  }

  async choose(label: string, value: string): Promise<void> {
    this.steps++;
    await this.#page.getByLabel(label, { exact: true }).selectOption(value);
  }

  async write(field: Locator, text: string): Promise<void> {
    this.steps++;
    await field.fill(text);
  }

  /** Describes a record, reads what is signed, and waits until it is final. */
  async register(title: string, subject: string): Promise<void> {
    await this.write(this.#page.getByRole('textbox', { name: '标题', exact: true }), title);
    await this.write(this.#page.getByRole('textbox', { name: '主题', exact: true }), subject);
    await this.press('查看将签署的内容');
    await this.press('签名并登记');
    await lastStep(this.#page).waitFor({ timeout: FINAL_MS });
  }
}

async function importStatistics(page: Page, person: Newcomer): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(BOOK);
  await person.choose('列“消费量 合计”的含义', 'value');
  await person.press('“能源名称”中各名称的含义');
  const panel = page.getByRole('region', { name: '“能源名称”中各名称的含义' });
  await person.press(/^各取最相近者/, panel);
  for (const name of NOT_NOW)
    await person.check(panel.getByLabel(`不读入名称为“${name}”的行`, { exact: true }));
  await person.press('purchased electricity · 外购电力', panel);
  await person.press('收起', panel);
  await person.write(page.getByLabel('地区 (geography)', { exact: true }), '中国');
  await person.press(/^CN · 中国/);
  await person.press('检查所有行');
  await page.getByText('全部 12 行均有效').waitFor();
  // The total of all carriers is in coal equivalent: it is said that it was not compared.
  await page.getByText('某合计的单位与其上各行不同').first().waitFor({ state: 'attached' });
}

/** Takes last year's factors of the grid for this year's electricity, as the page offers them. */
async function compute(page: Page, person: Newcomer): Promise<void> {
  await person.choose('采用的方法', 'scope2@2');
  await person.check(page.getByRole('checkbox', { name: /^Chinese grid factors 2023/ }));
  await person.press('开始计算');
  await person.press('查找已有的因子');
  await person.press('各采用第一个');
  await person.press('开始计算');
  await page
    .getByRole('row', { name: /scope2\/location.*27,343\.56898/ })
    .first()
    .waitFor();
}

/** Saves the proof file, and verifies it as its reader will. */
async function verifyFile(page: Page, person: Newcomer): Promise<void> {
  const saved = page.waitForEvent('download');
  await person.press(/^保存证明文件/);
  const buffer = await readFile(await (await saved).path());
  await person.follow('验证文件');
  const file = { name: 'disclosure.carbon-proof.json', mimeType: 'application/json', buffer };
  await page.locator('input[type=file][multiple]').setInputFiles(file);
  await page.getByRole('heading', { name: '验证通过', exact: true }).waitFor();
  await page.getByRole('article').getByText('27,343.56898').first().waitFor();
}
