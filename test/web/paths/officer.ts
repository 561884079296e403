import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { openClient } from '../../../library/client.ts';
import { type Portal, watchErrors } from '../portal.ts';
import { itLong } from '../../helpers/long.ts';

/** What a reader sees of a page: its words, and the tables under each heading with their links. */
interface Seen {
  readonly words: string;
  readonly parts: readonly {
    readonly heading: string;
    readonly words: string;
    /** The first row is the head. */
    readonly rows: readonly (readonly Cell[])[];
  }[];
}

/** What a cell says, and where its number leads. */
interface Cell {
  readonly words: string;
  readonly number: string | null;
  readonly href: string | null;
}

const READ = `(() => {
  const cellOf = (cell) => {
    const link = cell.querySelector('a');
    return { words: cell.innerText, number: link?.innerText ?? null, href: link?.getAttribute('href') ?? null };
  };
  const partOf = (section) => ({
    heading: section.querySelector('h3').innerText,
    words: section.innerText,
    rows: [...section.querySelectorAll('table tr')].map((row) => [...row.cells].map(cellOf)),
  });
  const sections = [...document.querySelectorAll('main section section')];
  return { words: document.querySelector('main').innerText, parts: sections.map(partOf) };
})()`;

/** An officer of a ministry who reads Chinese and has never heard of the ledger answers from the words, numbers and links of a page alone. */
export function describeOfficer(portal: () => Portal): void {
  describe('an officer who has never seen the ledger', () => {
    const open = async (title: string): Promise<{ page: Page; seen: Seen; errors: string[] }> => {
      const { items } = await openClient(portal().url).listRecords({ limit: 100 });
      const { id } = items.find((item) => item.title === title)!;
      const page = await portal().open(`/records/${id}/panorama`, { context: { locale: 'zh-CN' } });
      const errors = watchErrors(page);
      await page.getByRole('heading', { level: 3 }).first().waitFor();
      return { page, seen: await page.evaluate<Seen>(READ), errors };
    };

    itLong('answers three questions from the page in Chinese, each from an opened proof', async () => {
      const { page, seen, errors } = await open('Panorama of two countries');
      const opened: string[] = [];
      const prove = async (cell: Cell): Promise<string> => {
        opened.push(await openProof(page, cell));
        return cell.number!;
      };

      // How much did China emit in 2022 by production and by consumption, and why do they differ?
      const produced = await prove(find(seen, /^生产侧/, '2022', /合计/));
      const consumed = await prove(find(seen, /^消费侧/, '2022', /合计/));
      const why = partOf(seen, /^两个账户为何不同：贸易$/);
      const names =
        why.rows[0]![0]!.words === '年份' ? why.rows[0]!.slice(1) : why.rows.slice(1).map(([name]) => name!);
      const reasons = names.map(({ words }) => words.split('\n')[0]!);
      const amounts = reasons.map((name) => numberOf(find(seen, why.heading, name, '2022')));
      expect(numberOf({ number: consumed }) - numberOf({ number: produced })).toBeCloseTo(amounts[0]!, 6);
      expect(amounts.slice(1).reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(amounts[0]!, 6);
      expect(reasons[0]).toBe('总差额');
      expect(reasons.at(-1)).toBe('未能解释的部分');
      expect(why.words).toContain('各部分与未能解释的部分之和恰好等于总差额');
      const largest = reasons[1 + indexOfLargest(amounts.slice(1))]!;
      await prove(find(seen, why.heading, largest, '2022'));
      expect(largest).toBe('净进口');

      // Which of −9.17 % and −17.7 % holds?
      const rivals = partOf(seen, /^各种说法：.*净进口占生产侧的比例/);
      const shares = rivals.rows.flat().filter((cell) => /^-(?:9\.1[67]|17\.7)/.test(cell.number ?? ''));
      expect(shares).toHaveLength(2);
      for (const share of shares) await prove(share);
      expect(rivals.words).toMatch(/不判定谁对.*无法判断哪一个正确/);
      expect(rivals.rows.some(([, ...said]) => said.at(-1)!.words === '无法判断')).toBe(true);
      expect(errors).toEqual([]);
      await page.context().close();

      // May the 2 Mt of making and the 350 Mt avoided be netted?
      const exported = await open('Panorama of exports of 2024');
      const published = [/^制造/, /避免/].map((heading) =>
        find(exported.seen, heading, '2024', /ScienceOne-Yuheng/),
      );
      expect(published.map(({ number }) => number)).toEqual(['2', '350']);
      for (const cell of published) opened.push(await openProof(exported.page, cell));
      expect(exported.seen.words).toContain('互不相加，也互不抵减');
      expect(partOf(exported.seen, /避免/).words).toContain('不得从排放量中扣减');
      expect(exported.seen.words).not.toMatch(/\b348\b/);
      expect(exported.errors).toEqual([]);
      expect(opened).toHaveLength(7);
    });
  });
}

function partOf({ parts }: Seen, heading: RegExp | string): Seen['parts'][number] {
  const found = parts.find((part) =>
    typeof heading === 'string' ? part.heading === heading : heading.test(part.heading),
  );
  if (found === undefined)
    throw new Error(`no part ${String(heading)} in ${parts.map((part) => part.heading).join()}`);
  return found;
}

/** Finds the number at two words, one beside it and one above it, as a reader does. */
function find(seen: Seen, heading: RegExp | string, one: RegExp | string, other: RegExp | string): Cell {
  const [head = [], ...rows] = partOf(seen, heading).rows;
  const says = ({ words }: Cell, wanted: RegExp | string): boolean =>
    typeof wanted === 'string' ? words.split('\n')[0] === wanted : wanted.test(words);
  for (const [beside, above] of [
    [one, other],
    [other, one],
  ] as const) {
    const at = head.findIndex((cell) => says(cell, above));
    const cell = rows.find(([name]) => says(name!, beside))?.[at];
    if (at > 0 && cell?.number != null) return cell;
  }
  throw new Error(`no number at ${String(one)} and ${String(other)} of ${String(heading)}`);
}

function numberOf({ number }: Pick<Cell, 'number'>): number {
  return Number(number!.replaceAll(',', ''));
}

function indexOfLargest(amounts: readonly number[]): number {
  const sizes = amounts.map((amount) => Math.abs(amount));
  return sizes.indexOf(Math.max(...sizes));
}

/** Follows the link of a number, opens its box, lets the page check its proof, and comes back. Returns what was proven: it has the number. */
async function openProof(page: Page, { number, href }: Cell): Promise<string> {
  await page
    .locator(`main a[href=${JSON.stringify(href)}]`)
    .first()
    .click();
  await page.getByRole('group').getByRole('button', { name: number! }).first().click();
  const details = page.getByRole('region', { name: '详情' });
  await details.getByRole('button', { name: '检查其证明' }).click();
  await details.getByText('证明所示数值和单位与本页相同。').waitFor();
  const proven = await details.innerText();
  expect(proven).toContain(number);
  expect(proven).not.toContain('✗');
  await page.goBack();
  await page.getByRole('heading', { level: 3 }).first().waitFor();
  return proven;
}
