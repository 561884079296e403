/** Anything but printable ASCII without capitals and blanks: a text without it is folded already. */
const UNFOLDED = /[^!-@[-~]/;

/**
 * Returns a name as people may write it in the form that a row can hold: full-width characters become narrow ones (Unicode NFKC), and
 * blanks between words a hyphen. Case stays.
 * @example
 * tidyName(' Natural  Ｇas ') // → 'Natural-Gas'
 */
export function tidyName(text: string): string {
  return UNFOLDED.test(text) ? text.normalize('NFKC').trim().replace(/\s+/g, '-') : text;
}

/**
 * Returns the name by which spellings of one thing count as the same: tidy, and in lower case. The only rule of the project for this:
 * import, fusion, lookups and checks all ask here.
 * @example
 * foldName('Natural Gas') // → 'natural-gas'
 */
export function foldName(text: string): string {
  return UNFOLDED.test(text) ? tidyName(text).toLowerCase() : text;
}

/** Returns a value with its names folded: a text, or a list of texts. Anything else stays. */
export function foldMember(value: unknown): unknown {
  if (typeof value === 'string') return foldName(value);
  return Array.isArray(value) ? value.map(foldMember) : value;
}

/** Returns the code of a place as ISO 3166 spells it, however people write it: `GB-ENG` for ` gb-eng`. */
export function tidyPlace(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** Whether folding a value would change it. */
export function isUnfolded(value: unknown): boolean {
  if (typeof value === 'string') return UNFOLDED.test(value);
  return Array.isArray(value) && value.some(isUnfolded);
}
