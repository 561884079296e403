import type { Page } from 'playwright-core';
import { settle } from './pages.ts';

/** How many bytes of compressed script the first view loads. */
export interface FirstView {
  readonly gzip: number;
  readonly br: number;
}

/** Loads the start page anew, and asks the server how long each script is that the browser loaded, in both encodings. */
export async function readFirstView(page: Page): Promise<FirstView> {
  const scripts = new Set<string>();
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.add(response.url());
  });
  await page.reload();
  await page.getByRole('link', { name: 'All records' }).waitFor();
  await settle(page);
  const sum = async (encoding: string): Promise<number> => {
    const sizes = await Promise.all([...scripts].map((url) => sizeOf(url, encoding)));
    return sizes.reduce((total, bytes) => total + bytes, 0);
  };
  return { gzip: await sum('gzip'), br: await sum('br') };
}

/** Returns the length of a file as the server sends it, in bytes. */
async function sizeOf(url: string, encoding: string): Promise<number> {
  const { headers } = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': encoding } });
  if (headers.get('content-encoding') !== encoding) throw new Error(`${url} is not sent as ${encoding}`);
  return Number(headers.get('content-length'));
}
