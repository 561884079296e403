import type { BatchHeader } from '../../core/batches/batch.ts';
import { type TestDatabase, createTestDatabase } from './postgres.ts';
import { type SeededLedger, seedLedger } from './seeded-ledger.ts';
import type { SignedRecord } from './signed-record.ts';

/** A seeded ledger in a database of its own. */
export interface TestLedger extends Omit<SeededLedger, 'accept' | 'anchor' | 'finalise' | 'publish'> {
  readonly database: TestDatabase;
  accept(record: SignedRecord): Promise<SignedRecord>;
  /** Anchors a header and lets the chain go on until that is final. */
  anchor(header: BatchHeader): Promise<void>;
}

/** Returns a ledger with a party of each role and no records. */
export async function createTestLedger(): Promise<TestLedger> {
  const database = await createTestDatabase();
  const seeded = await seedLedger(database.pool);
  return {
    ...seeded,
    database,
    async accept(record) {
      await seeded.accept(record);
      return record;
    },
    async anchor(header) {
      await seeded.anchor(header);
      await seeded.finalise();
    },
  };
}
