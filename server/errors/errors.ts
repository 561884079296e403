import {
  BAD_INPUT_CODES,
  BadInput,
  type BadInputCode,
  FAILED_CHECK_CODES,
  FailedCheck,
  showValue,
} from '../../core/errors.ts';
import { REFUSALS, Refusal } from './refusals.ts';

/** What stands in the one table of errors under a code. */
export interface ErrorEntry {
  readonly status: number;
  readonly meaning: string;
  /** What to do. */
  readonly action: string;
}

/** What HTTP itself refuses: code → status, meaning, what to do. */
export const HTTP_ERRORS = {
  'not-found': {
    status: 404,
    meaning: 'There is no such thing here.',
    action: 'Compare the path with /docs, and the id with its source.',
  },
  'method-not-allowed': {
    status: 405,
    meaning: 'The path exists, but not with this method.',
    action: 'Use a method that the header `Allow` names.',
  },
  'body-too-large': {
    status: 413,
    meaning: 'The body of the request is larger than the server reads.',
    action: 'Send fewer entries with a record, or none: the ledger needs the hashes only.',
  },
  'body-interrupted': {
    status: 400,
    meaning: 'The body of the request ended before its announced length.',
    action: 'Send the request again.',
  },
  'unsupported-media-type': {
    status: 415,
    meaning: 'The body is no uncompressed JSON, or where lines are wanted no uncompressed NDJSON.',
    action:
      'Send JSON with `Content-Type: application/json`, lines with `application/x-ndjson`, without `Content-Encoding`.',
  },
  'url-syntax': {
    status: 400,
    meaning: 'The URL cannot be decoded.',
    action: 'Percent-encode the parts of the path and of the query.',
  },
  cursor: {
    status: 400,
    meaning: 'The cursor was not given by this list.',
    action: 'Begin without a cursor, and follow `next` as it stands.',
  },
  'rate-limited': {
    status: 429,
    meaning: 'Too many requests from one address.',
    action: 'Wait as many seconds as the header `Retry-After` says.',
  },
  unauthorized: {
    status: 401,
    meaning: 'There is no session, or it has ended.',
    action:
      'Sign in: `GET /v1/session/nonce`, then `POST /v1/session`; send the token as `Authorization: Bearer …`.',
  },
  forbidden: {
    status: 403,
    meaning: 'The session does not allow this.',
    action: 'Sign in with an open key of the party of the record, or ask that party for a grant.',
  },
  'not-anchored': {
    status: 409,
    meaning: 'No block is known to hold the batch of this record yet.',
    action: 'Ask again when `state` is `anchored` or `final`.',
  },
  'record-rejected': {
    status: 409,
    meaning: 'The record was accepted, and rejected before it was sealed.',
    action: 'Read `rejected` of the record; sign and register it anew.',
  },
  'entries-not-stored': {
    status: 409,
    meaning: 'The record was registered without its entries: the ledger holds their root only.',
    action: 'Ask its party for the entries; ask for a bundle with `entries=none`.',
  },
  'entry-unknown': {
    status: 422,
    meaning: 'The record has no entry under this key.',
    action: 'Ask for its absence with `absent=`, or compare the key with `/entries`.',
  },
  'entry-present': {
    status: 422,
    meaning: 'The record has an entry under the key whose absence was asked for.',
    action: 'Ask for the entry with `entries=`.',
  },
  'not-reperformable': {
    status: 422,
    meaning: 'The record shows no figure of a run, or one that rests on a record that is not in the bundle.',
    action: 'Ask without `reperformable`, or with a greater `depth`.',
  },
  'session-message': {
    status: 400,
    meaning: 'The sign-in message does not follow EIP-4361, version 1.',
    action: 'Build the message with a library for EIP-4361 (Sign-In with Ethereum).',
  },
  'session-domain': {
    status: 401,
    meaning: 'The sign-in message is for another host, URI or chain.',
    action: 'Sign only messages that name the host you are visiting.',
  },
  'session-nonce': {
    status: 401,
    meaning: 'The nonce is unknown, was used, or has ended.',
    action: 'Fetch a fresh one from `GET /v1/session/nonce`; each can be used once.',
  },
  'session-expired': {
    status: 401,
    meaning: 'The sign-in message has expired, or does not hold yet.',
    action: 'Sign a fresh message; compare the clock of your computer.',
  },
  'session-signature': {
    status: 401,
    meaning: 'The sign-in message is signed by another key than it names.',
    action: 'Sign with the account that the message names.',
  },
  unavailable: {
    status: 503,
    meaning: 'The database does not answer.',
    action: 'Send the request again in some seconds: what was answered with 2xx is kept.',
  },
  overloaded: {
    status: 503,
    meaning: 'The server has as much under way as it takes at once.',
    action: 'Wait as many seconds as the header `Retry-After` says; send again: nothing is taken twice.',
  },
  internal: {
    status: 500,
    meaning: 'The server made a mistake.',
    action: 'Report the `errorId`; the log of the server holds the cause under it.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type HttpErrorCode = keyof typeof HTTP_ERRORS;

/** Values that are readable and nevertheless refused; all other bad input can't even be read. */
const UNPROCESSABLE: readonly BadInputCode[] = [
  'period',
  'entry-scale',
  'entry-unit',
  'entry-repeated',
  'previous',
  'sources',
  'replay',
  'answers',
  'statement',
  'statement-hash',
  'entries-root',
  'detail-hash',
  'record-id',
  'signature-r',
  'signature-s',
  'signature-v',
  'signature-recovery',
  'identifier-check',
];

function statusOfBadInput(code: BadInputCode): number {
  if (code === 'json-too-large' || code === 'bundle-limit') return 413;
  return UNPROCESSABLE.includes(code) ? 422 : 400;
}

function describeBadInput(code: BadInputCode): ErrorEntry {
  return {
    status: statusOfBadInput(code),
    meaning: BAD_INPUT_CODES[code],
    action: 'Mend the value at `details.path`.',
  };
}

/** The one table from error code to HTTP status, meaning, and what to do. */
export const ERRORS: Readonly<Record<string, ErrorEntry>> = {
  ...Object.fromEntries(
    Object.keys(BAD_INPUT_CODES).map((code) => [code, describeBadInput(code as BadInputCode)]),
  ),
  ...Object.fromEntries(
    Object.entries(FAILED_CHECK_CODES).map(([code, meaning]) => [
      code,
      { status: 422, meaning, action: 'Compare the proof with its source.' },
    ]),
  ),
  ...REFUSALS,
  ...HTTP_ERRORS,
};

/** A refusal by HTTP itself, with the code that stands in the table. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly code: HttpErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: HttpErrorCode,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    cause?: unknown,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** What a client is told of an error. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Names the request in the log. */
  readonly errorId: string;
}

/** Returns status and body that tell a client of an error: of our own faults nothing but that there was one. */
export function describeError(error: unknown, errorId: string): { status: number; body: ErrorBody } {
  const told = explainError(error);
  const status = ERRORS[told.code]?.status ?? HTTP_ERRORS.internal.status;
  return { status, body: { ...told, errorId } };
}

/** What a client is told of one line among many, which has no id of its own in the log. */
export type LineError = Omit<ErrorBody, 'errorId'>;

/** Returns what tells a client of an error: of our own faults nothing but that there was one. */
export function explainError(error: unknown): LineError {
  const { code, message, details } = nameError(error);
  return { code, message, details: shortenDetails(details) };
}

function nameError(error: unknown): LineError {
  if (error instanceof BadInput)
    return {
      code: error.code,
      message: error.message,
      details: { path: error.path, value: error.value ?? null },
    };
  if (error instanceof FailedCheck)
    return {
      code: error.code,
      message: error.message,
      details: { expected: error.expected, actual: error.actual },
    };
  if (error instanceof HttpError || error instanceof Refusal) return error;
  if (isDatabaseDown(error))
    return { code: 'unavailable', message: HTTP_ERRORS.unavailable.meaning, details: {} };
  return { code: 'internal', message: HTTP_ERRORS.internal.meaning, details: {} };
}

/** Tells whether the fault is the database's or the state of the ledger's: the same may be taken later. */
export function isTransient(error: unknown): boolean {
  return ERRORS[nameError(error).code]?.status === 503;
}

/** Errors of the connection (Node) and of a server that is going down, coming up or full (PostgreSQL classes 08, 53, 57). */
function isDatabaseDown(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'ETIMEDOUT'].includes(code) ||
    /^(08|53|57P)/.test(code)
  )
    return true;
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    error.message,
  );
}

const MAX_SHOWN = 120;

function shortenDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, shortenValue(value)]));
}

/** Leaves a short value as it is; of a long one, text that ends in an ellipsis. */
function shortenValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value === undefined) return null;
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || text.length > MAX_SHOWN + 2 ? showValue(value) : value;
}
