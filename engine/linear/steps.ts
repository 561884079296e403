/** What is done of a computation: the share of a stage, from 0 to 1. */
export interface Step {
  /** `decompose` and `substitute` are of an LU decomposition, `iterate` of an iteration, `check` of a residual. */
  readonly stage: 'decompose' | 'substitute' | 'iterate' | 'check';
  readonly share: number;
}

/** How a long computation tells what is done, and how it is stopped. */
export interface Watch {
  /**
   * Called after each part of the work, which takes at most about a second. The computation waits for the promise that it returns: a
   * caller whose events must be handled meanwhile, such as Ctrl-C, returns one that a timer or `setImmediate` resolves.
   */
  readonly report?: ((step: Step) => void | Promise<void>) | undefined;
  /** Ends the computation: the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs a computation to its end, step by step. @throws what the signal was aborted with */
export async function runWatched<Value>(
  steps: Generator<Step, Value>,
  { report, signal }: Watch,
): Promise<Value> {
  for (;;) {
    signal?.throwIfAborted();
    const next = steps.next();
    if (next.done === true) return next.value;
    await report?.(next.value);
  }
}

/** Runs a computation to its end, without a pause. */
export function runNow<Value>(steps: Generator<Step, Value>): Value {
  for (;;) {
    const next = steps.next();
    if (next.done === true) return next.value;
  }
}
