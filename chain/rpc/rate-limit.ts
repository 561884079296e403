/** Codes of JSON-RPC errors with which endpoints answer too many calls: that of EIP-1474, and the status of HTTP in its place. */
const LIMIT_EXCEEDED = -32005;
const TOO_MANY = 429;
const UNAVAILABLE = 503;

/** How endpoints describe a rate limit where they give another code, such as -32016 "over rate limit". */
const WORDS = /rate.?limit|too many requests|per second/i;

/**
 * Tells whether an answer refuses a call because of the number of calls, so that the same call may be answered later. -32005 also refuses
 * a search for the events of too many blocks. Such a call is never answered, and its caller must ask for fewer.
 */
export function tellsLimit(
  { status, retryAfter }: { readonly status: number; readonly retryAfter: number | null },
  rejection: Readonly<Record<string, unknown>> | null,
  [first]: readonly unknown[],
): boolean {
  if (status === TOO_MANY || (status === UNAVAILABLE && retryAfter !== null)) return true;
  const { code, message, data } = rejection ?? {};
  if (code === TOO_MANY) return true;
  const text = typeof message === 'string' ? message : '';
  if (typeof data !== 'string' && !/revert/i.test(text) && WORDS.test(text)) return true;
  return code === LIMIT_EXCEEDED && !isSearch(first);
}

/** Tells whether a parameter asks for the events of a range of blocks. */
function isSearch(first: unknown): boolean {
  return typeof first === 'object' && first !== null && 'fromBlock' in first;
}

/** Returns the milliseconds that a header `Retry-After` names, as seconds or as a date (RFC 9110, 10.2.3); null if there is none. */
export function readRetryAfter(header: string | null, now: () => number = Date.now): number | null {
  if (header === null) return null;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now());
}
