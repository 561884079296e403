import type { BatchHeader } from '../../core/batch.ts';
import { acceptRecord } from '../../server/intake.ts';
import type { Log } from '../../server/log.ts';
import { openRecover } from '../../server/recover.ts';
import { type SealWaiting, type SealerDeps, sealOnce } from '../../server/sealer.ts';
import { type TestDatabase, createTestDatabase } from './postgres.ts';
import {
  TEST_DOMAIN,
  type TestParty,
  anchorBatch,
  makeKey,
  moveFinal,
  seedChain,
  seedParty,
} from './registry.ts';
import type { SignedRecord } from './signed-record.ts';

/** A ledger without a chain: intake and sealer on a database into which a test writes what the indexer would. */
export interface TestLedger {
  readonly database: TestDatabase;
  readonly sealer: SealerDeps;
  readonly company: TestParty;
  readonly provider: TestParty;
  readonly auditor: TestParty;
  /** The time of the newest final block. */
  readonly finalTime: () => number;
  accept(record: SignedRecord): Promise<SignedRecord>;
  /** Seals what waits, at once; throws when nothing is sealed. */
  seal(): Promise<BatchHeader>;
  /** Anchors a header and lets the chain go on by some blocks. */
  anchor(header: BatchHeader): Promise<void>;
}

export const SILENT: Log = { info() {}, warn() {}, error() {} };
const START = 1_750_000_000;
const STEP = 12;

/** Returns a ledger with three parties and no records. */
export async function createTestLedger(): Promise<TestLedger> {
  const database = await createTestDatabase();
  const { pool } = database;
  let finalTime = START;
  const now = (): number => finalTime;
  await seedChain(pool, finalTime);
  const company = await seedParty(pool, { identifier: 'test:company', roles: ['company'], from: 1000 });
  const provider = await seedParty(pool, { identifier: 'test:provider', roles: ['provider'], from: 1000 });
  const auditor = await seedParty(pool, { identifier: 'test:auditor', roles: ['auditor'], from: 1000 });
  const sealer: SealerDeps = {
    pool,
    log: SILENT,
    maxRecords: 1000,
    maxAge: 0,
    maxDelay: 21_600,
    readNextTime: () => Promise.resolve(finalTime),
    now,
  };
  const { privateKey: operatorKey } = makeKey('operator');
  const intake = {
    pool,
    domain: TEST_DOMAIN,
    recover: openRecover(SILENT),
    operatorKey,
    anchorWithin: 3600,
    now,
  };
  return {
    database,
    sealer,
    company,
    provider,
    auditor,
    finalTime: () => finalTime,
    async accept(record) {
      await acceptRecord(intake, record.submission);
      return record;
    },
    async seal() {
      const outcome: BatchHeader | SealWaiting = await sealOnce(sealer);
      if ('waiting' in outcome) throw new Error(`nothing was sealed: ${outcome.waiting}`);
      return outcome;
    },
    async anchor(header) {
      finalTime += STEP;
      await anchorBatch(pool, header, finalTime);
      await moveFinal(pool, finalTime);
    },
  };
}
