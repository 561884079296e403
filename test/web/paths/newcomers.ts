import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { encryptKey } from '../../../chain/keys/key-file.ts';
import { bytesOf, type Hex } from '../../../core/encoding/hex.ts';
import { DECISIONS } from '../../import/books/decisions.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { decide } from './drive-import.ts';
import { itLong } from '../../helpers/long.ts';
import { lastStep } from './shown.ts';

const FOLDER = join(import.meta.dirname, '../../import/books/files');
const STATISTICS = join(FOLDER, 'energy-statistics.xlsx');
/** The log of a technician who never used a wallet. */
const LOG = 'refrigerant-log.xlsx';
/** What a newcomer may take, and how often they say something on a page. */
const [MOST_MS, MOST_STEPS] = [900_000, 45];
const FINAL_MS = 60_000;
/** What is left for another result: factors of fuels and heat are those of other data. */
const NOT_NOW = ['原煤', '天然气', '汽油', '柴油', '热力'];

/** What the portal calls what newcomers look for, in their language. */
const CHINESE = {
  ...{ title: '标题', subject: '主题', read: '查看将签署的内容', sign: '签名并登记' },
  ...{ save: /^保存证明文件/, verify: '验证文件', verified: '验证通过' },
} as const;
const ENGLISH: Readonly<Record<keyof typeof CHINESE, string | RegExp>> = {
  ...{ title: 'Title', subject: 'Subject', read: 'Read what you sign', sign: 'Sign and register' },
  ...{ save: /^Save the proof file/, verify: 'Verify a file', verified: 'Verified' },
};

/** Somebody who has never seen the portal goes from a workbook to a disclosure that verifies, by what the pages say. */
export function describeNewcomers(portal: () => Portal): void {
  describe('a newcomer', () => {
    itLong('of a Chinese steelworks discloses its purchased electricity, in Chinese', async () => {
      const begun = Date.now();
      const page = await portal().open('/', { wallet: 'company', context: { locale: 'zh-CN' } });
      const errors = watchErrors(page);
      const person = new Newcomer(page, CHINESE);
      await signIn(page);
      await person.follow('我为企业填报');
      await person.follow(/^导入数据$/);
      await importStatistics(page, person);
      await person.register('杭州轧钢 2024 年用电', 'newcomer/electricity-2024');
      await person.follow('计算排放量');
      await compute(page, person);
      await person.register('杭州轧钢 2024 年外购电力', 'newcomer/scope2-2024');
      await person.follow('披露其中的数据');
      await person.check(page.getByRole('checkbox', { name: /scope2\/location/ }));
      await person.register('杭州轧钢 2024 年披露', 'newcomer/exchange-2024');
      await person.verifyFile('27,343.56898');
      expect(errors).toEqual([]);
      expect(person.steps).toBeLessThanOrEqual(MOST_STEPS);
      expect(Date.now() - begun).toBeLessThan(MOST_MS);
    });

    itLong(
      'with a key file and a log of refrigerants discloses what leaked, without factors of its own',
      async () => {
        const begun = Date.now();
        const page = await portal().open('/');
        const errors = watchErrors(page);
        const person = new Newcomer(page, ENGLISH);
        await signInByFile(page, portal());
        await person.follow('I report for a company');
        await person.follow(/^Import data$/);
        await importLog(page, person);
        await person.register('Refrigerants', 'newcomer/refrigerants');
        await person.follow('Compute figures');
        const figure = await computeLeaks(page, person);
        await person.register('Leaks of refrigerants', 'newcomer/leaks');
        await person.follow('Disclose figures of it');
        await person.check(page.getByRole('checkbox', { name: /R-404A/ }));
        await person.register('Leaks, disclosed', 'newcomer/leaks-exchange');
        await person.verifyFile(figure);
        expect(errors).toEqual([]);
        expect(person.steps).toBeLessThanOrEqual(MOST_STEPS);
        expect(Date.now() - begun).toBeLessThan(MOST_MS);
      },
    );
  });
}

/** Does what a person does on pages, and counts it. */
class Newcomer {
  readonly #page: Page;
  readonly #words: typeof ENGLISH;
  steps = 0;

  constructor(page: Page, words: typeof ENGLISH) {
    this.#page = page;
    this.#words = words;
  }

  async follow(link: string | RegExp): Promise<void> {
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
    const words = this.#words;
    await this.write(this.#page.getByRole('textbox', { name: words.title, exact: true }), title);
    await this.write(this.#page.getByRole('textbox', { name: words.subject, exact: true }), subject);
    await this.press(words.read);
    await this.press(words.sign);
    await lastStep(this.#page).waitFor({ timeout: FINAL_MS });
  }

  /** Saves the proof file, and verifies it as its reader will: it shows the figure. */
  async verifyFile(figure: string): Promise<void> {
    const { save, verify, verified } = this.#words;
    const saved = this.#page.waitForEvent('download');
    await this.press(save);
    const buffer = await readFile(await (await saved).path());
    await this.follow(verify);
    const file = { name: 'disclosure.carbon-proof.json', mimeType: 'application/json', buffer };
    await this.#page.locator('input[type=file][multiple]').setInputFiles(file);
    await this.#page.getByRole('heading', { name: verified, exact: true }).waitFor();
    await this.#page.getByRole('article').getByText(figure).first().waitFor();
  }
}

async function importStatistics(page: Page, person: Newcomer): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(STATISTICS);
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
  await page.getByText('某合计的单位与所加各行不同').first().waitFor({ state: 'attached' });
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

/** Signs in with the key file that the organisation has, and its password. */
async function signInByFile(page: Page, { home, keyOf }: Portal): Promise<void> {
  const file = join(home.folder, 'newcomer.key.json');
  await writeFile(file, await encryptKey(bytesOf(keyOf('company') as Hex), 'a good password'));
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByLabel('Password of the key file').fill('a good password');
  await page.getByRole('button', { name: 'Open and sign in' }).click();
  await page.getByRole('button', { name: 'Signed in as lei:0000EXAMPLESTEEL0025' }).waitFor();
}

async function importLog(page: Page, person: Newcomer): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles(join(FOLDER, LOG));
  for (const decision of DECISIONS[LOG]!) await decide(page, decision);
  await person.press(/^Check /);
  await page.getByText('All 12 rows are valid').waitFor();
}

/** Takes the composition of a blend from the starter data, as the page offers it; returns the figure of the blend. */
async function computeLeaks(page: Page, person: Newcomer): Promise<string> {
  await person.choose('How the figures are computed', 'refrigerant@2');
  await person.check(page.getByRole('checkbox', { name: /^Warming potentials AR5/ }));
  await person.press(/^Compute$/);
  await person.press('Look for factors that exist');
  await person.press(/^Take R-404A/);
  await person.press('Sign and register');
  await lastStep(page).waitFor({ timeout: FINAL_MS });
  await person.press('Continue the computation');
  await person.press(/^Compute$/);
  const row = page.getByRole('row', { name: /R-404A/ }).first();
  await row.waitFor();
  return /\d[\d,.]*/.exec((await row.getByRole('cell').nth(1).innerText()).trim())![0];
}
