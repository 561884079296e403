import { classifySession } from '../../db/session-errors.ts';
import { HttpError } from '../errors/http-error.ts';
import { Gate, type Visitor } from '../reads/gate.ts';

/** Runs the requests of one route, and refuses those for which a lock of the database is in the way. */
export type RunUnlocked = <Out>(visitor: Visitor, run: () => Promise<Out>) => Promise<Out>;

/** The most locked routes that are tried at the same time. */
const MOST_TRIED = 2;
/** Requests of one route that may wait. */
const MOST_WAITING = 1_024;

/**
 * A request that needs a locked table keeps a connection until it gives up. So that these requests do not use up all connections, `atOnce`
 * requests of a route run at once, and the others wait for their turn. Once one has given up, the route is locked: what waits is refused, and
 * only one request at a time is let through, to find out whether the lock is gone. All locked routes together try two.
 */
export function openLockedRoutes(): (atOnce: number) => RunUnlocked {
  let tried = 0;
  return (atOnce) => {
    const gate = new Gate({ atOnce, waiting: MOST_WAITING });
    let [isLocked, isTried] = [false, false];

    const refuseLocked = (): void => {
      if (isLocked && (isTried || tried >= MOST_TRIED))
        throw new HttpError('database-locked', 'a table that this request needs is locked');
    };
    const attempt = async <Out>(run: () => Promise<Out>): Promise<Out> => {
      refuseLocked();
      const isTry = isLocked;
      if (isTry) [isTried, tried] = [true, tried + 1];
      try {
        const result = await run();
        isLocked = false;
        return result;
      } catch (error) {
        if (classifySession(error) === 'locked') isLocked = true;
        throw error;
      } finally {
        if (isTry) [isTried, tried] = [false, tried - 1];
      }
    };
    return async (visitor, run) => {
      refuseLocked();
      return gate.run(visitor, () => attempt(run));
    };
  };
}
