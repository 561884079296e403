import type { Locator, Page } from 'playwright-core';
import type { Mapping, SheetJoin } from '../../../tables/column-plan.ts';
import type { Correction } from '../../../tables/corrected-cells.ts';
import { LEFT_OUT, SAME_AS } from '../../../tables/special-names.ts';
import type { NameList } from '../../../tables/name-lookup.ts';
import type { Decision } from '../../import/books/decisions.ts';

/** Longer lists are pasted: nobody fills them in. */
const MOST_FILLED = 12;

/** Makes a decision about a table on the import page, as a person does who sees nothing else. */
export async function decide(
  page: Page,
  { sheet, style, mapping = {}, correction }: Decision,
): Promise<void> {
  if (sheet !== undefined) await chooseSheet(page, sheet);
  await sayReading(page, { ...(style === undefined ? {} : { style }), mapping });
  for (const [column, member] of Object.entries(mapping.columns ?? {}))
    await page.getByLabel(`Meaning of the column ${column}`, { exact: true }).selectOption(member);
  await sayLists(page, mapping);
  for (const [member, text] of Object.entries(mapping.set ?? {}))
    await sayText(page.getByLabel(labelOf(member)).last(), member, text);
  for (const { row, sheet: of } of mapping.leftOut ?? [])
    await (await chooseRow(page, row, of)).getByRole('button', { name: 'Leave out', exact: true }).click();
  if (correction !== undefined) await correct(page, correction);
}

/** Says what names in columns mean. */
async function sayLists(page: Page, mapping: Partial<Mapping>): Promise<void> {
  const joins = mapping.joins ?? [];
  for (const column of new Set([...Object.keys(mapping.lookups ?? {}), ...joins.map((join) => join.column)]))
    await sayNames(page, column, {
      list: mapping.lookups?.[column] ?? {},
      join: joins.find((join) => join.column === column) ?? null,
    });
}

/** Says how the whole table is read. */
async function sayReading(
  page: Page,
  { style, mapping: { fiscalYearFrom, isReversed } = {} }: Pick<Decision, 'style' | 'mapping'>,
): Promise<void> {
  if (style === undefined && fiscalYearFrom === undefined && isReversed === undefined) return;
  await openFold(page, 'How numbers and days are written');
  if (style !== undefined) {
    await page.getByLabel('Decimals begin with').selectOption(style.decimal);
    await page.getByLabel('Between thousands').selectOption(style.thousands ?? '');
    if (style.order != null) await page.getByLabel('In 3/4/2025, first comes').selectOption(style.order);
  }
  if (fiscalYearFrom !== undefined) await page.getByLabel('Fiscal years begin in').fill(fiscalYearFrom);
  if (isReversed === true) await page.getByLabel('Amounts have the other sign').check();
}

/** Returns by what the page names a member, of a name or of every row. */
function labelOf(member: string, name?: string): RegExp {
  const of = name === undefined ? '' : ` of ${name.replaceAll(/[^\p{L}\p{N}\s]/gu, '\\$&')}`;
  return new RegExp(
    member === SAME_AS ? `^The same name as${of}$` : `\\(${member.replace('detail.', '')}\\)${of}$`,
  );
}

/** Returns a fold, and opens it if it is not. */
async function openFold(page: Page, title: string | RegExp): Promise<Locator> {
  const fold = page.locator('details', { has: page.getByText(title, { exact: true }) });
  if ((await fold.getAttribute('open')) === null) await fold.locator('summary').first().click();
  return fold;
}

async function chooseSheet(page: Page, sheet: string): Promise<void> {
  await page.getByRole('checkbox', { name: sheet, exact: true }).check();
  await page.getByText(/^\d+ of \d+ columns are used/).waitFor();
}

/** Kinds of rows are chosen, other texts are written. */
async function sayText(field: Locator, member: string, text: string): Promise<void> {
  if (member === 'detail.row') await field.selectOption(text);
  else await field.fill(text);
}

