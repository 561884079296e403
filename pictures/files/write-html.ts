import { sha256 } from '@noble/hashes/sha2.js';
import { FILE_STYLE, PICTURE_STYLE } from '../drawing/style.ts';
import { escapeText } from '../drawing/text.ts';
import type { PicturedResult } from '../kinds/source.ts';
import type { Picture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { writeRemarks, writeTable, writeTitle } from '../words/picture-text.ts';
import { describeSources, writeInline } from './write-svg.ts';

const STYLE = `${FILE_STYLE}${PICTURE_STYLE}`;

/** Writes pictures of a result as one page in English: with their numbers as tables, and where they are from. It has no script, and loads nothing. */
export function writeHtml(
  result: PicturedResult,
  pictures: readonly Picture[],
  language: PictureLanguage,
): string {
  const title = pictures.map((picture) => writeTitle(picture, language)).join('; ');
  const sources = describeSources(result, pictures, language).map(
    ({ label, texts }) => `<dt>${escapeText(label)}</dt>${writeEach('dd', texts)}`,
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
    ...pictures.map((picture) => writeFigure(picture, language)),
    `<h2>${escapeText(language.texts.sources)}</h2>`,
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

function writeEach(tag: 'dd' | 'li', texts: readonly string[]): string {
  return texts.map((text) => `<${tag}>${escapeText(text)}</${tag}>`).join('');
}

function writeFigure(picture: Picture, language: PictureLanguage): string {
  const remarks = writeRemarks(picture, language);
  return [
    `<h1>${escapeText(writeTitle(picture, language))}</h1>`,
    `<p>${escapeText(language.texts.leads[picture.kind])}</p>`,
    `<figure tabindex="0">${writeInline(picture, language)}</figure>`,
    ...(remarks.length === 0 ? [] : [`<ul>${writeEach('li', remarks)}</ul>`]),
    writeNumbers(picture, language),
  ].join('\n');
}

function writeNumbers(picture: Picture, language: PictureLanguage): string {
  const { head, rows, isNumber } = writeTable(picture, language);
  const classOf = (at: number): string => (isNumber[at] === true ? ' class="n"' : '');
  const heads = head.map((name, at) => `<th scope="col"${classOf(at)}>${escapeText(name)}</th>`);
  const lines = rows.map((row) =>
    row.map((cell, at) =>
      isNumber[at] === true || cell === ''
        ? `<td class="n">${escapeText(cell)}</td>`
        : `<th scope="row">${escapeText(cell)}</th>`,
    ),
  );
  return [
    `<table><caption>${escapeText(language.texts.numbers)}</caption>`,
    `<thead><tr>${heads.join('')}</tr></thead>`,
    '<tbody>',
    ...lines.map((cells) => `<tr>${cells.join('')}</tr>`),
    '</tbody></table>',
  ].join('\n');
}
