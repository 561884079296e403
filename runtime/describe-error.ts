import { inspect } from 'node:util';
import { UserFacingError } from '../core/errors.ts';

/** Returns what a program prints about the error that ends it: code and message, for a defect of the program everything that `inspect` shows. */
export function describeError(error: unknown): string {
  return error instanceof UserFacingError ? `error (${error.code}): ${error.message}` : inspect(error);
}
