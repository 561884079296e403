import type { Page } from 'playwright-core';

/** Names that stay as they are in every language. */
const NAMES = ['Carbon Ledger', 'GHG Protocol Corporate Standard', 'CarbonLedger', 'Test wallet'];

/**
 * Returns the texts of a page that have three English words in a row, besides data: what stands in `code`, in links and cells that are
 * marked as data by `translate="no"` or `data-outside`, and titles of the worked example.
 */
export async function readForeign(page: Page): Promise<string[]> {
  const texts = await page.evaluate<string[]>(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (element.closest('code, pre, script, [translate="no"], option') !== null) continue;
      found.push(walker.currentNode.textContent.trim());
    }
    return found;
  })()`);
  return [...new Set(texts)].filter((text) => {
    const rest = NAMES.reduce((left, name) => left.replaceAll(name, ''), text);
    return /(?:\b[A-Za-z]{2,}\b[\s,]+){2}\b[A-Za-z]{2,}\b/.test(rest);
  });
}
