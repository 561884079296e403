import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { type Portal, signIn } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

/** What a person finds on the page, by the names that a screen reader says. */
const NAMES = {
  en: {
    ...{
      words: 'In your words',
      run: 'Run',
      begin: 'Begin with',
      ask: 'Answer',
      choose: 'Choose under “Begin with”',
    },
    opened: /verified in this browser|Computed, unsigned/,
  },
  'zh-CN': {
    ...{ words: '用您自己的话', run: '运行', begin: '从何开始', ask: '回答', choose: '请在“从何开始”中选择' },
    opened: /已在本浏览器核验|计算所得，未签署/,
  },
} as const;
type Names = (typeof NAMES)[keyof typeof NAMES];

/** A question as a person types it, and what it is answered from. */
interface Asked {
  readonly text: string;
  /** The titles of results, by run. */
  readonly from?: Readonly<Record<string, string>>;
  /** A figure that opens its verdict or run; advice beside or instead of it; or what is to be chosen before. */
  readonly gives: 'figure' | 'choice' | RegExp;
}

const STEEL = 'For whom steel is made';
const MAKING = 'Emitted in making';
const PLANT = 'The steelworks 2024';
const COUNTRIES = 'Panorama of two countries';

const OFFICER: readonly Asked[] = [
  { text: '钢铁为谁生产？', from: { a: STEEL }, gives: 'figure' },
  { text: '德国2009年的消费排放是多少？', from: { a: 'Accounts of Germany' }, gives: 'figure' },
  { text: '能用森林抵扣范围一吗？', from: { b: 'Land of Germany' }, gives: 'choice' },
  { text: '各国2022年的排放比较', gives: 'figure' },
  { text: '已登记的 Accounts of China 中 2022 年净进口占比是多少？', gives: 'figure' },
];

const COMPANY: readonly Asked[] = [
  {
    text: 'What did my plant emit in 2024? March is missing.',
    from: { a: PLANT, b: PLANT },
    gives: 'figure',
  },
  {
    text: 'Is product B lower?',
    from: { a: MAKING },
    gives: /Begin it with another result.*no-figure-of-run/,
  },
  { text: 'Which meters get us to ±5 %?', from: { a: MAKING, b: MAKING }, gives: 'figure' },
  { text: 'What if we add a second furnace?', from: { a: PLANT }, gives: 'choice' },
  { text: 'Is our inventory of 2023 restated?', gives: 'figure' },
];

const AUDITOR: readonly Asked[] = [
  {
    text: '−9.17 % or −17.7 %?',
    from: { a: 'Accounts of China', b: COUNTRIES },
    gives: /-9\.17 %.*-17\.7 %/,
  },
  { text: 'CBAM: a good with a precursor', gives: 'choice' },
  {
    text: 'Is the disclosure 2023 the latest, and what does it leave out?',
    gives: /basis-superseded.*proof-fails/,
  },
  { text: 'Is the registered panorama of two countries the newest?', gives: 'figure' },
  { text: '1,000 is outside 1,088 to 1,481', from: { a: MAKING }, gives: 'figure' },
];

export function describeStrangers(portal: () => Portal): void {
  describe('three strangers', () => {
    itLong(
      'a ministry’s officer asks five questions in Chinese, and each ends in a proof or in advice',
      async () => {
        const page = await portal().open('/ask', { context: { locale: 'zh-CN' } });
        await askAll(page, OFFICER, NAMES['zh-CN']);
      },
    );

    itLong('a company’s manager asks five questions, and each ends in a proof, a run or advice', async () => {
      const page = await portal().open('/ask', { wallet: 'company' });
      await signIn(page);
      await askAll(page, COMPANY, NAMES.en);
    });

    itLong('an auditor asks five questions, and each ends in a proof, a run or advice', async () => {
      await askAll(await portal().open('/ask'), AUDITOR, NAMES.en);
    });

    itLong('a question with two parts has two answers, each with its own file', async () => {
      const page = await portal().open('/ask');
      await ask(
        page,
        {
          text: 'For whom is steel made? Are you well? Which factors are there for diesel?',
          from: { a: STEEL },
          gives: 'figure',
        },
        NAMES.en,
      );
      await page.getByText('so it is not answered: Are you well?').waitFor();
      const answers = page.getByRole('region', { name: 'Answer', exact: true });
      await answers.nth(1).getByText('[factors-found]').waitFor();
      expect(await page.getByRole('button', { name: 'Download the answer file' }).count()).toBe(2);
    });
  });
}

async function askAll(page: Page, questions: readonly Asked[], names: Names): Promise<void> {
  for (const question of questions) {
    await ask(page, question, names);
    await expectOutcome(page, question, names);
  }
}

/** Types a question, chooses what it is computed from, and asks for the answer where the page lets it. */
async function ask(page: Page, { text, from = {}, gives }: Asked, names: Names): Promise<void> {
  await page.getByLabel(names.words).fill(text);
  for (const [run, title] of Object.entries(from)) {
    const group = page.getByRole('group', { name: new RegExp(`^${names.run} ${run}`) });
    const select = group.getByLabel(names.begin, { exact: true });
    const option = select.locator('option').filter({ hasText: title });
    await select.selectOption(await option.getAttribute('value'));
    await group.getByRole('listitem').first().waitFor();
  }
  if (gives !== 'choice') await page.getByRole('button', { name: names.ask, exact: true }).click();
}

async function expectOutcome(page: Page, { text, gives }: Asked, names: Names): Promise<void> {
  if (gives === 'choice') {
    await page.getByText(names.choose).waitFor();
    expect(await page.getByRole('button', { name: names.ask, exact: true }).isDisabled()).toBe(true);
    return;
  }
  const answer = page.getByRole('region').filter({ hasText: text }).last();
  if (gives !== 'figure') {
    await answer.getByText(gives).first().waitFor();
    return;
  }
  await answer.locator('button[data-part=value]').first().click();
  await page.getByRole('complementary').getByText(names.opened).first().waitFor();
}
