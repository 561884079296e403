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
  ...[
    '\\u2060-\\u206f\\u2800\\u3164\\ufeff\\uffa0',
    '\\ufff0-\\ufffb\\ufffe\\uffff',
    '\\u{e0000}-\\u{e0fff}',
  ],
];
const HIDDEN = new RegExp(`[${HIDDEN_RANGES.join('')}]`, 'gu');

/** Returns a text from outside with another text in place of each hidden character; a line break is one, too. */
export function replaceHidden(text: string, write: (character: string) => string): string {
  return text.toWellFormed().replaceAll(HIDDEN, write);
}

/**
 * Returns a text from outside with the numbers of its hidden characters.
 * @example showHidden('a\u202eb') // → 'a⟨U+202E⟩b'
 */
export function showHidden(text: string): string {
  return replaceHidden(
    text,
    (character) => `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** What could be read as the end of a quotation; not the mark " itself, which JSON escapes, and no apostrophe within a word. */
const CLOSING = /(?<!\p{L})['’]|['’](?!\p{L})|(?!["'’])\p{Quotation_Mark}|[ʺ˝ˮ״″‶〃❝❞🙶🙷🙸]/gu;

/** Returns a JSON text, in which only its own " can be read as quotation marks: a backslash is before every other one. */
export function escapeQuotes(json: string): string {
  return json.replaceAll(CLOSING, String.raw`\$&`);
}

/**
 * Returns a text from outside in quotation marks that nothing in it can close, on one line.
 * @example quoteText('A", verified by “B”') // → '"A\\", verified by \\“B\\”"'
 */
export function quoteText(text: string): string {
  return showHidden(escapeQuotes(JSON.stringify(text.toWellFormed())));
}

/** A key, or a part of one, with characters that no key has: each by its bytes in UTF-8, as addresses of the web have it. */
const CODED = /^[A-Za-z0-9._:@+%()/-]*%[C-F][0-9A-F]%[89AB][0-9A-F]/;

/**
 * Returns a key with the letters that it stands for; any other text unchanged. ASCII characters stay by their bytes: some are signs of a key.
 * @example showCoded('%E6%9D%AD%E5%B7%9E/power%2C-bought') // → '杭州/power%2C-bought'
 */
export function showCoded(text: string): string {
  return CODED.test(text) ? text.replaceAll(/(?:%[89A-F][0-9A-F])+/g, decodeBytes) : text;
}

function decodeBytes(bytes: string): string {
  try {
    return decodeURIComponent(bytes);
  } catch {
    return bytes;
  }
}
