import { type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** One process of a ledger, a direct child of this process. */
export interface Part {
  readonly name: string;
  /** Starts the process; resolves when it is ready. @throws Error when it ends before that */
  start(): Promise<void>;
  /** Kills the process with SIGKILL; resolves with what was killed once it has ended. @throws Error when it ended for another reason */
  kill(): Promise<string>;
  /** Tells whether the process has ended, by itself or not. */
  hasEnded(): boolean;
  /** Stops the process with SIGSTOP: its connections stay open, and nobody answers on them. */
  pause(): void;
  /** Lets a stopped process continue. */
  resume(): void;
  /** Ends a running process with SIGTERM, and with SIGKILL if that takes too long. */
  stop(): Promise<void>;
  /** When it was ended by SIGKILL, by performance.now(). */
  killedAt(): readonly number[];
}

/** How to run a part. */
export interface PartPlan {
  readonly name: string;
  /** Starts and returns the process. */
  readonly launch: () => ChildProcess;
  /** Resolves when the process is ready. The signal aborts when the process has ended. */
  readonly ready: (child: ChildProcess, ended: AbortSignal) => Promise<void>;
  /** How often it is started again if it ends before it is ready, since the rest of a killed one may block it. */
  readonly tries?: number;
  /** Returns the child processes to kill with it. */
  readonly listChildren?: (pid: number) => readonly number[];
  /** Called when it ends by itself. */
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

/** Returns a part that is not running yet. */
export function planPart({
  name,
  launch,
  ready,
  tries = 1,
  listChildren = () => [],
  onLoss,
}: PartPlan): Part {
  let running: Running | null = null;
  const killedAt: number[] = [];

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
    killedAt: () => killedAt,
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
        throw new Error(`${name} is not running: there is nothing to kill`);
      running.state = 'stopping';
      killedAt.push(performance.now());
      const children = listChildren(running.child.pid ?? 0);
      running.child.kill('SIGKILL');
      children.forEach(killProcess);
      const how = await running.ended;
      if (how !== 'SIGKILL') throw new Error(`${name} was to be killed, but ended with ${how}`);
      return children.length === 0 ? name : `${name} with ${children.length} children`;
    },
    hasEnded: () => running?.signal.aborted === true,
    pause: () => void running?.child.kill('SIGSTOP'),
    resume: () => void running?.child.kill('SIGCONT'),
    async stop() {
      if (running === null || running.signal.aborted) return;
      const { child, ended } = running;
      running.state = 'stopping';
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}

/** A process that has ended meanwhile is ignored. */
function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
