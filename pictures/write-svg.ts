import { type Drawing, MARGIN, type PicturedResult, WIDTH } from './drawing/picture.ts';
import { describeSource, type Provenance } from './provenance.ts';
import { drawLines, SMALL } from './drawing/shapes.ts';
import { PICTURE_STYLE } from './drawing/style.ts';
import { escapeText, wrapText } from './drawing/text.ts';

const TITLE = { size: 20, line: 26 } as const;
const LABEL = 84;
/** The most texts of one label, and lines of one text, below a picture. Its description has all of them. */
const MOST_TEXTS = 6;
const MOST_LINES = 3;
/** The most rows of the table in the description. */
const MOST_ROWS = 200;

/** Returns a picture as one SVG file: without scripts, fonts or references, and with its table in the description. */
export function writeSvg(result: PicturedResult, drawing: Drawing): string {
  const sources = describeSource(result, drawing);
  const frame = drawFrame(drawing, sources);
  const description = describeAll(drawing, sources);
  return `${openSvg(frame.height, drawing.title, description)}<style>${PICTURE_STYLE}</style>${frame.shapes}</svg>\n`;
}

/** Returns the picture alone, for a page that has the style, the title, the table and the sources in its text. */
export function drawInline({ title, summary, height, shapes }: Drawing): string {
  const all = height + 2 * PAD;
  return `${openSvg(all, title, `${summary} The table has its numbers.`)}${ground(all)}${shift(PAD, shapes)}</svg>`;
}

const PAD = 16;

function openSvg(height: number, title: string, description: string): string {
  const size = `width="${WIDTH}" height="${Math.ceil(height)}" viewBox="0 0 ${WIDTH} ${Math.ceil(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="picture-title" aria-describedby="picture-text">`,
    `<title id="picture-title">${escapeText(title)}</title>`,
    `<desc id="picture-text">${escapeText(description)}</desc>`,
  ].join('');
}

function ground(height: number): string {
  return `<rect class="ground" width="${WIDTH}" height="${Math.ceil(height)}"/>`;
}

function shift(y: number, shapes: string): string {
  return `<g transform="translate(0 ${Math.ceil(y)})">${shapes}</g>`;
}

/** Draws the title above the picture, and below it where the figures are from. */
function drawFrame(
  { title, summary, height, shapes }: Drawing,
  sources: readonly Provenance[],
): { readonly shapes: string; readonly height: number } {
  const width = WIDTH - 2 * MARGIN;
  const heading = wrapText(title, width, TITLE.size, 3);
  const lead = wrapText(summary, width, SMALL.size, 4);
  const top = MARGIN;
  const below = top + heading.length * TITLE.line + 4;
  const picture = below + lead.length * SMALL.line + 20;
  let y = picture + height + 28;
  const parts = [
    drawLines(heading, MARGIN, top, { className: 'h', font: TITLE }),
    drawLines(lead, MARGIN, below, { className: 'f', font: SMALL }),
    shift(picture, shapes),
  ];
  for (const { label, texts } of sources) {
    const more = texts.length - MOST_TEXTS;
    const shown = more > 0 ? [...texts.slice(0, MOST_TEXTS), `and ${more} more`] : texts;
    const lines = shown.flatMap((text) => wrapText(text, width - LABEL, SMALL.size, MOST_LINES));
    parts.push(
      drawLines([{ text: label }], MARGIN, y, { className: 'f', font: SMALL }),
      drawLines(lines, MARGIN + LABEL, y, { className: 'f', font: SMALL }),
    );
    y += lines.length * SMALL.line + 4;
  }
  const all = y + MARGIN - 4;
  return { shapes: ground(all) + parts.join(''), height: all };
}

/** Returns all that a picture says as text: summary, table and sources. */
function describeAll({ summary, table }: Drawing, sources: readonly Provenance[]): string {
  const { caption, head, rows } = table;
  const more = rows.length - MOST_ROWS;
  return [
    summary,
    `${caption}:`,
    ...rows.slice(0, MOST_ROWS).map((row) => `${row.map((cell, at) => `${head[at]!} ${cell}`).join(', ')};`),
    ...(more > 0 ? [`and ${more} more rows.`] : []),
    ...sources.map(({ label, texts }) => `${label}: ${texts.join('; ')}.`),
  ].join(' ');
}
