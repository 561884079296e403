import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type AnswerFile, formatAnswer, parseAnswer } from '../../../agents/answer/answer-file.ts';
import type { Item } from '../../../agents/handles/item.ts';
import type { Task } from '../../../agents/evaluate/tasks/task.ts';
import { engineFolder } from '../../../cli/engines/engine-folder.ts';
import { parsePolicy, type Policy } from '../../../core/verify/policy.ts';
import { nameProof } from '../../../devnet/example/proofs.ts';
import { ask, verifyAnswerFile } from '../../../library/agents.ts';
import { answerFileOf, changed, scriptOf, SIGHT, taskOf } from '../../agents/answer/answered-task.ts';
import { checkPage } from '../../agents/oracle/check-page.ts';
import type { Facts } from '../../agents/oracle/facts.ts';
import { TASKS } from '../../agents/tasks/all-tasks.ts';
import { scriptedModel } from '../../agents/tasks/scripted-model.ts';
import { type Portal, VERIFY_FILE } from '../portal.ts';
import { readShown } from '../read-shown.ts';
import { itLong } from '../../helpers/long.ts';

/** The policy is the reader's own, and not a part of the answer. */
const POLICY = 'section[aria-labelledby=policy-title]';

/** Tasks that are answered from runs alone: no chain is asked. */
const FROM_RUNS = TASKS.filter(({ options, records }) => options === undefined && records === undefined);

export function describeAnswerFile(portal: () => Portal): void {
  describe('an answer file on verify.html', () => {
    it('has a reference for each quantity, from proofs and from runs, in both languages and on paper', async () => {
      const policy = parsePolicy(await readFile(portal().home.policyFile));
      const page = await openVerifyFile(portal(), policy);
      await checkAnswer(page, await answerFromProof(portal(), policy), policy);
      const file = await answerWithTable(taskOf('is-lower'));
      await checkAnswer(page, file, policy);
      const table = page.getByRole('table', { name: 'Figures side by side' });
      const heads = table.getByRole('columnheader');
      expect(await heads.allInnerTexts()).toEqual(['Figure', 'Value', 'Interval', 'Period', 'Standing']);
      expect(await table.getByRole('rowheader').count()).toBe(TABULATED.length);
      for (const handle of TABULATED)
        expect(await table.locator(`[data-ref=${handle}][data-part=value]`).count()).toBe(1);
      const shown = await readShown(page, '#portal', POLICY);
      const withoutFigures = shown.replaceAll(/ data-ref="f\d+"/gu, '');
      expect(() => checkPage(withoutFigures, factsOf(file))).toThrow('do not say');
    });

    itLong(
      'has one for what an altered file says and what is found instead, and no words of its statement',
      async () => {
        const file = await answerFileOf(taskOf('is-lower'), 'forms');
        const [handle] = Object.keys(file.things).filter((each) => each.startsWith('f'));
        const { value } = file.things[handle!]!;
        const altered = changed(file, ({ things }) => {
          things[handle!]!['value'] = '99.5';
        });
        const page = await openVerifyFile(portal(), null);
        const section = await openAnswer(page, altered);
        expect(await section.getAttribute('data-answer')).toBe('not-verified');
        const failed = section.locator('[data-state=failed]');
        expect(await failed.first().locator('p').first().innerText()).toMatch(/^Statement \d+$/u);
        expect(await failed.first().innerText()).toContain(`expected ${JSON.stringify(value)}, got "99.5"`);
        const place = { expected: value, actual: '99.5' };
        await checkLanguages(
          page,
          new Map([...factsOf(file), ...nameFacts({ [`things.${handle}.value`]: place })]),
        );
      },
    );

    itLong('has a reference for each quantity of the answer to each task', async () => {
      const page = await openVerifyFile(portal(), null);
      for (const task of FROM_RUNS) await checkAnswer(page, await answerFileOf(task, 'forms'), null);
    });
  });
}

/** The figures of a table in an answer. */
const TABULATED = ['f1', 'f2', 'f3'] as const;

