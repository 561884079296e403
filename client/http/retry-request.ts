import { ApiError } from './api-error.ts';

const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/** Returns how long to wait before attempt `attempt` + 1: doubled each time, up to 15 s. */
export function pauseAfter(attempt: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
}

/**
 * Returns what a request answers, asking again while the server cannot be reached or has a temporary error.
 * `report` gets each failure that is followed by another attempt.
 * @throws ApiError of the last attempt
 */
export async function retryRequest<Out>(
  attempts: number,
  ask: () => Promise<Out>,
  report: (error: ApiError, pause: number) => void,
): Promise<Out> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTemporary || attempt >= attempts) throw error;
      const pause = pauseAfter(attempt);
      report(error, pause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
