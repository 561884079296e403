import { UserFacingError } from '../../core/errors.ts';

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
