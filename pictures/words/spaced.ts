/** Returns a text before Chinese words: with a blank after it where it ends in a Latin letter, digit or sign. */
export function spaced(text: string): string {
  return /[\x21-\x7e₀-₉]$/.test(text) ? `${text} ` : text;
}
