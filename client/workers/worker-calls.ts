import * as z from 'zod';
import { showValue } from '../../core/errors.ts';

/** What a worker can be asked to do: each function gets where its progress goes, and its arguments; all that is sent can be cloned. */
export type WorkerTasks = Readonly<
  // oxlint-disable-next-line typescript/no-explicit-any -- the arguments of each task are its own
  Record<string, (report: (progress: unknown) => void, ...args: any[]) => unknown>
>;

/** One end of a worker's channel: the worker in a page, or the global scope inside a worker. */
export interface WorkerPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listen: (event: { readonly data: unknown }) => void): void;
}

/** A worker in a page. */
export interface BrowserWorker extends WorkerPort {
  addEventListener(type: 'message', listen: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'error', listen: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** An error that a task threw in a worker. Its `name`, `code`, `message` and `details` are those of the error there. */
export class WorkerFailure extends Error {
  readonly code: string | undefined;
  readonly details: unknown;

  constructor({ name, code, message, details }: ThrownError) {
    super(message);
    this.name = name;
    this.code = code;
    this.details = details;
  }
}

interface ThrownError {
  readonly name: string;
  readonly code?: string | undefined;
  readonly message: string;
  readonly details?: unknown;
}

/** The call was ended because its worker was. */
export class WorkerStopped extends Error {
  override readonly name = 'WorkerStopped';
}

const askedSchema = z.object({ call: z.number(), task: z.string(), args: z.array(z.unknown()) });
const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ call: z.number(), progress: z.unknown() }),
  z.object({ call: z.number(), value: z.unknown() }),
  z.object({
    call: z.number(),
    error: z.object({
      name: z.string(),
      code: z.string().optional(),
      message: z.string(),
      details: z.unknown().optional(),
    }),
  }),
]);

/**
 * Answers calls in a worker. It first says that it is ready: a browser may drop what is sent to a worker before its module has run.
 */
export function serveTasks(scope: WorkerPort, tasks: WorkerTasks): void {
  scope.addEventListener('message', ({ data }) => {
    const { call, task, args } = askedSchema.parse(data);
    const work = async (): Promise<unknown> => {
      const found = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
      if (found === undefined) throw new Error(`the worker has no task ${task}`);
      return await found((progress) => scope.postMessage({ call, progress }), ...args);
    };
    work().then(
      (value) => scope.postMessage({ call, value }),
      (error: unknown) => scope.postMessage({ call, error: describe(error) }),
    );
  });
  scope.postMessage({ ready: true });
}

function describe(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const { name, message } = error;
  const { code, row, value, details } = error as Partial<
    Record<'code' | 'row' | 'value' | 'details', unknown>
  >;
  // An error of the engine has its place and value as members.
  const told = details ?? (row === undefined || row === null ? null : { row, value: showValue(value) });
  return { name, message, details: told, ...(typeof code === 'string' ? { code } : {}) };
}

/** Calls tasks of one worker. */
export interface WorkerCalls {
  /**
   * Runs a task and returns what it returns.
   * @throws WorkerFailure for the error of the task; WorkerStopped where the worker was stopped, or failed
   */
  call(task: string, args: readonly unknown[], onProgress?: (progress: unknown) => void): Promise<unknown>;
  /** Ends the worker, and with it what it computes: calls are cancelled. */
  stop(): void;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: unknown) => void;
}

/**
 * Runs one task in a worker that was just started, and ends the worker: also once the signal is aborted.
 * @throws WorkerFailure for the error of the task; WorkerStopped
 */
export async function callOnce(
  worker: BrowserWorker,
  task: string,
  args: readonly unknown[],
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (progress: unknown) => void } = {},
): Promise<unknown> {
  const { call, stop } = openWorker(worker);
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted === true) stop();
  try {
    return await call(task, args, onProgress);
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** Returns the tasks of a worker that was just started. */
export function openWorker(worker: BrowserWorker): WorkerCalls {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let stopped: Error | null = null;
  let start = (): void => {};
  const ready = new Promise<void>((resolve) => (start = resolve));
  const stop = (reason: string): void => {
    stopped ??= new WorkerStopped(reason);
    worker.terminate();
    start();
    for (const { reject } of waiting.values()) reject(stopped);
    waiting.clear();
  };
  worker.addEventListener('error', ({ message = '' }) => stop(`the worker failed: ${message}`));
  worker.addEventListener('message', ({ data }) => {
    const answer = answerSchema.parse(data);
    if ('ready' in answer) return start();
    const asked = waiting.get(answer.call);
    if (asked === undefined) return;
    if ('progress' in answer) return asked.onProgress(answer.progress);
    waiting.delete(answer.call);
    if ('error' in answer) asked.reject(new WorkerFailure(answer.error));
    else asked.resolve(answer.value);
  });
  return {
    stop: () => stop('the worker was stopped'),
    async call(task, args, onProgress = () => {}) {
      await ready;
      if (stopped !== null) throw stopped;
      const call = ++calls;
      return new Promise((resolve, reject) => {
        waiting.set(call, { resolve, reject, onProgress });
        worker.postMessage({ call, task, args });
      });
    },
  };
}