/** Names a row of the file, and returns where something is done with it. */
async function chooseRow(page: Page, row: number, sheet?: string): Promise<Locator> {
  const fold = await openFold(page, /^(Leave rows out|Rows that are left out by choice)/);
  if (sheet !== undefined && (await fold.getByLabel('Sheet', { exact: true }).count()) > 0)
    await fold.getByLabel('Sheet', { exact: true }).selectOption(sheet);
  await fold.getByLabel('Rows, by their numbers in the file').fill(String(row));
  return fold;
}

async function correct(page: Page, { row, sheet, column, to }: Correction): Promise<void> {
  const fold = await chooseRow(page, row, sheet);
  await fold.getByRole('button', { name: 'Show and correct' }).click();
  await fold.getByLabel(`Correct Row ${row}, ${column}`, { exact: true }).first().fill(to);
}

/** What is said about the names in a column. */
interface Said {
  readonly list: NameList;
  readonly join: SheetJoin | null;
}

/** Says what the names in a column mean. */
async function sayNames(page: Page, column: string, { list, join }: Said): Promise<void> {
  const texts = Object.entries(list).filter(([, said]) => said['value'] !== undefined);
  if (texts.length > 0) {
    // Texts among amounts are read as amounts where the check shows them.
    await page.getByRole('button', { name: /^Check / }).click();
    for (const [name, { value = '' }] of texts)
      await page.getByLabel(`Read “${name}” in ${column} as`, { exact: true }).fill(value);
    return;
  }
  await page.getByRole('button', { name: `What the names in ${column} mean`, exact: true }).click();
  const panel = page.getByRole('region', { name: `What the names in ${column} mean` });
  await panel.getByRole('table').waitFor();
  if (join !== null) await chooseList(panel, join);
  if (Object.keys(list).length > MOST_FILLED) {
    await panel.getByRole('button', { name: 'Paste a list' }).click();
    await panel.getByLabel('List', { exact: true }).fill(writeList(column, list));
    await panel.getByRole('button', { name: 'Take it' }).click();
    await panel.getByLabel('List', { exact: true }).waitFor({ state: 'detached' });
  } else
    for (const [name, said] of Object.entries(list))
      for (const [member, text] of Object.entries(said)) await sayMember(panel, name, member, text);
  await panel.getByRole('button', { name: 'Close' }).click();
}

/** Says one thing about a name. */
async function sayMember(panel: Locator, name: string, member: string, text: string): Promise<void> {
  if (member === LEFT_OUT) {
    // What no row has is not asked.
    const box = panel.getByLabel(`Leave out the rows of ${name}`, { exact: true });
    if ((await box.count()) > 0) await box.check();
    return;
  }
  const field = panel.getByLabel(labelOf(member, name));
  if (member === SAME_AS) await field.waitFor();
  if ((await field.count()) === 0) await panel.getByLabel('Also say').selectOption(member);
  await sayText(field, member, text);
}

/** Chooses the sheet that says it. What the page proposes of its columns stays, where it is what is meant. */
async function chooseList(panel: Locator, { sheet, columns, by }: SheetJoin): Promise<void> {
  await panel.getByLabel('A sheet of this workbook says it').selectOption(sheet);
  await panel.getByText(/ names are in its column /).waitFor();
  for (const [column, member] of Object.entries(columns).filter(([name]) => name !== by)) {
    const field = panel.getByLabel(`Meaning of the column ${column} of ${sheet}`, { exact: true });
    if ((await field.inputValue()) !== member) await field.selectOption(member);
  }
}

/** Returns a list as the cells of a spreadsheet that were copied. */
function writeList(column: string, list: NameList): string {
  const members = [...new Set(Object.values(list).flatMap((said) => Object.keys(said)))];
  const lines = Object.entries(list).map(([name, said]) => [
    name,
    ...members.map((member) => said[member] ?? ''),
  ]);
  return [[column, ...members], ...lines].map((cells) => cells.join('\t')).join('\n');
}
