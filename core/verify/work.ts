import type { Bundle, BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Recover } from '../hashing/signature.ts';
import type { Run } from '../records/run.ts';

/** How much work one verification does at most (§11); endpoints have limits of their own. */
export const WORK_LIMITS = {
  signatures: 4_096,
  hashes: 1 << 20,
  rows: 1 << 17,
  givenRows: 1 << 24,
  tests: 1 << 24,
  samples: 2 ** 32,
};

const NAMES: Readonly<Record<keyof typeof WORK_LIMITS, string>> = {
  signatures: 'signatures',
  hashes: 'hashes',
  rows: 'rows',
  givenRows: 'rows from files beside it',
  tests: 'tests whether a run names a row',
  samples: 'draws of rows for figures',
};

/** Names of the work that is limited. */
export type WorkLimits = Readonly<typeof WORK_LIMITS>;

/** A check would need more work than one verification does. The check is skipped. */
export class OverWork extends Error {
  override readonly name = 'OverWork';

  constructor(what: keyof WorkLimits, limit: number) {
    super(`the proof file needs more than ${limit} ${NAMES[what]}, the most that one verification computes`);
  }
}

/** Counts the work of one verification. A check says what it will need before it begins. */
export class Work {
  readonly #left: Record<keyof WorkLimits, number>;
  readonly #limits: WorkLimits;

  constructor(limits: WorkLimits) {
    this.#limits = limits;
    this.#left = { ...limits };
  }

  /** @throws OverWork if less than `count` is left */
  spend(what: keyof WorkLimits, count: number): void {
    if (count > this.#left[what]) throw new OverWork(what, this.#limits[what]);
    this.#left[what] -= count;
  }

  /** Returns the same recovery of keys, counted. */
  count(recover: Recover): Recover {
    return (digest, parts) => {
      this.spend('signatures', 1);
      return recover(digest, parts);
    };
  }
}

/** Drawing a row costs as much as adding it to so many figures. */
const FIGURES_OF_DRAWING = 16;

/** Returns about how many samples of rows a run draws and adds to its figures (§11). */
export function countSamples({ draws = 0, outputs }: Pick<Run, 'draws' | 'outputs'>, rows: number): number {
  return draws * rows * (outputs.length + FIGURES_OF_DRAWING);
}

/** Hashes of an entry itself: its key twice, unit, detail and struct; in a whole map, its path adds about two. */
const ENTRY = 5;
const ENTRY_OF_ALL = 7;
/** Hashes of a stream with its head, and of the holder. */
const HEAD = 4;
const PARTY_HEAD = 6;

/** Returns about how many hashes the entries of a record take. */
export function countEntryHashes({ entries: { all, shown, absent } }: BundleRecord): number {
  const paths = absent.reduce((sum, { siblings }) => sum + siblings.length + 1, 0);
  return all
    ? paths + ENTRY_OF_ALL * shown.length
    : shown.reduce((sum, { siblings }) => sum + ENTRY + (siblings?.length ?? 0), paths);
}

/** Returns about how many hashes the proofs of a head take. */
export function countHeadHashes({ holderSiblings, siblings }: BundleHead): number {
  return HEAD + holderSiblings.length + siblings.length;
}

/** Returns about how many hashes the list of a party's heads takes. */
export function countPartyHashes({ holderSiblings, heads }: Bundle['parties'][number]): number {
  return HEAD + holderSiblings.length + PARTY_HEAD * heads.length;
}
