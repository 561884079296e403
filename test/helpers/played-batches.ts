import type { Pool } from 'pg';
import type { BatchHeader } from '../../core/batches/batch.ts';
import type { ChainedLedger } from './chained-ledger.ts';
import { makeEntry, type SignedRecord } from './signed-record.ts';

/** The batches and records played on a ledger. */
export interface PlayedBatches {
  readonly headers: BatchHeader[];
  readonly records: Readonly<
    Record<'dataset' | 'disclosure' | 'restated' | 'assurance' | 'decision' | 'alone', SignedRecord>
  >;
}

/**
 * Publishes three batches and makes them final. 1: a dataset with public entries and a disclosure with private ones. 2: an
 * assurance of the disclosure, its restatement and a decision on it. 3: another record of the first party.
 */
export async function playBatches(ledger: ChainedLedger, pool: Pool, folder: string): Promise<PlayedBatches> {
  const { chain } = ledger;
  const { company, provider, auditor, exchange } = ledger.parties;
  const dataset = ledger.sign({
    by: provider,
    subject: 'factors/cn',
    entries: [makeEntry('b', '2'), makeEntry('a', '1.5')],
  });
  const entries = [makeEntry('scope1', '12.5')];
  const disclosure = ledger.sign({ by: company, kind: 'disclosure', sources: [dataset], entries });
  const restated = ledger.sign({
    by: company,
    kind: 'disclosure',
    after: disclosure,
    statement: { change: 'restatement', reason: 'späte Rechnung ✓' },
  });
  const assurance = ledger.sign({ by: auditor, kind: 'assurance', answers: disclosure });
  const decision = ledger.sign({ by: exchange, kind: 'decision', answers: disclosure, sources: [assurance] });
  const alone = ledger.sign({ by: provider, subject: 'factors/de' });
  const records = { dataset, disclosure, restated, assurance, decision, alone };
  await ledger.index(pool);
  await ledger.accept(pool, dataset, true);
  const headers = [
    await ledger.publish(pool, folder, disclosure),
    await ledger.publish(pool, folder, assurance, restated, decision),
    await ledger.publish(pool, folder, alone),
  ];
  // Authority is checked as of a final block later than the anchoring.
  await chain.mineAt((await chain.head()).time + 60);
  await chain.mine(4);
  await ledger.index(pool);
  return { headers, records };
}
