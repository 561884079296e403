import { randomBytes } from 'node:crypto';
import { Contract } from 'ethers';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import type { Rpc } from '../../chain/rpc/endpoint.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import type { BatchHeader } from '../../core/batches/batch.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import type { AnchorerDeps, AnchorStep } from '../../server/anchoring/step.ts';
import { anchorOnce } from '../../server/anchoring/anchorer.ts';
import { insertBareBatch, makeHeader } from './batch.ts';
import { configOf, startAlike, type TestChain } from './chain.ts';
import { keepLog } from './keep-log.ts';
import { createTestDatabase, type TestDatabase } from './postgres.ts';

/** How many blocks after the final one the chain has. */
export const OPEN = 8;
/** In seconds. */
export const MAX_DELAY = 3600;
export const REPLACE_AFTER = 60;

const GWEI = 1_000_000_000n;

/** An anchorer with its own chain and database, run step by step. */
export interface Anchoring {
  readonly chain: TestChain;
  readonly deployed: Deployment;
  readonly database: TestDatabase;
  /** The anchorer's clock, in Unix seconds. */
  clock: number;
  /** Indexes the chain to its end. */
  index(): Promise<void>;
  /** Runs one step of the anchorer. */
  anchor(changes?: Partial<AnchorerDeps>): Promise<AnchorStep>;
  /** Stores a batch without records that follows another. */
  seal(previous?: BatchHeader | null): Promise<BatchHeader>;
  /** Indexes the chain and returns the numbers of the anchored batches. */
  anchored(): Promise<number[]>;
  /** Returns the number of the newest batch in the contract. */
  onChain(): Promise<number>;
  /** Returns the next nonce of the account that anchors. */
  nonce(at?: 'latest' | 'finalized'): Promise<number>;
  /** Stores a record in a batch, or as a waiting record. */
  insertRecord(batch: number | null): Promise<void>;
  /** Returns how many records are in batches, and how many are waiting. */
  countRecords(): Promise<{ sealed: number; waiting: number }>;
  /** Sends a transaction unrelated to the ledger from the account that anchors. */
  sendForeign(nonce: number): Promise<void>;
  /** Runs one step with three endpoints and a quorum of two. The first endpoint is the given one. */
  anchorBeside(first: Rpc): Promise<AnchorStep>;
  stop(): Promise<void>;
}

const startDeployed = startAlike((chain) => chain.deploy({ maxDelay: MAX_DELAY }), {
  slotsInAnEpoch: OPEN / 2,
});

/** Starts an anchorer with a ledger without batches. The caller stops it. */
export async function startAnchoring(): Promise<Anchoring> {
  const { chain, prepared: deployed } = await startDeployed();
  await chain.mine(OPEN);
  const database = await createTestDatabase();
  const { pool } = database;
  const followed = await openFollowedChain(pool, configOf(chain, deployed));
  const { anchorer, stranger } = chain.accounts;
  const anchoring: Anchoring = {
    chain,
    deployed,
    database,
    clock: 1_000_000,
    async index() {
      for (;;) {
        const step = await indexOnce({ pool, chain: followed, log: keepLog() });
        if (step.kind === 'halted' || (step.kind === 'read' && !step.isBehind)) return;
      }
    },
    async anchor(changes = {}) {
      const step = await anchorOnce({
        pool,
        worker: 'anchorer',
        rpcs: [openRpc(chain.url)],
        quorum: 1,
        signer: anchorer,
        log: keepLog(),
        maxDelay: MAX_DELAY,
        feeCap: 500_000_000_000n,
        replaceAfter: REPLACE_AFTER,
        now: () => anchoring.clock,
        ...changes,
      });
      await chain.mined();
      return step;
    },
    async seal(previous = null) {
      const state = await readChainState(pool);
      const header = makeHeader(previous, (state?.finalTime ?? 0) - 1);
      await insertBareBatch(pool, header);
      return header;
    },
    async anchored() {
      await anchoring.index();
      const { rows } = await pool.query<{ number: number }>('select number from anchors order by number');
      return rows.map(({ number }) => number);
    },
    async onChain() {
      const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.provider);
      return Number(await ledger.getFunction('latest')());
    },
    nonce: (at = 'latest') => chain.provider.getTransactionCount(anchorer.address, at),
    async insertRecord(batch) {
      const bytes = (): Buffer => randomBytes(32);
      await pool.query(
        `with stored as (
           insert into records (id, party, kind, subject, stream, sequence, previous, entries, sources, statement_hash, statement, signature,
             signer, accepted_at, anchor_by, receipt_signature)
           values ($1, $2, 1, 'a', $3, 1, $4, $5, '{}', $6, '{}', $7, $8, 1, 2, $7) returning id, arrival, accepted_at),
         sealed as (insert into sealed_records (record, batch, leaf_index) select id, $9, 0 from stored where $9::bigint is not null)
         insert into waiting_records (arrival, record, accepted_at) select arrival, id, accepted_at from stored where $9::bigint is null`,
        [bytes(), bytes(), bytes(), bytes(), bytes(), bytes(), randomBytes(65), randomBytes(20), batch],
      );
    },
    async countRecords() {
      const { rows } = await pool.query<{ sealed: number; waiting: number }>(
        `select (select count(*) from sealed_records) as sealed,
           (select count(*) from waiting_records w join records r on r.id = w.record and r.arrival = w.arrival) as waiting`,
      );
      return rows[0]!;
    },
    async sendForeign(nonce) {
      const fees = { maxFeePerGas: 400n * GWEI, maxPriorityFeePerGas: GWEI, gasLimit: 21_000 };
      await anchorer.sendTransaction({ to: stranger.address, value: 1, nonce, ...fees });
    },
    anchorBeside: (first) =>
      anchoring.anchor({ rpcs: [first, openRpc(chain.url), openRpc(chain.url)], quorum: 2 }),
    async stop() {
      await chain.stop();
      await database.drop();
    },
  };
  await anchoring.index();
  return anchoring;
}
