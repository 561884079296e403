/** Returns a part of a whole, 0 to 1; null where the whole is not above zero. */
export function percentNumber(part: string, whole: number): number | null {
  return whole > 0 ? Number(part) / whole : null;
}
