import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type AnswerFile, parseAnswer } from '../../../agents/answer/answer-file.ts';
import type { Item } from '../../../agents/handles/item.ts';
import { openClient } from '../../../library/client.ts';
import { checkCopied, checkPage } from '../../agents/oracle/check-page.ts';
import type { Facts } from '../../agents/oracle/facts.ts';
import type { Portal } from '../portal.ts';
import { readShown } from '../read-shown.ts';
import { itLong } from '../../helpers/long.ts';

/** What is on the page in each language. */
const LANGUAGES = [
  {
    locale: 'en-GB',
    words: 'In your words',
    answer: 'Answer',
    copy: 'Copy with citations',
    copied: 'Copied.',
  },
  { locale: 'zh-CN', words: '用您自己的话', answer: '回答', copy: '复制（含引注）', copied: '已复制。' },
] as const;
type Words = (typeof LANGUAGES)[number];

/** The types of questions that are asked, with what a person writes. */
const QUESTIONS = [
  { form: 'for-whom', record: 'For whom steel is made', text: 'For whom does each region emit?' },
  { form: 'registered-figures', record: 'For whom steel is made', text: 'Which is of Northland steel?' },
  { form: 'panorama', record: null, text: 'China 2022' },
] as const;

const PROGRAM = resolve(import.meta.dirname, '../../../cli/main.ts');
const ANSWER = 'section:has(> h2):has([data-part=value])';

export function describeAskOracle(portal: () => Portal): void {
  describe('what an answer shows', () => {
    for (const words of LANGUAGES)
      for (const question of QUESTIONS)
        itLong(`has a reference for each quantity: ${question.form}, ${words.locale}`, async () => {
          const page = await openAnswer(portal(), question, words);
          const copied = await copyAnswer(page, words);
          const facts = await readFacts(portal(), await saveAnswer(page));
          for (const text of copied) checkCopied(text, facts);
          const read = () => readAnswer(page, question.text);
          checkPage(await read(), facts);
          for (const figure of await page.locator(`${ANSWER} figcaption button`).all()) await figure.click();
          checkPage(await read(), facts);
          for (const chip of (await page.locator(`${ANSWER} p button[data-ref]`).all()).slice(0, 8)) {
            const ref = (await chip.getAttribute('data-ref'))!;
            await chip.click();
            await page.locator(`aside[data-ref=${ref}]`).waitFor();
            checkPage(await read(), facts);
          }
          await page.emulateMedia({ media: 'print' });
          expect(await page.locator(`${ANSWER} aside`).isVisible()).toBe(false);
          checkPage(await read(), facts);
        });

    itLong(
      'is struck through on the page Verify where its record was restated, with the newer one',
      async () => {
        const { home, url } = portal();
        const { items } = await openClient(url).listRecords({ kind: 'result', limit: 100 });
        const [old, newer] = ['Inventory 2023', 'Inventory 2023, restated'].map(
          (title) => items.find((item) => item.title === title)!.id,
        );
        const proof = join(home.example, 'inventory.carbon-proof.json');
        await ledger(portal(), [
          'ask',
          'Which scope 1 does the record state?',
          proof,
          '--out',
          'old.carbon-answer.json',
        ]);
        const page = await portal().open('/verify');
        const file = join(home.folder, 'old.carbon-answer.json');
        await page.locator('input[type=file][multiple]').setInputFiles(file);
        const struck = page.locator('[data-answer] li:has([data-restated])').first();
        await struck.waitFor();
        expect(await struck.locator('s').innerText()).toContain('Inventory 2023');
        expect(await struck.locator('[data-restated]').getAttribute('data-restated')).toBe(old);
        expect(await struck.getByRole('link', { name: /version/ }).getAttribute('href')).toContain(newer);
        const told = await ledger(portal(), ['verify', file, '--follow']);
        expect(told).toMatch(/restated by version 2/u);
      },
    );

    itLong('is named by a disclosure, and an altered answer file is refused by its hash', async () => {
      const { home, url } = portal();
      const { items } = await openClient(url).listRecords({ kind: 'result', limit: 100 });
      const { id } = items.find(({ title }) => title === 'Inventory 2023, restated')!;
      const key = ['--key', join(home.keys, 'company.key')];
      const proof = join(home.example, 'inventory-restated.carbon-proof.json');
      await ledger(portal(), [
        'ask',
        'Which scope 1 does the record state?',
        proof,
        '--out',
        'own.carbon-answer.json',
      ]);
      const shown = ['--entries', 'scope1/total', '--document', 'own.carbon-answer.json'];
      const of = ['--party', 'lei:0000EXAMPLESTEEL0025', '--subject', 'answer/2023', '-o', 'names.json'];
      const made = await ledger(portal(), ['disclose', id, ...shown, ...of, ...key, '--json']);
      const { id: disclosure } = JSON.parse(made) as { id: string };
      await ledger(portal(), ['record', 'sign', 'names.json', ...key]);
      await ledger(portal(), ['record', 'register', 'names.json']);
      await ledger(portal(), ['document', 'send', 'own.carbon-answer.json', ...key]);
      const into = ['--entries', 'all', '--wait', '-o', 'names.carbon-proof.json'];
      await ledger(portal(), ['proof', disclosure, ...into, ...key]);
      const verify = ['verify', 'names.carbon-proof.json', '--document'];
      // 3: that nobody has replayed the batch of the new disclosure leaves it unchecked, whether it is current.
      expect(await ledger(portal(), [...verify, 'own.carbon-answer.json'], 3)).toMatch(
        /is the document that is named by/u,
      );
      expect(await ledger(portal(), ['verify', 'own.carbon-answer.json'])).toMatch(/✓ Verified/u);
      const text = await readFile(join(home.folder, 'own.carbon-answer.json'), 'utf8');
      await writeFile(join(home.folder, 'altered.carbon-answer.json'), text.replace('scope 1', 'scope 2'));
      const altered = await ledger(portal(), [...verify, 'altered.carbon-answer.json'], 1);
      expect(altered).toContain('[document-not-named]');
    });
  });
}

