import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** One process of a ledger, a direct child of this one. */
export interface Part {
  readonly name: string;
  /** Starts it, and resolves when it does its work. @throws Error when it ends by itself before */
  start(): Promise<void>;
  /** Kills it with SIGKILL, and resolves with what was killed when it has ended by that. @throws Error when it ended in any other way */
  kill(): Promise<string>;
  /** Ends it with SIGTERM, if it runs; with SIGKILL where it takes too long. */
  stop(): Promise<void>;
  /** How often it ended by SIGKILL. */
  kills(): number;
}

/** How a part is run. */
export interface PartPlan {
  readonly name: string;
  /** Returns the process, just started. */
  readonly launch: () => ChildProcess;
  /** Resolves when the process does its work; a signal tells that it has ended. */
  readonly ready: (child: ChildProcess, ended: AbortSignal) => Promise<void>;
  /** How often it is started again where it ends before it is ready: what a killed one left behind may be in its way. */
  readonly tries?: number;
  /** Returns those of its own processes that a kill takes with it. */
  readonly listChildren?: (pid: number) => readonly number[];
  /** Told when it ends and nobody asked it to. */
  readonly onLoss: (message: string) => void;
}

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  /** Aborts when the process has ended. */
  readonly signal: AbortSignal;
  state: 'starting' | 'ready' | 'stopping';
}

type Ending = number | NodeJS.Signals;

const STOP_MS = 20_000;
const RETRY_MS = 100;

/** Returns a part that does not run yet. */
export function planPart({
  name,
  launch,
  ready,
  tries = 1,
  listChildren = () => [],
  onLoss,
}: PartPlan): Part {
  let running: Running | null = null;
  let kills = 0;

  const launchOnce = (): Running => {
    const child = launch();
    const ending = new AbortController();
    const ended = once(child, 'close').then(([code, signal]) => (signal ?? code) as Ending);
    const launched: Running = { child, ended, signal: ending.signal, state: 'starting' };
    void ended.then((how) => {
      ending.abort();
      if (launched.state === 'ready') onLoss(`${name} ended by itself with ${how}`);
    });
    return launched;
  };

  const tryStart = async (): Promise<Running> => {
    const launched = launchOnce();
    running = launched;
    await Promise.race([ready(launched.child, launched.signal), launched.ended]);
    return launched;
  };

  return {
    name,
    kills: () => kills,
    async start() {
      for (let left = tries; left > 0; left--) {
        const launched = await tryStart();
        if (launched.state === 'stopping') return;
        if (!launched.signal.aborted) {
          launched.state = 'ready';
          return;
        }
        if (left === 1) throw new Error(`${name} ended with ${await launched.ended} before it was ready`);
        await wait(RETRY_MS);
      }
    },
    async kill() {
      if (running === null || running.signal.aborted)
        throw new Error(`${name} does not run: nothing to kill`);
      running.state = 'stopping';
      const children = listChildren(running.child.pid ?? 0);
      running.child.kill('SIGKILL');
      children.forEach(killProcess);
      const how = await running.ended;
      if (how !== 'SIGKILL') throw new Error(`${name} was to be killed, and ended with ${how}`);
      kills += 1;
      return children.length === 0 ? name : `${name} with ${children.length} children`;
    },
    async stop() {
      if (running === null || running.signal.aborted) return;
      const { child, ended } = running;
      running.state = 'stopping';
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/** One that has ended meanwhile is dead as well. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
