import { ApiError } from '../../client/http/api-error.ts';

/** Whether entries could not be read because nobody is signed in, or somebody without a grant. */
export function isPrivate(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 401 || error.status === 403);
}
