/** The width of a terminal that nobody has resized. Text is never wider, so that no terminal breaks a word. */
export const COLUMNS = 80;

/** A character that is two columns wide: Chinese, its marks, and emoji. */
const WIDE = String.raw`[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]`;
/** A blank at which a line may be broken: one between the digits of a number is none. */
const BLANK = String.raw`(?!(?<=\d)[\u00a0\u202f]\d)[\t\p{Zs}]`;
/** Marks that no line ends with, and marks that none begins with. */
const [OPENING, CLOSING] = ['[“‘（《「『【]', '[”’，。；：、！？）》」』】…]'];
/** Blanks; and what no line is broken within: a word or a Chinese character, with its punctuation and the marks behind it. */
const WORDS = new RegExp(
  `(?<gap>(?:${BLANK})*)(?<word>${OPENING}*(?:${WIDE}|(?:(?!${BLANK})(?!${WIDE}).)+)${CLOSING}*(?:(?:${BLANK})*[✓✗!–](?!\\P{Zs}))*)`,
  'gsu',
);

/**
 * Returns a line as lines of at most 80 columns, broken at blanks and between Chinese characters; those after the first begin with `before` and
 * are indented by `indent` in all. A word that does not fit after the indent, such as a hash, begins further left. A text from outside cannot
 * make what looks like a line of the program: no line after the first begins with a mark, or without an indent.
 */
export function wrapLine(line: string, indent: number, before = ''): string {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  for (const { groups: { gap = '', word = '' } = {} } of line.trimEnd().matchAll(WORDS)) {
    const own = widthOf(word);
    if (current !== '' && width + widthOf(gap) + own > COLUMNS) {
      lines.push(current);
      const start = before.padEnd(Math.min(indent, Math.max(2, COLUMNS - own)));
      current = `${start}${word}`;
      width = start.length + own;
    } else {
      current += `${gap}${word}`;
      width += widthOf(gap) + own;
    }
  }
  return [...lines, current].join('\n');
}

const WIDE_ONES = new RegExp(WIDE, 'gu');

/** Returns how many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE_ONES)?.length ?? 0);
}

/** Returns a text with blanks behind it, so that it takes so many columns. */
export function padWide(text: string, columns: number): string {
  return `${text}${' '.repeat(Math.max(0, columns - widthOf(text)))}`;
}

/** Returns labels with texts, one below the other; long texts are wrapped beside their label. */
export function formatFields(fields: readonly (readonly [label: string, text: string])[]): string {
  const width = Math.max(0, ...fields.map(([label]) => widthOf(label))) + 2;
  return fields.map(([label, text]) => wrapLine(`${padWide(label, width)}${text}`, width)).join('\n');
}

/** The most keys that a text names; JSON has them all. */
export const MOST_KEYS = 10;

/** Returns a list of keys for people: the first ten, and how many more there are. */
export function listKeys(keys: readonly string[]): string {
  const more = keys.length - MOST_KEYS;
  return `${keys.slice(0, MOST_KEYS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
