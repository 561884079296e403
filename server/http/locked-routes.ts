import { classifySession } from '../../db/session-errors.ts';
import { HttpError } from '../errors/http-error.ts';

/** Runs the requests of one route, and refuses those for which a lock of the database is in the way. */
export type RunUnlocked = <Out>(run: () => Promise<Out>) => Promise<Out>;

/** The most locked routes that are tried at the same time. */
const MOST_TRIED = 2;

/**
 * A request that needs a locked table keeps a connection until it gives up. So that these requests do not use up all connections, `most`
 * requests of a route run at once, and the others wait. Once one has given up, the route is locked: what waits is refused, and only one
 * request at a time is let through, to find out whether the lock is gone. All locked routes together try two.
 */
export function openLockedRoutes(): (most: number) => RunUnlocked {
  let tried = 0;
  return (most) => {
    const waiting: (() => void)[] = [];
    let [running, isLocked, isTried] = [0, false, false];

    const enter = async (): Promise<boolean> => {
      if (!isLocked && running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
      if (isLocked && (isTried || tried >= MOST_TRIED))
        throw new HttpError('database-locked', 'a table that this request needs is locked');
      running++;
      if (!isLocked) return false;
      [isTried, tried] = [true, tried + 1];
      return true;
    };
    const leave = (isTry: boolean): void => {
      running--;
      if (isTry) [isTried, tried] = [false, tried - 1];
      // A locked route refuses all that wait.
      for (const resolve of waiting.splice(0, isLocked ? waiting.length : 1)) resolve();
    };
    return async (run) => {
      const isTry = await enter();
      try {
        const result = await run();
        isLocked = false;
        return result;
      } catch (error) {
        if (classifySession(error) === 'locked') isLocked = true;
        throw error;
      } finally {
        leave(isTry);
      }
    };
  };
}