async function openAnswer(
  portal: Portal,
  { form, record, text }: (typeof QUESTIONS)[number],
  { locale, words, answer }: Words,
): Promise<Page> {
  const { items } = await openClient(portal.url).listRecords({ kind: 'result', limit: 100 });
  const about = record === null ? '' : `record=${items.find(({ title }) => title === record)!.id}&`;
  const context = {
    ...{ locale, viewport: { width: 1280, height: 900 } },
    permissions: ['clipboard-read', 'clipboard-write'],
  };
  const page = await portal.open(`/ask?${about}form=${form}`, { context });
  await page.getByLabel(words).fill(text);
  if (form === 'for-whom') await page.getByText('Steel table 2022 (invented)').first().waitFor();
  await page.getByRole('button', { name: answer, exact: true }).click();
  await page.locator('button[data-part=value]').first().waitFor();
  return page;
}

/** Returns what is copied, as text and as HTML. */
async function copyAnswer(page: Page, { copy, copied }: Words): Promise<readonly string[]> {
  await page.getByRole('button', { name: copy }).click();
  await page.getByText(copied).waitFor();
  return page.evaluate(`(async () => {
    const [item] = await navigator.clipboard.read();
    return Promise.all(item.types.map(async (type) => (await item.getType(type)).text()));
  })()`);
}

async function saveAnswer(page: Page): Promise<AnswerFile> {
  const button = page.getByRole('button', { name: /^(?:Download the answer file|下载答案文件)/ });
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return parseAnswer(await readFile(await download.path()));
}

/** Returns what handles of an answer stand for, and the ids of records: their titles and versions, hashed again by the client. */
async function readFacts({ url }: Portal, { things }: AnswerFile): Promise<Facts> {
  const { items } = await openClient(url).listRecords({ limit: 100 });
  const records = items.map(({ id, title, record }) => [id, { ...record, kind: 'record', title }]);
  return new Map([...Object.entries(things), ...records] as unknown as [string, Item][]);
}

/** Returns the answer as it is shown on this medium. The question is the person's own words: it is left out where it is repeated to the letter. */
async function readAnswer(page: Page, question: string): Promise<string> {
  expect(await page.locator(`${ANSWER} h2 + p`).first().textContent()).toBe(question);
  return readShown(page, ANSWER, 'h2 + p');
}

/** Runs the command line in the folder of the ledger; returns what it prints. It exits with 0, or as is said. */
async function ledger({ url, home }: Portal, args: readonly string[], exits = 0): Promise<string> {
  const judged = args[0] === 'ask' || args[0] === 'verify' ? ['--policy', home.policyFile] : [];
  const options = { cwd: home.folder, env: { ...process.env, LEDGER_URL: url } };
  const line = [PROGRAM, ...args, ...judged];
  const { code, stdout, stderr } = await promisify(execFile)(process.execPath, line, options).then(
    (done) => ({ ...done, code: 0 }),
    (failed: unknown) => failed as { code: number; stdout: string; stderr: string },
  );
  expect({ code, printed: code === exits ? '' : `${stdout}${stderr}` }).toEqual({ code: exits, printed: '' });
  return stdout;
}
