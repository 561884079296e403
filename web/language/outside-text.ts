import { showHidden } from '../../core/outside-text.ts';

/**
 * Returns a text from outside as a page shows it: hidden characters by their number, and no more than `most` characters, so that no title
 * imitates the page or pushes its verdict out of sight.
 * @example showOutside('a\u202eb') // → 'a⟨U+202E⟩b'
 */
export function showOutside(text: string, most = Infinity): string {
  const part = text.length > most ? `${text.slice(0, most)}…` : text;
  return part.replaceAll(/[^\t\n\r]+/g, showHidden);
}

/** The most characters of a title, and of a reason or another longer text, that a report shows. The verdict as JSON has the whole. */
export const MOST_OF_TITLE = 300;
export const MOST_OF_TEXT = 2_000;
