import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import { type AcceptanceDeps, acceptSubmissions } from './acceptance.ts';
import type { Acceptance, Incoming, Outcome } from './outcome.ts';
import type { Log } from '../../runtime/log.ts';
import { type ReceiptTerms, signReceipt } from './receipt.ts';
import { type ParsedSubmission, encodeEntries, parseSubmission } from './submission.ts';

/** What the intake works with. */
export interface IntakeDeps extends ReceiptTerms {
  readonly pool: Pool;
  /** The ledger that records must be signed for. */
  readonly domain: Domain;
  readonly recover: Recover;
  /** Unix seconds by the server's clock. */
  readonly now: () => number;
  readonly log: Pick<Log, 'error'>;
}

/** Registers records that arrive one by one. */
export interface Intake {
  /**
   * Stores a record durably, and returns its receipt after the commit.
   * @throws BadInput with the code of an invalid value; Refusal with the reason for which the ledger does not accept it
   */
  accept(submission: unknown): Promise<Acceptance>;
}

/** The most records that are stored in one transaction. */
const MOST_TOGETHER = 64;
/** Transactions at the same time: one is written to disk while the next is prepared. */
const TRANSACTIONS = 2;

/** Opens an intake that stores together, in the next transaction, all records that arrive while others are being stored. */
export function openIntake(deps: IntakeDeps): Intake {
  const { domain, recover } = deps;
  const acceptance: AcceptanceDeps = {
    ...deps,
    signReceipts: (ids, acceptedAt) =>
      Promise.resolve(ids.map((id) => signReceipt(domain, id, acceptedAt, deps))),
  };
  const queue = new StoreQueue((submissions) => acceptSubmissions(acceptance, submissions));
  return {
    async accept(submission) {
      const read = parseSubmission(submission, domain, recover);
      const outcome = await queue.store({ ...read, encodeEntries: () => attemptEntries(read) });
      if ('error' in outcome) throw outcome.error;
      return outcome.value;
    },
  };
}

function attemptEntries(read: ParsedSubmission): Outcome<string | null> {
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

/** Stores a submission at once where none is being stored, else together with the others that wait. */
class StoreQueue {
  readonly #storeAll: StoreAll;
  readonly #waiting: Waiting[] = [];
  #running = 0;

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
    if (this.#waiting.length === 0 || this.#running === TRANSACTIONS) return;
    this.#running++;
    const taken = this.#waiting.splice(0, MOST_TOGETHER);
    try {
      const outcomes = await this.#storeAll(taken.map(({ submission }) => submission));
      taken.forEach(({ resolve }, index) => resolve(outcomes[index]!));
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
    this.#running--;
    void this.#storeNext();
  }
}
