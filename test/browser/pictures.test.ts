import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PICTURE_KINDS } from '../../pictures/kinds/picture.ts';
import {
  flows,
  HARD_NAMES,
  htmlOf,
  path,
  picturesOf,
  products,
  resultWith,
  svgOf,
  unsure,
} from '../pictures/pictured-results.ts';
import { HAS_CHROMIUM, quietOptions } from './chromium.ts';
import { dumpPage } from './run-in-browser.ts';

/** Measures all texts: those outside the picture, and pairs that overlap. */
const MEASURE = `
const faults = [];
for (const file of files) {
  const image = new DOMParser().parseFromString(file.svg, 'image/svg+xml').documentElement;
  if (image.tagName !== 'svg') { faults.push(file.name + ' is no SVG'); continue; }
  document.body.replaceChildren(image);
  const frame = image.getBoundingClientRect();
  const boxes = [...image.querySelectorAll('text')].map((text) => ({ text: text.lastChild.data, box: text.getBoundingClientRect() }));
  boxes.forEach(({ text, box }, at) => {
    if (box.width === 0 && text !== '') faults.push(file.name + ' does not draw: ' + text);
    if (box.left < frame.left || box.right > frame.right || box.top < frame.top || box.bottom > frame.bottom) faults.push(file.name + ' cuts: ' + text);
    for (const other of boxes.slice(at + 1))
      if (box.left < other.box.right - 1 && other.box.left < box.right - 1 && box.top < other.box.bottom - 3 && other.box.top < box.bottom - 3)
        faults.push(file.name + ' overlaps: ' + text + ' | ' + other.text);
  });
}
document.body.replaceChildren(Object.assign(document.createElement('pre'), { id: 'faults', textContent: 'faults ' + JSON.stringify(faults) }));`;

async function openInBrowser(html: string, ...options: string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-pictures-'));
  try {
    const file = join(folder, 'page.html');
    writeFileSync(file, html);
    const { stdout, stderr } = await dumpPage(`file://${file}`, [
      ...quietOptions(join(folder, 'profile')),
      ...options,
    ]);
    return `${stdout}\n${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const REGIONS = Array.from({ length: 40 }, (_, index) => `region ${index}`);
const RESULTS = {
  hard: resultWith(
    ...flows(HARD_NAMES, (from, to) => String((from + 1) * (to + 2))),
    ...HARD_NAMES.map((name, at) =>
      path(at + 1, String(100 - at), [`${name}/steel`, `r/${name}`, name], name),
    ),
    ...HARD_NAMES.map((name, at) =>
      unsure(`total/${name}`, String(9 ** (6 * at)), [String(-(5 ** at)), String(9 ** (6 * at + 1))]),
    ),
    unsure('tiny', '0.000000001', ['0.0000000009', '0.0000000011']),
    ...products(HARD_NAMES[0], HARD_NAMES[1]),
  ),
  many: resultWith(
    ...flows(REGIONS, (from, to) => String(from === to ? 900 : 1 + ((from * to) % 7))),
    ...REGIONS.map((name, at) => path(at + 1, String(at % 2 === 0 ? 10 : -10), [name, name, name], name)),
    ...REGIONS.map((name, at) =>
      unsure(
        `cba/${name}`,
        String(1000 - at),
        ['900', '1100'],
        Object.fromEntries(REGIONS.map((row) => [row, '0.025'])),
      ),
    ),
  ),
  one: resultWith(
    ...flows(['World'], () => '0'),
    path(1, '0', ['a'], 'World'),
    unsure('total', '0', ['0', '0']),
  ),
};

describe.skipIf(!HAS_CHROMIUM)('pictures in Chromium', () => {
  it('are well-formed, and no text of them is cut or overlaps, with long names too', async () => {
    const files = Object.entries(RESULTS).flatMap(([name, result]) =>
      PICTURE_KINDS.filter((kind) => picturesOf(result, kind).length > 0).map((kind) => ({
        name: `${name} ${kind}`,
        svg: svgOf(result, kind),
      })),
    );
    expect(files).toHaveLength(11);
    const given = JSON.stringify(files).replaceAll('<', '\\u003c');
    const dom = await openInBrowser(
      `<!doctype html><meta charset="utf-8"><body style="width:1000px"><script>const files = ${given};${MEASURE}</script>`,
    );
    expect(/<pre id="faults">faults (.*)<\/pre>/.exec(dom)?.[1]).toBe('[]');
  });

  it('have their style under their own policy', async () => {
    const page = htmlOf(RESULTS.hard, 'flows');
    const logged = await openInBrowser(page, '--enable-logging=stderr', '--v=0');
    expect(logged).toContain('<caption>');
    expect(logged).not.toMatch(/Content.Security.Policy directive/);
    const spoiled = await openInBrowser(
      page.replace('<style>', '<style> '),
      '--enable-logging=stderr',
      '--v=0',
    );
    expect(spoiled).toMatch(/Content.Security.Policy directive/);
  });
});
