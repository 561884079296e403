import { UserFacingError } from '../../core/errors.ts';

/** Codes of `ApiError` that do not come from the server: code → meaning and what to do. */
export const ANSWER_CODES = {
  'server-url': 'The URL of the server is not an http or https URL without query. Correct it.',
  'server-unreachable': 'The server did not answer. Check its URL (--url) and try again.',
  'server-answer':
    'The server sent an answer that this program cannot read, or that does not match the request. Check that --url names a ledger, then report it to its operator.',
  'answer-too-large': 'The answer of the server is longer than a proof file may be. Ask for fewer entries.',
  'ambiguous-id': 'Several records have an id that begins with these digits. Give more digits.',
  'wait-timeout': 'The record has not reached the state yet. Wait for it again later.',
  receipt: 'The server sent a receipt for another record. Keep the file and report it to the operator.',
  'other-signature':
    'The ledger has the record already, with another signature; its receipt is for that one. Send the record as it was signed first.',
  'http-<status>': 'The answer is not from a ledger, for example from a proxy. Check --url.',
} as const;

/** The server answered with an error, or not at all (status 0); `code` is the server's. */
export class ApiError extends UserFacingError<string> {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, details: unknown = null, cause?: unknown) {
    super(code, message, cause);
    this.status = status;
    this.details = details;
  }

  /** Whether the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}
