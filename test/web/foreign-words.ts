import type { Page } from 'playwright-core';
import { openClient } from '../../library/client.ts';

/** Texts that somebody registered: these stay in their language. */
export async function listOutside(url: string): Promise<string[]> {
  const ledger = openClient(url);
  const { items } = await ledger.listRecords({ limit: 100 });
  const views = await Promise.all(items.map(({ id }) => ledger.readRecord({ id })));
  const factors = (await ledger.searchFactors({ q: 'grid' })).items;
  const named = factors.flatMap(({ title, source }) => [
    title,
    source?.title,
    source?.licence,
    source?.published,
  ]);
  return [...views.flatMap(({ statement }) => Object.values(statement)), ...named].filter(
    (value): value is string => typeof value === 'string' && value !== '',
  );
}

/** Names of standards have no translation. */
const STANDARDS = /依据：[^。]*。/g;

/**
 * Returns the texts of a page that have three English words in a row: a text that was not translated. Left out are texts from outside
 * (`data`), and what is marked as code or as English.
 */
export async function readForeign(page: Page, data: readonly string[]): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (parentElement.closest('code, pre, script, noscript, [lang="en"]') === null) found.push(textContent.trim());
    }
    return found;
  })()`);
  // The longest first: a period is a part of many titles.
  const known = [...data].sort((a, b) => b.length - a.length);
  return [...new Set(texts)].filter((text) => {
    const rest = known.reduce((left, name) => left.replaceAll(name, ''), text.replaceAll(STANDARDS, ''));
    return /(?:\b[A-Za-z]{2,}[\s,]+){2}[A-Za-z]{2,}\b/.test(rest);
  });
}
