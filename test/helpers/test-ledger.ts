import type { BatchHeader } from '../../core/batches/batch.ts';
import { type TestDatabase, createTestDatabase } from './postgres.ts';
import { type SeededLedger, seedLedger } from './seeded-ledger.ts';
import type { SignedRecord } from './signed-record.ts';

/** A seeded ledger in its own database. */
export interface TestLedger extends Omit<SeededLedger, 'accept' | 'anchor' | 'finalise' | 'publish'> {
  readonly database: TestDatabase;
  accept(record: SignedRecord): Promise<SignedRecord>;
  /** Anchors a header and makes the block final. */
  anchor(header: BatchHeader): Promise<void>;
}

/** Creates a ledger with registered parties and without records. */
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
