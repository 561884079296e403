/** What a connection sends at first and then each second; `reads`: whether it reads its answer. */
export interface Slowness {
  readonly begin: string;
  readonly drip?: string;
  readonly reads: boolean;
}

const post = (path: string, headers: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: ledger\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;
const openBody = (path: string, length: number): string => post(path, `Content-Length: ${length}`, '{');
const BULK = post('/v1/records/bulk', 'Transfer-Encoding: chunked', '1\r\n{\r\n').replace('json', 'x-ndjson');

/** The ways to be slow. */
export const SLOW_KINDS = {
  'record, stalled': { begin: openBody('/v1/records', 8 << 20), reads: true },
  'record, dripping': { begin: openBody('/v1/records', 8 << 20), drip: ' ', reads: true },
  'sign-in, stalled': { begin: openBody('/v1/session', 16_384), reads: true },
  'sign-in, dripping': { begin: openBody('/v1/session', 16_384), drip: ' ', reads: true },
  'bulk, stalled': { begin: BULK, reads: true },
  'bulk, dripping': { begin: BULK, drip: '1\r\n \r\n', reads: true },
  'headers, dripping': {
    begin: 'GET /v1/status HTTP/1.1\r\nHost: ledger\r\n',
    drip: 'X: y\r\n',
    reads: true,
  },
  'answer, unread': { begin: 'GET /v1/records?limit=500 HTTP/1.1\r\nHost: ledger\r\n\r\n', reads: false },
} as const satisfies Readonly<Record<string, Slowness>>;

export type SlowKind = keyof typeof SLOW_KINDS;
