/** The width of a terminal that nobody has resized. Text is never wider, so that no terminal breaks a word. */
export const COLUMNS = 80;

/** Blanks, and a word with the marks behind it. */
const WORDS = /(\p{Zs}*)(\P{Zs}+(?:\p{Zs}+[✓✗!–](?!\P{Zs}))*)/gu;

/**
 * Returns a line as lines of at most 80 columns, broken at blanks only; those after the first begin with `before` and are indented by
 * `indent` in all. A word that does not fit after the indent, such as a hash, begins further left. A text from outside cannot make what
 * looks like a line of the program: no line after the first begins with a mark, or without an indent.
 */
export function wrapLine(line: string, indent: number, before = ''): string {
  const lines: string[] = [];
  let current = '';
  for (const [, gap = '', word = ''] of line.matchAll(WORDS)) {
    if (current !== '' && current.length + gap.length + word.length > COLUMNS) {
      lines.push(current);
      current = `${before.padEnd(Math.min(indent, Math.max(2, COLUMNS - word.length)))}${word}`;
    } else current += `${gap}${word}`;
  }
  return [...lines, current].join('\n');
}

/** Returns labels with texts, one below the other; long texts are wrapped beside their label. */
export function formatFields(fields: readonly (readonly [label: string, text: string])[]): string {
  const width = Math.max(0, ...fields.map(([label]) => label.length)) + 2;
  return fields.map(([label, text]) => wrapLine(`${label.padEnd(width)}${text}`, width)).join('\n');
}

/** The most keys that a text names; JSON has them all. */
const MOST_KEYS = 10;

/** Returns a list of keys for people: the first ten, and how many more there are. */
export function listKeys(keys: readonly string[]): string {
  const more = keys.length - MOST_KEYS;
  return `${keys.slice(0, MOST_KEYS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
