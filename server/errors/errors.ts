import { BadInput, FailedCheck, showValue } from '../../core/errors.ts';
import { BAD_INPUT_CODES, type BadInputCode, FAILED_CHECK_CODES } from '../../core/error-codes.ts';
import { classifySession } from '../../db/session-errors.ts';
import { type ErrorEntry, HTTP_ERRORS, HttpError } from './http-error.ts';
import { REFUSALS, Refusal } from './refusals.ts';

/** Codes of values that can be parsed but are not valid: status 422. Other bad input cannot be parsed: status 400. */
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

/** What to do about bad input where correcting the value is not the answer. */
const ACTIONS: Readonly<Partial<Record<BadInputCode, string>>> = {
  ...forCodes(
    ['statement-hash', 'entries-root', 'detail-hash', 'record-id'],
    'Send the original again. If the change is intended, build the record again and sign it.',
  ),
  ...forCodes(
    ['signature-length', 'signature-r', 'signature-s', 'signature-v', 'signature-recovery'],
    'Sign again with `ledger record sign`, or with a library that follows protocol §2.',
  ),
  ...forCodes(
    ['json-syntax', 'json-utf8', 'json-bom', 'json-not-canonical'],
    'Correct the text at the position in `message`.',
  ),
  'json-too-large':
    'Shorten the text; put long texts into entries. A record with too many entries: register it without them, or split it.',
  'bundle-limit': 'Request fewer entries or sources, or leave out `history` or `complete`.',
};

function forCodes(codes: readonly BadInputCode[], action: string): Partial<Record<BadInputCode, string>> {
  return Object.fromEntries(codes.map((code) => [code, action]));
}

function actionOfBadInput(code: BadInputCode): string {
  return ACTIONS[code] ?? 'Correct the value at `details.path`.';
}

function describeBadInput(code: BadInputCode): ErrorEntry {
  return {
    status: statusOfBadInput(code),
    meaning: BAD_INPUT_CODES[code],
    action: actionOfBadInput(code),
  };
}

/** The one table of errors: code → HTTP status, meaning, what to do next. */
export const ERRORS: Readonly<Record<string, ErrorEntry>> = {
  ...Object.fromEntries(
    Object.keys(BAD_INPUT_CODES).map((code) => [code, describeBadInput(code as BadInputCode)]),
  ),
  ...Object.fromEntries(
    Object.entries(FAILED_CHECK_CODES).map(([code, meaning]) => [
      code,
      {
        status: 422,
        meaning,
        action:
          code === 'signer'
            ? 'Sign with the expected key: `details.expected`.'
            : 'The proof or one of its values was changed or is incomplete. Get it again from the one who made it.',
      },
    ]),
  ),
  ...REFUSALS,
  ...HTTP_ERRORS,
};

/** The body of an error response. */
export interface ErrorBody {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  /** Identifies the request in the server log. */
  readonly errorId: string;
}

/** Returns the status and body that a client gets for an error. An error of ours is reported without details. */
export function describeError(error: unknown, errorId: string): { status: number; body: ErrorBody } {
  const explained = explainError(error);
  const status = ERRORS[explained.code]?.status ?? HTTP_ERRORS.internal.status;
  return { status, body: { ...explained, errorId } };
}

/** The error of one line of a bulk request, which has no id of its own in the log. */
export type LineError = Omit<ErrorBody, 'errorId'>;

/** Returns code, message and details of an error as a client sees them. */
export function explainError(error: unknown): LineError {
  const { code, message, details } = nameError(error);
  return { code, message, details: shortenDetails(details) };
}

const CODE_OF_FAILURE = {
  locked: 'database-locked',
  slow: 'database-slow',
  unreachable: 'unavailable',
} as const;

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
  const failure = classifySession(error);
  if (failure !== null) {
    const code = CODE_OF_FAILURE[failure];
    return { code, message: HTTP_ERRORS[code].meaning, details: {} };
  }
  return { code: 'internal', message: HTTP_ERRORS.internal.meaning, details: {} };
}

/** Tells whether the same request may succeed later: the database is down, or the ledger is not ready. */
export function isTransient(error: unknown): boolean {
  return ERRORS[nameError(error).code]?.status === 503;
}

const MAX_SHOWN = 120;

function shortenDetails(details: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, shortenValue(value)]));
}

/** Returns a short value unchanged, a long one as text cut with an ellipsis. */
function shortenValue(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value === undefined) return null;
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined || text.length > MAX_SHOWN + 2 ? showValue(value) : value;
}
