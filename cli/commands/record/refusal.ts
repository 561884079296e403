import type { ApiError } from '../../../client/http/api-error.ts';

/** The status of a record that was read and refused: sending it again unchanged does not help. */
export const REFUSED = 422;

/** Returns what is reported of a failure that is followed by another attempt. */
export function describeRetry(error: ApiError, pause: number): string {
  return `  ${error.message.replace(/\.$/, '')}; again in ${pause / 1000} s`;
}
