import { drawPicture } from '../drawing/draw.ts';
import { drawLines, type Drawing, type Shape, shift, SMALL, writeShape } from '../drawing/shape.ts';
import { PICTURE_STYLE } from '../drawing/style.ts';
import { escapeText, wrapText } from '../drawing/text.ts';
import { type PicturedResult, readSource } from '../kinds/source.ts';
import type { Picture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { writeRemarks, writeTable, writeTitle } from '../words/picture-text.ts';
import { type Provenance, writeSource } from '../words/source-text.ts';

/** The width of pictures in files, and the room at their edges, in pixels. */
const WIDTH = 960;
const MARGIN = 24;
const INNER = WIDTH - 2 * MARGIN;
const TITLE = { size: 20, line: 26 };
const LABEL = 140;
/** The most texts of one label, and lines of one text, below a picture. Its description has all of them. */
const MOST_TEXTS = 6;
const MOST_LINES = 3;
/** The most rows of a table in the description. */
const MOST_ROWS = 200;

/**
 * Writes pictures of a result below each other as one SVG file: without scripts, fonts or references, and with their numbers and where they
 * are from in the description.
 */
export function writeSvg(
  result: PicturedResult,
  pictures: readonly Picture[],
  language: PictureLanguage,
): string {
  const sources = describeSources(result, pictures, language);
  const parts = [...pictures.map((picture) => drawFramed(picture, language)), drawSources(sources, language)];
  let y = MARGIN;
  const shapes = parts.map((part) => {
    const shape = shift(MARGIN, y, part.shapes);
    y += part.height + MARGIN;
    return shape;
  });
  const title = pictures.map((picture) => writeTitle(picture, language)).join('; ');
  const description = [
    ...pictures.map((picture) => describe(picture, language)),
    ...sources.map(({ label, texts }) => `${label}: ${texts.join('; ')}.`),
  ].join(' ');
  const head = [
    `<title id="picture-title">${escapeText(title)}</title>`,
    `<desc id="picture-text">${escapeText(description)}</desc>`,
    `<style>${PICTURE_STYLE}</style>`,
  ];
  const labels = 'aria-labelledby="picture-title" aria-describedby="picture-text"';
  return `${writeImage({ width: WIDTH, height: y, shapes }, labels, head.join(''))}\n`;
}

/** Writes a picture alone, for a file that has its style and, as text, its title, its numbers and where they are from. */
export function writeInline(picture: Picture, language: PictureLanguage): string {
  const label = `aria-label="${escapeText(writeTitle(picture, language))}"`;
  const { height, shapes } = drawPicture(picture, INNER, language);
  const framed = { width: WIDTH, height: height + 2 * MARGIN, shapes: [shift(MARGIN, MARGIN, shapes)] };
  return writeImage(framed, label);
}

/** Says where the figures of pictures are from, as one list. */
export function describeSources(
  result: PicturedResult,
  pictures: readonly Picture[],
  language: PictureLanguage,
): Provenance[] {
  const source = readSource(
    result,
    pictures.flatMap(({ figures }) => figures),
  );
  return writeSource(source, language);
}

function writeImage({ width, height, shapes }: Drawing, labels: string, head = ''): string {
  const end = Math.ceil(height);
  const size = `width="${width}" height="${end}" viewBox="0 0 ${width} ${end}"`;
  const ground = `<rect class="ground" width="${width}" height="${end}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="picture" ${size} role="img" ${labels}>`,
    `${head}${ground}${shapes.map(writeShape).join('')}</svg>`,
  ].join('');
}

type Part = Pick<Drawing, 'height' | 'shapes'>;

/** Draws a picture with its title above, and below it what a reader must know. */
function drawFramed(picture: Picture, language: PictureLanguage): Part {
  const heading = wrapText(writeTitle(picture, language), INNER, TITLE.size, 3);
  const lead = wrapText(language.texts.leads[picture.kind], INNER, SMALL.size, 4);
  const remarks = writeRemarks(picture, language).flatMap((text) =>
    wrapText(text, INNER, SMALL.size, MOST_LINES),
  );
  const { height, shapes } = drawPicture(picture, INNER, language);
  const below = heading.length * TITLE.line + 4;
  const top = below + lead.length * SMALL.line + 20;
  const notes = top + height + 12;
  return {
    height: notes + remarks.length * SMALL.line,
    shapes: [
      ...drawLines(heading, 0, 0, { className: 'title', font: TITLE }),
      ...drawLines(lead, 0, below, { className: 'quiet', font: SMALL }),
      shift(0, top, shapes),
      ...drawLines(remarks, 0, notes, { className: 'quiet', font: SMALL }),
    ],
  };
}

function drawSources(sources: readonly Provenance[], { texts: words, count }: PictureLanguage): Part {
  let y = 0;
  const shapes: Shape[] = [];
  for (const { label, texts } of sources) {
    const more = texts.length - MOST_TEXTS;
    const shown = more > 0 ? [...texts.slice(0, MOST_TEXTS), words.more(count(more))] : texts;
    const lines = shown.flatMap((text) => wrapText(text, INNER - LABEL, SMALL.size, MOST_LINES));
    const name = wrapText(label, LABEL - 12, SMALL.size, 2);
    shapes.push(
      ...drawLines(name, 0, y, { className: 'quiet', font: SMALL }),
      ...drawLines(lines, LABEL, y, { className: 'quiet', font: SMALL }),
    );
    y += Math.max(name.length, lines.length) * SMALL.line + 4;
  }
  return { height: y, shapes };
}

/** Returns all that a picture says as text. */
function describe(picture: Picture, language: PictureLanguage): string {
  const { head, rows } = writeTable(picture, language, MOST_ROWS);
  const more = picture.table.rows.length - rows.length;
  return [
    `${writeTitle(picture, language)}.`,
    language.texts.leads[picture.kind],
    ...rows.map((row) => `${row.map((cell, at) => `${head[at]!} ${cell}`).join(', ')};`),
    ...(more > 0 ? [`${language.texts.more(language.count(more))}.`] : []),
    ...writeRemarks(picture, language),
  ].join(' ');
}
