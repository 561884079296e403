import type { Pool } from 'pg';
import type { BatchHeader } from '../../core/batches/batch.ts';
import { recoverByNoble } from '../../core/hashing/signature.ts';
import { openIntake } from '../../server/intake/intake.ts';
import { type SealerDeps, sealOnce } from '../../server/sealing/sealer.ts';
import { keepLog } from './keep-log.ts';
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

/** Time of the final block when a seeded ledger begins. */
export const SEED_FINAL = 1_750_000_000;

/** A ledger in a database. Intake and sealer are real; the test stores the chain's data. */
export interface SeededLedger {
  readonly company: TestParty;
  readonly provider: TestParty;
  readonly auditor: TestParty;
  readonly exchange: TestParty;
  /** The arguments of the sealer. */
  readonly sealer: SealerDeps;
  /** Returns the time of the newest final block. */
  readonly finalTime: () => number;
  /** Registers records, in order. */
  accept(...records: readonly SignedRecord[]): Promise<void>;
  /** Seals the waiting records immediately and does not anchor the batch. @throws Error if nothing is sealed */
  seal(): Promise<BatchHeader>;
  /** Anchors a batch in a block that is not final yet. */
  anchor(header: BatchHeader): Promise<void>;
  /** Makes all blocks final. */
  finalise(): Promise<void>;
  /** Registers records, seals and anchors them, and makes the block final. */
  publish(...records: readonly SignedRecord[]): Promise<BatchHeader>;
}

/** Stores a ledger with a company, a provider, an auditor and an exchange, registered long ago. */
export async function seedLedger(pool: Pool): Promise<SeededLedger> {
  await seedChain(pool, SEED_FINAL);
  const parties = {
    company: await seedParty(pool, { identifier: 'test:company', roles: ['company'], from: 1000 }),
    provider: await seedParty(pool, { identifier: 'test:provider', roles: ['provider'], from: 1000 }),
    auditor: await seedParty(pool, { identifier: 'test:auditor', roles: ['auditor'], from: 1000 }),
    exchange: await seedParty(pool, { identifier: 'test:exchange', roles: ['exchange'], from: 1000 }),
  };
  let time = SEED_FINAL;
  const now = (): number => time;
  const intake = {
    pool,
    domain: TEST_DOMAIN,
    recover: recoverByNoble,
    operatorKey: makeKey('operator').privateKey,
    anchorWithin: 3600,
    now,
    log: keepLog(),
  };
  const sealer = {
    pool,
    log: keepLog(),
    maxRecords: 1000,
    maxAge: 0,
    maxDelay: 21_600,
    readNextTime: () => Promise.resolve(time),
    now,
  };
  const ledger: SeededLedger = {
    ...parties,
    sealer,
    finalTime: now,
    accept: async (...records) => {
      for (const { submission } of records) await openIntake(intake).accept(submission);
    },
    seal: async () => {
      const sealed = await sealOnce(sealer);
      if ('waiting' in sealed) throw new Error(`nothing was sealed: ${sealed.waiting}`);
      return sealed;
    },
    anchor: (header) => anchorBatch(pool, header, (time += 10)),
    finalise: () => moveFinal(pool, (time += 10)),
    publish: async (...records) => {
      await ledger.accept(...records);
      const header = await ledger.seal();
      await ledger.anchor(header);
      await ledger.finalise();
      return header;
    },
  };
  return ledger;
}
