/** Han and kana are written without blanks: every character, and every two neighbours, count as words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const SEPARATORS = /[^\p{L}\p{M}\p{N}]+/u;
const MOST_LETTERS = 40;

/**
 * Returns the words of a text, each once: without case and width, English plurals as their singular. For a text in which others are
 * found: of 天然气 the words 天, 然, 气, 天然 and 然气.
 */
export function listWords(text: string): string[] {
  return collectWords(text, (run) => [...run, ...pairsOf(run)]);
}

/** Returns the words that a text must have where this one is looked for: of 天然气 the words 天然 and 然气. */
export function listSoughtWords(text: string): string[] {
  return collectWords(text, (run) => (run.length === 1 ? run : pairsOf(run)));
}

function collectWords(text: string, split: (run: readonly string[]) => readonly string[]): string[] {
  const plain = text.normalize('NFKC').toLowerCase();
  const unspaced = [...plain.matchAll(UNSPACED)].flatMap(([run]) => split([...run]));
  const spaced = plain.replace(UNSPACED, ' ').split(SEPARATORS);
  return [...new Set([...spaced.map(toSingular), ...unspaced])].filter((word) => word !== '');
}

function pairsOf(run: readonly string[]): string[] {
  return run.slice(1).map((character, at) => `${run[at]}${character}`);
}

/** Plurals of English, as far as their endings tell: fuels, losses, batteries; gas and biogas stay. */
function toSingular(word: string): string {
  const cut = [...word].slice(0, MOST_LETTERS).join('');
  if (!/^[a-z]{4,}$/.test(cut)) return cut;
  if (/[a-z]{2}ies$/.test(cut)) return `${cut.slice(0, -3)}y`;
  if (/(s|x|ch|sh)es$/.test(cut)) return cut.slice(0, -2);
  return /[^aius]s$/.test(cut) ? cut.slice(0, -1) : cut;
}
