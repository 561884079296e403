import { setTimeout as pause } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { decide } from '../../test/web/paths/drive-import.ts';
import { type Portal, signIn, startPortal } from '../../test/web/portal.ts';
import { COLUMNS, MAPPING, MOST_BYTES, MOST_TIME, ROWS, withWorkbook } from '../tools/long-workbook.ts';
import { showMemory, showTime } from '../tools/measure.ts';
import { findRenderer, type Renderer } from '../tools/renderer.ts';
import type { Row } from '../tools/row.ts';

const SHOWN = ROWS.toLocaleString('en-GB');
/** A busy machine may take long. */
const STEP_MS = 600_000;
const LOOK_MS = 300;

const METHOD = `The same workbook on the page Import of the portal, in Chromium. The page looks into it, somebody says what two columns mean and what all
rows have in common, and the page checks all rows and shows their totals.

_Peak_ is the most memory that was resident in the process of the page, which is also that of its worker (VmHWM of Linux, kept by the kernel). It
includes the program of Chromium, which all its processes share. The empty page is the same browser's before anything is loaded. Processor time
is that of all threads of this process, from opening the page on, or from the last line on.`;

/** Measures the import of a long workbook by the portal. */
export async function measureRow(): Promise<Row> {
  const portal = await startPortal('parties');
  try {
    const lines = await withWorkbook((path) => importBook(portal, path));
    const [empty, , looked, checked] = lines as [Step, Step, Step, Step];
    return {
      title: `Import of a workbook of ${SHOWN} rows × ${COLUMNS} columns in a browser`,
      method: METHOD,
      head: ['', 'processor time', 'peak so far'],
      lines: lines.map(({ name, cpu, peak }) => [name, showTime(cpu), showMemory(peak)]),
      goals: [
        {
          what: 'processor time of looking and checking / 10 s',
          ratio: (looked.cpu + checked.cpu) / MOST_TIME,
          goal: 1,
          sense: 'at most',
        },
        { what: 'memory / 500 MB', ratio: checked.peak / MOST_BYTES, goal: 1, sense: 'at most' },
        {
          what: 'memory beyond an empty page / 500 MB',
          ratio: (checked.peak - empty.peak) / MOST_BYTES,
          goal: 1,
          sense: 'at most',
        },
      ],
    };
  } finally {
    await portal.stop();
  }
}

/** What a part of the import took. */
interface Step {
  readonly name: string;
  /** Milliseconds of processor time. */
  readonly cpu: number;
  /** Bytes, up to its end. */
  readonly peak: number;
}

async function importBook(portal: Portal, path: string): Promise<Step[]> {
  const empty = await measureEmpty(portal);
  const page = await portal.open('/company/import', { wallet: 'company' });
  page.setDefaultTimeout(STEP_MS);
  await signIn(page);
  const input = page.locator('input[type=file]');
  await input.waitFor({ state: 'attached' });
  const renderer = await findRenderer(portal.browser);
  const take = openSteps(renderer);
  const opened = take('page opened');
  await input.setInputFiles(path);
  await waitForPart(page, 'check-table');
  const looked = take('looked into');
  await decide(page, { what: 'what columns mean, and what all rows have in common', mapping: MAPPING });
  await check(page);
  return [empty, opened, looked, take('checked')];
}

async function check(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Check / }).click();
  await waitForPart(page, 'table-totals');
  await page.getByText(`All ${SHOWN} rows are valid`).waitFor();
}

/** Waits for a part of the page. A locator would search all of the page many times a second, which would be measured with it. */
async function waitForPart(page: Page, id: string): Promise<void> {
  while (!(await page.evaluate(`document.getElementById('${id}') !== null`))) await pause(LOOK_MS);
}

/** Returns what ends a step, and says what it took. */
function openSteps({ cpu, peak }: Renderer): (name: string) => Step {
  let before = 0;
  return (name) => {
    const now = cpu();
    const step = { name, cpu: now - before, peak: peak() };
    before = now;
    return step;
  };
}

async function measureEmpty({ browser }: Portal): Promise<Step> {
  const page = await browser.newPage();
  const renderer = await findRenderer(browser);
  const step = openSteps(renderer)('empty page');
  await page.close();
  return step;
}
