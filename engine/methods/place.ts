/** Whether a place (ISO 3166) is an area, or a part of it: CN-31 is in CN. */
export function isWithin(place: string, area: string): boolean {
  return place === area || place.startsWith(`${area}-`);
}

/** Whether a place is in one of these areas. */
export function isAmong(place: string, areas: readonly string[]): boolean {
  return areas.some((area) => isWithin(place, area));
}

/** Returns the country of a place: CN for CN-31. */
export function countryOf(place: string): string {
  return place.slice(0, 2);
}
