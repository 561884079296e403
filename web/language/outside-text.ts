import { showCoded, showHidden } from '../../core/outside-text.ts';

/**
 * Returns a text from outside with its hidden characters by their number; blanks and line ends stay.
 * @example escapeHidden('a\u202eb') // → 'a⟨U+202E⟩b'
 */
export function escapeHidden(text: string): string {
  return text.replaceAll(/[^\t\n\r]+/g, showHidden);
}

/** Letters of Hebrew, Arabic and other scripts that are written from right to left: what is next to them would turn round, too. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Returns a text from outside as a sentence or a label quotes it: a key by its letters, hidden characters by their number, its direction kept to
 * itself, and no more than `most` characters, so that no title imitates the page or pushes its verdict out of sight. Where it is an element of
 * its own, `OutsideText` shows it.
 * @example showOutside('a\u202eb') // → 'a⟨U+202E⟩b'
 */
export function showOutside(text: string, most = Infinity): string {
  const shown = escapeHidden(cutOutside(showCoded(text), most));
  return FROM_RIGHT.test(shown) ? `\u2068${shown}\u2069` : shown;
}

/** Returns a shown text for a file, in which nothing is next to it: without the signs that keep its direction to itself. */
export function dropIsolates(shown: string): string {
  return shown.replaceAll(/[\u2068\u2069]/g, '');
}

/** Returns the first characters of a text, and a sign that there are more. */
export function cutOutside(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most).toWellFormed()}…` : text;
}

/** The most characters that are shown of a title in a list, of a title elsewhere, and of a reason or another longer text. */
export const MOST_IN_LIST = 120;
export const MOST_OF_TITLE = 300;
export const MOST_OF_TEXT = 2_000;
