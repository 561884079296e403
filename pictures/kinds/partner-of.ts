/** Returns the partner that a line or a part of a gap is with, as `with-{partner}` names it; null for another one. */
export function partnerOf(name: string): string | null {
  return name.startsWith('with-') && name.length > 5 ? name.slice(5) : null;
}
