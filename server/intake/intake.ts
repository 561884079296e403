import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import { type Acceptance, type Incoming, type LinesDeps, type Outcome, acceptLines } from './intake-lines.ts';
import type { Log } from '../../runtime/log.ts';
import { type Promises, signReceipt } from './receipt.ts';
import { type SubmissionRead, encodeEntries, parseSubmission } from './submission.ts';

/** What intake works with. */
export interface IntakeDeps extends Promises {
  readonly pool: Pool;
  /** The ledger that records must be signed for. */
  readonly domain: Domain;
  readonly recover: Recover;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
}

/** Intake of records that come one by one. */
export interface Intake {
  /**
   * Returns the receipt of a record that is durably accepted: nothing is answered before the commit.
   * @throws BadInput with the code of the value that is wrong; Refusal with the code of what the ledger does not take
   */
  accept(submission: unknown): Promise<Acceptance>;
}

/** Records that are stored in one transaction. */
const MOST_TOGETHER = 64;
/** Transactions under way: one is on its way to the disk while another is being put together. */
const TRANSACTIONS = 2;

/** Returns intake in which records that come while others are being stored are stored together, next. */
export function openIntake(deps: IntakeDeps): Intake {
  const { domain, recover } = deps;
  const lines: LinesDeps = {
    ...deps,
    promise: (ids, acceptedAt) => Promise.resolve(ids.map((id) => signReceipt(domain, id, acceptedAt, deps))),
  };
  const queue = new StoreQueue((submissions) => acceptLines(lines, submissions));
  return {
    async accept(submission) {
      const read = parseSubmission(submission, domain, recover);
      const outcome = await queue.store({ ...read, encodeEntries: () => attemptEntries(read) });
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
}

function attemptEntries(read: SubmissionRead): Outcome<string | null> {
  try {
    return { value: encodeEntries(read) };
  } catch (error) {
    return { error };
  }
}

/** A submission that waits for a transaction. */
interface Waiting {
  readonly submission: Incoming;
  resolve(outcome: Outcome<Acceptance>): void;
  reject(error: unknown): void;
}

type StoreAll = (submissions: readonly Incoming[]) => Promise<Outcome<Acceptance>[]>;

/** Stores together what comes together: alone what comes alone, at once. */
class StoreQueue {
  readonly #storeAll: StoreAll;
  readonly #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(storeAll: StoreAll) {
    this.#storeAll = storeAll;
  }

  store(submission: Incoming): Promise<Outcome<Acceptance>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ submission, resolve, reject });
      void this.#storeNext();
    });
  }

  async #storeNext(): Promise<void> {
    if (this.#waiting.length === 0 || this.#underWay === TRANSACTIONS) return;
    this.#underWay++;
    const taken = this.#waiting.splice(0, MOST_TOGETHER);
    try {
      const outcomes = await this.#storeAll(taken.map(({ submission }) => submission));
      taken.forEach(({ resolve }, index) => resolve(outcomes[index]!));
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
    this.#underWay--;
    void this.#storeNext();
  }
}
