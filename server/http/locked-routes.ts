import { classifySession } from '../../db/session-errors.ts';
import { HttpError } from '../errors/http-error.ts';

/** Runs requests of routes. Refuses most of those of a route that waits for a lock of the database. */
export type RunUnlocked = <Out>(route: string, run: () => Promise<Out>) => Promise<Out>;

/** The most requests that find out whether their routes can work again. */
const MOST_TRIED = 2;

/**
 * A request that needs a locked table keeps a connection until it gives up. So that these do not use up all connections, a route whose
 * last request gave up gets only one at a time, and all such routes together two; their other requests are refused at once.
 */
export function openLockedRoutes(): RunUnlocked {
  const locked = new Set<string>();
  const tried = new Set<string>();
  return async (route, run) => {
    const isTry = locked.has(route);
    if (isTry && (tried.has(route) || tried.size >= MOST_TRIED))
      throw new HttpError(
        'database-locked',
        'another session of the database has locked what this request needs',
      );
    if (isTry) tried.add(route);
    try {
      const result = await run();
      locked.delete(route);
      return result;
    } catch (error) {
      if (classifySession(error) === 'locked') locked.add(route);
      throw error;
    } finally {
      if (isTry) tried.delete(route);
    }
  };
}
