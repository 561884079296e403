import type { ApiError } from '../../../client/http/api-error.ts';

/** The status of a record that was read and refused: sending it again unchanged does not help. */
export const REFUSED = 422;

/** Returns the message about a failure before the next attempt. */
export function describeRetry(error: ApiError, pause: number): string {
  return `  ${error.message.replace(/\.$/, '')}; again in ${pause / 1000} s`;
}
