import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../agents/answer/answer-file.ts';
import { openClient } from '../../../library/client.ts';
import { type Portal, signIn, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

const CHINESE = {
  ...{ locale: 'zh-CN', viewport: { width: 1280, height: 900 } },
  permissions: ['clipboard-read', 'clipboard-write'],
};

export function describeAsk(portal: () => Portal): void {
  describe('questions', () => {
    it('are answered in Chinese from a registered record: a figure opens its proof, the copy cites it, and the file holds it', async () => {
      const id = await findRecord(portal(), 'For whom steel is made');
      const page = await portal().open(`/ask?record=${id}`, { context: CHINESE });
      const errors = watchErrors(page);
      await page.getByLabel('用您自己的话').fill('已登记的记录给出的 Northland steel 是多少？');
      await page.getByText('理解为：已登记的记录给出哪些数值').waitFor();
      await page.getByRole('button', { name: '回答', exact: true }).click();
      const value = page.locator('button[data-part=value]').first();
      const ref = (await value.getAttribute('data-ref'))!;
      await value.click();
      const panel = page.getByRole('complementary', { name: `数值 ${ref}` });
      await panel.getByText('已在本浏览器核验').waitFor();
      expect(await panel.getByRole('link', { name: '数值的来源' }).getAttribute('href')).toContain(
        `/records/${id}/provenance`,
      );

      await page.getByRole('button', { name: '复制（含引注）' }).click();
      await page.getByText('已复制。').waitFor();
      const { text, html } = await readClipboard(page);
      expect(text).toContain(`[${ref}]`);
      expect(text).toMatch(new RegExp(`\\[${ref}\\] 记录 ${id} 的 .+，已核验`));
      expect(html).toContain(`<li>[${ref}] 记录 ${id}`);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: '下载答案文件' }).click(),
      ]);
      const file = parseAnswer(await readFile(await download.path()));
      expect(file.question.language).toBe('zh-CN');
      expect(file.things[ref]).toMatchObject({ kind: 'figure', source: { is: 'proven', record: id } });
      expect(file.proofs).toHaveLength(1);
      expect(errors).toEqual([]);
    });

    itLong('are stopped and asked again, a wrong model says why, and paper has no buttons', async () => {
      const id = await findRecord(portal(), 'For whom steel is made');
      const page = await portal().open(`/ask?record=${id}&form=for-whom`);
      const ask = page.getByRole('button', { name: 'Answer', exact: true });
      await page.getByText('Steel table 2022 (invented)').first().waitFor();
      await ask.click();
      await page.getByRole('button', { name: 'Stop' }).click();
      await page.getByText('There is no answer that holds.').waitFor();
      expect(await page.locator('[data-part=value]').count()).toBe(0);

      await page.getByText('Without a model (change)').click();
      await page.getByLabel('Base URL').fill(`${portal().url}/nowhere/v1`);
      await page.getByLabel('Name of the model').fill('none');
      expect(await ask.isDisabled()).toBe(true);
      await page.getByLabel(/^I agree that my question and the labels/).check();
      await page.getByLabel('Key', { exact: true }).fill('secret-of-a-host');
      await ask.click();
      await page.getByText('The host answers with an error.').first().waitFor({ state: 'attached' });
      const kept = await page.evaluate<string>(
        'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
      );
      expect(kept).not.toContain('secret-of-a-host');

      await page.getByLabel('Base URL').fill('');
      await ask.click();
      await page.locator('button[data-part=value]').first().click();
      await page.getByRole('complementary').getByText('Computed, unsigned').waitFor();
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('button', { name: 'Copy with citations' }).isVisible()).toBe(false);
      expect(await page.getByRole('complementary').isVisible()).toBe(false);
      expect(await page.locator('[data-part=value]').first().isVisible()).toBe(true);
    });

    itLong('are saved as files, which the page Verify computes again', async () => {
      const id = await findRecord(portal(), 'For whom steel is made');
      const page = await portal().open(`/ask?record=${id}&form=for-whom`);
      await page.getByText('Steel table 2022 (invented)').first().waitFor();
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download the answer file' }).click(),
      ]);
      const buffer = await readFile(await download.path());
      await page.goto(`${portal().url}/verify`);
      const files = ['one', 'other'].map((name) => ({
        ...{ name: `${name}.carbon-answer.json`, mimeType: 'application/json', buffer },
      }));
      await page.locator('input[type=file][multiple]').setInputFiles(files);
      await page.locator('[data-answer]').nth(1).waitFor();
      expect(await page.locator('[data-answer=verified]').count()).toBe(2);
    });

    itLong('of a party are not shown to who comes after it, and are there when it is back', async () => {
      const id = await findRecord(portal(), 'For whom steel is made');
      const page = await portal().open(`/ask?record=${id}&form=for-whom`, { wallet: 'company' });
      await signIn(page);
      await page.getByText('Steel table 2022 (invented)').first().waitFor();
      await page.getByLabel('In your words').fill('Words of a company');
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
      const value = page.locator('button[data-part=value]').first();
      await value.waitFor();
      await page.getByRole('button', { name: /Signed in as/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await value.waitFor({ state: 'detached' });
      expect(await page.getByLabel('In your words').inputValue()).toBe('');
      await signIn(page);
      await value.waitFor();
      expect(await page.getByLabel('In your words').inputValue()).toBe('Words of a company');
    });

    itLong('show no figure of a record whose proof file was changed in transit', async () => {
      const id = await findRecord(portal(), 'For whom steel is made');
      const page = await portal().open('/');
      await page.route(`**/v1/records/${id}/bundle*`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('"value":"90"', '"value":"91"');
        await route.fulfill({ response, body });
      });
      await page.goto(`${portal().url}/ask?record=${id}&form=registered-figures`);
      await page.getByLabel('In your words').fill('What does the record say of Northland steel?');
      await page.getByRole('button', { name: 'Answer', exact: true }).click();
      await page
        .getByText(/proof-fails/)
        .first()
        .waitFor();
      expect(await page.locator('[data-part=value]').count()).toBe(0);
    });
  });
}

async function findRecord({ url }: Portal, title: string): Promise<string> {
  const { items } = await openClient(url).listRecords({ kind: 'result', limit: 100 });
  return items.find((item) => item.title === title)!.id;
}

/** Returns what the page put on the clipboard, as text and as HTML. */
function readClipboard(page: Page): Promise<{ readonly text: string; readonly html: string }> {
  return page.evaluate(`(async () => {
    const [item] = await navigator.clipboard.read();
    const read = async (type) => (await item.getType(type)).text();
    return { text: await read('text/plain'), html: await read('text/html') };
  })()`);
}
