/** What a job needs of the program that runs it, and cannot be copied into a worker. A type that needs those of one job is in its folder. */

/** Gets how far a job is, or a part of what it found. */
export type Progress<State> = (state: State) => void;

/** Waits a number of milliseconds, or until the signal ends it. Never rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;
