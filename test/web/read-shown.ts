import type { Page } from 'playwright-core';

/**
 * Returns an element of a page as HTML, but for the first part of it that a selector finds, with what styles write before and behind its elements
 * on this medium.
 */
export async function readShown(page: Page, selector: string, leftOut: string): Promise<string> {
  const { html, written } = await page.evaluate<{ html: string; written: string[] }>(`(() => {
    const shown = document.querySelector(${JSON.stringify(selector)});
    const written = [shown, ...shown.querySelectorAll('*')].flatMap((each) =>
      ['::before', '::after', '::marker'].map((part) => getComputedStyle(each, part).content));
    const copy = shown.cloneNode(true);
    copy.querySelector(${JSON.stringify(leftOut)})?.remove();
    return { html: copy.outerHTML, written };
  })()`);
  const texts = new Set(written.filter((content) => !['none', 'normal'].includes(content)));
  return `${html}${[...texts].map((content) => `<style>a::before { content: ${content} }</style>`).join('')}`;
}
