const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/;

/**
 * Returns unix seconds as a date and time in UTC, `2024-01-31 08:00:00Z`; midnight as the day alone, `2024-01-31`.
 * @example
 * formatTime(1706688000) // → '2024-01-31 08:00:00Z'
 * formatTime(1706659200) // → '2024-01-31'
 */
export function formatTime(seconds: number): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return `${seconds} s`;
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.replace('T', ' ').replace('.000Z', 'Z');
}

/**
 * Returns unix seconds of an ISO day, `2024-01-31`, or moment in UTC, `2024-01-31T08:00:00Z`; null where it does not exist or is before 1970.
 * @example
 * parseTime('2024-01-31T08:00:00Z') // → 1706688000
 * parseTime('2024-02-30') // → null
 */
export function parseTime(text: string): number | null {
  const moment = DAY.test(text) ? `${text}T00:00:00Z` : text;
  if (!MOMENT.test(moment)) return null;
  const milliseconds = Date.parse(moment);
  if (Number.isNaN(milliseconds) || milliseconds < 0) return null;
  return new Date(milliseconds).toISOString() === moment.replace('Z', '.000Z') ? milliseconds / 1000 : null;
}
