import { sha256 } from '@noble/hashes/sha2.js';
import type { DataTable, Drawing, PicturedResult } from './drawing/picture.ts';
import { describeSource } from './provenance.ts';
import { PAGE_STYLE, PICTURE_STYLE } from './drawing/style.ts';
import { escapeText } from './drawing/text.ts';
import { drawInline } from './write-svg.ts';

const STYLE = `${PAGE_STYLE}${PICTURE_STYLE}`;

/** Returns a picture as one page: with its numbers as a table, and where they are from. It has no script, and loads nothing. */
export function writeHtml(result: PicturedResult, drawing: Drawing): string {
  const { title, summary, table } = drawing;
  const sources = describeSource(result, drawing).map(
    ({ label, texts }) =>
      `<dt>${escapeText(label)}</dt>${texts.map((text) => `<dd>${escapeText(text)}</dd>`).join('')}`,
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policyOf(STYLE)}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeText(title)}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    `<h1>${escapeText(title)}</h1>`,
    `<p>${escapeText(summary)}</p>`,
    `<figure tabindex="0">${drawInline(drawing)}</figure>`,
    '<h2>Numbers</h2>',
    writeTable(table),
    '<h2>Where they are from</h2>',
    `<dl>${sources.join('')}</dl>`,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** Allows this style and nothing else. */
function policyOf(style: string): string {
  const digest = btoa(String.fromCharCode(...sha256(new TextEncoder().encode(style))));
  return `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
}

function writeTable({ caption, head, named, rows }: DataTable): string {
  const isNumber = head.map(
    (_name, at) => at >= named && rows.some((row) => /^−?\d[\d\u202f.]*( %)?$/.test(row[at] ?? '')),
  );
  const classOf = (at: number): string => (isNumber[at] === true ? ' class="n"' : '');
  return [
    `<table><caption>${escapeText(caption)}</caption>`,
    `<thead><tr>${head.map((name, at) => `<th scope="col"${classOf(at)}>${escapeText(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...rows.map((row) => {
      const cells = row.map((cell, at) =>
        at < named
          ? `<th scope="row">${escapeText(cell)}</th>`
          : `<td${classOf(at)}>${escapeText(cell)}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    }),
    '</tbody></table>',
  ].join('\n');
}
