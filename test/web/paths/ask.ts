import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from '../../../agents/answer/answer-file.ts';
import { openClient } from '../../../library/client.ts';
import { type Portal, watchErrors } from '../portal.ts';

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
