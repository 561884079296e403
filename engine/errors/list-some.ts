/** The most rows or names that a message lists. */
const MOST_LISTED = 10;

/** Returns texts for a message: the first ones, and how many more there are. */
export function listSome(texts: readonly string[], most = MOST_LISTED): string {
  const more = texts.length - most;
  return `${texts.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
