import { HttpError } from '../errors/http-error.ts';

/** Bytes of a document that a request sends: from `from` to before `until`, of `size` in all. None if both are 0: it only asks. */
export interface SentRange {
  readonly from: number;
  readonly until: number;
  readonly size: number;
}

const CONTENT_RANGE = /^bytes (?:(\d{1,15})-(\d{1,15})|\*)\/(\d{1,15})$/;

/**
 * Parses the header Content-Range of a PUT (RFC 9110, 14.4): `bytes 0-99/200`. With an asterisk in the place of `0-99`, the request sends
 * nothing and asks how many bytes have arrived. Null without the header.
 * @throws HttpError `document-range`
 */
export function parseContentRange(text: string | undefined): SentRange | null {
  if (text === undefined) return null;
  const [, first, last, size] = CONTENT_RANGE.exec(text) ?? [];
  const range = {
    from: Number(first ?? 0),
    until: last === undefined ? 0 : Number(last) + 1,
    size: Number(size),
  };
  const isEmpty = last !== undefined && range.from >= range.until;
  if (size !== undefined && !isEmpty && range.until <= range.size) return range;
  throw new HttpError(
    'document-range',
    'expected Content-Range: bytes FIRST-LAST/SIZE of one byte or more, or bytes */SIZE to ask what has arrived',
    { path: 'Content-Range', value: text },
  );
}

/** Bytes of a document that a request asks for, from `from` to before `until`. */
export interface AskedRange {
  readonly from: number;
  readonly until: number;
}

const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * Returns the range of bytes that a GET asks for (RFC 9110, 14.2). Null if it asks for the whole: without the header, for several ranges, and
 * for what cannot be parsed, as the standard allows.
 * @throws HttpError `range-unsatisfiable` if no byte of it exists
 */
export function parseRange(text: string | undefined, size: number): AskedRange | null {
  const [, first = '', last = ''] = RANGE.exec(text ?? '') ?? [];
  if (first === '' && last === '') return null;
  const range =
    first === ''
      ? { from: Math.max(0, size - Number(last)), until: size }
      : { from: Number(first), until: last === '' ? size : Math.min(size, Number(last) + 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return null;
  if (range.from < range.until) return range;
  throw new HttpError(
    'range-unsatisfiable',
    `the document has ${size} bytes, none of them in ${text ?? ''}`,
    {
      path: 'Range',
      value: text ?? null,
      size,
    },
  );
}
