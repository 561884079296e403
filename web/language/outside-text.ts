/**
 * Characters without a shape of their own: they turn the direction of a line, join nothing, or leave a text that looks like another one.
 * The joiners of Indic and Arabic scripts and of emoji stay.
 */
const HIDDEN_RANGES = [
  ...[
    '\\p{Cc}\\u00ad\\u061c\\u115f\\u1160',
    '\\u17b4\\u17b5',
    '\\u180b-\\u180e',
    '\\u200b\\u200e\\u200f',
    '\\u2028-\\u202e',
  ],
  ...['\\u2060-\\u206f\\u3164\\ufeff\\uffa0', '\\ufff0-\\ufffb', '\\u{e0000}-\\u{e0fff}'],
];
// eslint-disable-next-line no-misleading-character-class -- Each of these characters is meant by itself.
const HIDDEN = new RegExp(`[${HIDDEN_RANGES.join('')}]`, 'gu');
const BLANKS = /[\t\n\r]/;

/**
 * Returns a text from outside as a page shows it: hidden characters by their number, and no more than `most` characters, so that no title
 * imitates the page or pushes its verdict out of sight.
 * @example showOutside('a\u202eb') // → 'a⟨U+202E⟩b'
 */
export function showOutside(text: string, most = Infinity): string {
  const part = text.length > most ? `${text.slice(0, most)}…` : text;
  return part.replaceAll(HIDDEN, (character) =>
    BLANKS.test(character)
      ? character
      : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** The most characters of a title, and of a reason or another longer text, that a report shows. The verdict as JSON has the whole. */
export const MOST_OF_TITLE = 300;
export const MOST_OF_TEXT = 2_000;