/** Answers a task with a model that asks for a table besides. */
async function answerWithTable(task: Task): Promise<AnswerFile> {
  const script = scriptOf(task);
  const { blocks } = script.at(-1)!.input as { readonly blocks: readonly object[] };
  const calls = [
    ...script.slice(0, -1),
    { tool: 'tabulate', input: { figures: TABULATED } },
    { tool: 'answer', input: { blocks: [...blocks, { is: 'table', table: 't1' }] } },
  ];
  return answerFileOf(task, { model: scriptedModel(calls), sight: SIGHT });
}

/** Answers from a proof file of the worked example, which is verified here. */
async function answerFromProof({ home }: Portal, policy: Policy): Promise<AnswerFile> {
  const proofs = [await readFile(join(home.example, nameProof('inventory')))];
  const { file } = await ask({
    ...{ question: 'Which scope 1 does the record state?', proofs, policy },
    engine: await readEngine(),
  });
  return parseAnswer(Buffer.from(file!));
}

async function readEngine(): Promise<Uint8Array> {
  const { digest } = (await engineFolder.list()).at(-1)!;
  return (await engineFolder.read(digest))!;
}

/** Opens verify.html from the disk, as somebody did who had chosen a policy there before. */
async function openVerifyFile({ browser }: Portal, policy: Policy | null): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  const page = await context.newPage();
  if (policy !== null) {
    const chosen = { ledgerFrom: 'user', endpointsFrom: 'user', policyFile: null, policy };
    await page.addInitScript(
      `localStorage.setItem('verify-policy', ${JSON.stringify(JSON.stringify(chosen))})`,
    );
  }
  await page.goto(pathToFileURL(VERIFY_FILE).href);
  return page;
}

/** Opens an answer file on an empty page, and returns what the page shows of it. */
async function openAnswer(page: Page, file: AnswerFile): Promise<ReturnType<Page['locator']>> {
  await page.reload();
  const opened = { name: 'own.carbon-answer.json', mimeType: 'application/json' };
  await page
    .locator('input[type=file][multiple]')
    .setInputFiles({ ...opened, buffer: Buffer.from(formatAnswer(file)) });
  const section = page.locator('[data-answer]');
  await section.waitFor();
  return section;
}

/** Checks that a file verifies here, and each quantity that the page shows of it. */
async function checkAnswer(page: Page, file: AnswerFile, policy: Policy | null): Promise<void> {
  const tools = { engine: await readEngine(), ...(policy === null ? {} : { policy }) };
  expect((await verifyAnswerFile(Buffer.from(formatAnswer(file)), tools)).verdict).toBe('verified');
  const section = await openAnswer(page, file);
  expect(await section.getAttribute('data-answer')).toBe('verified');
  expect(await section.locator('[data-ref=question]').innerText()).toBe(file.question.text);
  expect(await section.locator('[data-state] [data-part]').count()).toBeGreaterThan(0);
  await checkLanguages(page, factsOf(file));
}

async function checkLanguages(page: Page, facts: Facts): Promise<void> {
  for (const other of ['中文', 'English']) {
    await page.getByRole('button', { name: other }).click();
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media });
      checkPage(await readShown(page, '#portal', POLICY), facts);
    }
    await page.emulateMedia({ media: 'screen' });
  }
}

/** Returns what the references of the page stand for: handles of the answer, and places in its file with what is counted there. */
function factsOf({ things, question, runs, proofs, blocks }: AnswerFile): Facts {
  const inputs = runs.flatMap((run) => run.inputs);
  const countRows = (given: typeof inputs): number => given.flatMap(({ entries }) => entries).length;
  const isProven = ({ record }: (typeof inputs)[number]): boolean => JSON.stringify(proofs).includes(record);
  const unproven = countRows(inputs.filter((input) => !isProven(input)));
  return nameFacts({
    ...things,
    ...{ question: { text: question.text }, runs: { rows: countRows(inputs), unproven } },
    ...{ proofs: { count: proofs.length }, blocks: {} },
    ...Object.fromEntries(blocks.map((_, at) => [`blocks.${at}`, { number: at + 1 }])),
  });
}

function nameFacts(facts: Readonly<Record<string, object>>): Facts {
  return new Map(Object.entries(facts) as unknown as [string, Item][]);
}
