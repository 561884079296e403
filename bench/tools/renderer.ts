import type { Browser } from 'playwright-core';
import { readPeak } from './peak-memory.ts';
import { readCpu } from './process-times.ts';

/** The process of Chromium that runs a page and its workers. */
export interface Renderer {
  /** Returns its processor time so far, in milliseconds. */
  readonly cpu: () => number;
  /** Returns the most bytes of memory that were resident at a time so far (VmHWM), with the program itself, which all processes share. */
  readonly peak: () => number;
}

/** Returns the process of the only page of a browser: that which has computed most, as Chromium keeps spare ones. Linux only. */
export async function findRenderer(browser: Browser): Promise<Renderer> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo: all } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const [page] = all
    .filter(({ type }) => type === 'renderer')
    .sort((one, other) => other.cpuTime - one.cpuTime);
  if (page === undefined) throw new Error('the browser has no page');
  return { cpu: () => readCpu(page.id), peak: () => readPeak(page.id) };
}
