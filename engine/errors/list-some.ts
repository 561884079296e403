/** The most rows or names that a message lists. */
const MOST_LISTED = 10;

/** Returns texts for a message: the first ten, and how many more there are. */
export function listSome(texts: readonly string[]): string {
  const more = texts.length - MOST_LISTED;
  return `${texts.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
