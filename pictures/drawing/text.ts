import { replaceHidden, showCoded } from '../../core/outside-text.ts';

/** A part of a text of a picture: what is drawn, and the whole where it was shortened. */
export interface Line {
  readonly text: string;
  readonly whole?: string;
}

/** Returns outside text as text of XML and HTML, and of an attribute; a hidden character becomes a dot. */
export function escapeText(text: string): string {
  return replaceHidden(showCoded(text), () => '·')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Widths in parts of the font size, a little more than those of the widest common sans-serif fonts (Verdana, DejaVu Sans). */
const NARROW = /[ \u202f.,:;'|!iIjl()[\]/\\-]/;
const WIDE = /[mwMW@%→…]/;
const LATIN = /[\u0020-\u024f\u0370-\u03ff\u0400-\u04ff]/;
const DIGIT_OR_LOWER = /[0-9a-z]/;

/** Returns how wide a text can be, in pixels: never less than it is in a common sans-serif font. */
export function measureText(text: string, size: number): number {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return width * size;
}

function widthOf(letter: string): number {
  if (NARROW.test(letter)) return 0.47;
  if (WIDE.test(letter)) return 1.08;
  if (DIGIT_OR_LOWER.test(letter)) return 0.66;
  return LATIN.test(letter) ? 0.82 : 1.1;
}

/** Returns a text that is at most `width` pixels wide, with an ellipsis where it was cut. */
export function shortenText(text: string, width: number, size: number): Line {
  if (measureText(text, size) <= width) return { text };
  return { text: `${cutText(text, width - measureText('…', size), size).trimEnd()}…`, whole: text };
}

/** Returns as much of the beginning of a text as fits, at least one letter. */
function cutText(text: string, width: number, size: number): string {
  let [kept, used] = ['', 0];
  for (const letter of text) {
    used += measureText(letter, size);
    if (used > width && kept !== '') break;
    kept += letter;
  }
  return kept;
}

/**
 * Returns a text as at most `most` lines of at most `width` pixels, broken at blanks, or within a word that is longer than a line. What does
 * not fit is cut, and the last line then has the whole text.
 */
export function wrapText(text: string, width: number, size: number, most = Infinity): Line[] {
  const lines: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (lines.length === most - 1) {
      const last = shortenText(rest, width, size);
      return [
        ...lines.map((line) => ({ text: line })),
        last.whole === undefined ? last : { ...last, whole: text },
      ];
    }
    const line = takeLine(rest, width, size);
    lines.push(line.trimEnd());
    rest = rest.slice(line.length).trimStart();
  }
  return lines.length === 0 ? [{ text: '' }] : lines.map((line) => ({ text: line }));
}

/** Returns the first line of a text: words that fit, or the part of a long word that does. */
function takeLine(text: string, width: number, size: number): string {
  if (measureText(text, size) <= width) return text;
  const fits = cutText(text, width, size);
  if (text[fits.length] === ' ') return fits;
  const blank = fits.lastIndexOf(' ');
  return blank > 0 ? fits.slice(0, blank) : fits;
}
