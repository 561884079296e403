/** What may still be read and kept to judge the dependents of one request. Once it is used up, records are compared as a whole. */
export interface Budget {
  /** Bytes of entries. */
  bytes: number;
  /** Keys of changed rows and figures. */
  keys: number;
  /** Records on the paths to the dependents. */
  records: number;
  /** Sources of the dependents and of these records. */
  links: number;
  /** `performance.now()` at which time is up. */
  readonly until: number;
}

/** Milliseconds for judging. */
const TIME = 2_000;

/** Returns the budget of one request. */
export function openBudget(): Budget {
  return {
    bytes: 128 << 20,
    keys: 200_000,
    records: 20_000,
    links: 80_000,
    until: performance.now() + TIME,
  };
}

/** Tells whether time is up. */
export function isOver({ until }: Budget): boolean {
  return performance.now() >= until;
}
