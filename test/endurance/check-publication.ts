import { hashHeader } from '../../core/batches/batch.ts';
import { openPolicyReader } from '../../jobs/verify/policy-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readChainBatches } from '../../operator/chain-batches.ts';
import { openCopy, type PublishedCopy } from '../../client/publication/copy.ts';
import type { BatchFile } from '../../core/publication/format.ts';
import type { LedgerEvidence } from './ledger-check.ts';

/** How much a publication holds. */
export interface PublicationCount {
  readonly batches: number;
  readonly records: number;
}

/**
 * Checks that a publication holds every batch of the chain, complete and with the receipts that clients have. Returns how much
 * it holds.
 * @throws Error that lists what is wrong
 */
export async function checkPublication(
  folder: string,
  { policy, receipts }: LedgerEvidence,
): Promise<PublicationCount> {
  const reader = await openPolicyReader(policy);
  if (reader === null) throw new Error('the policy names no endpoints');
  const copy = openCopy(folder);
  const kept = new Map(receipts.map((receipt) => [receipt.record, receipt.signature]));
  const problems: string[] = [];
  let [batches, records] = [0, 0];
  let last: Hex | null = null;
  for await (const name of readChainBatches(reader)) {
    const file = await copy.batch(name);
    if (file === null) problems.push(`the publication lacks batch ${name.number}`);
    else records += await checkBatch(copy, file, name.id, kept, problems);
    batches++;
    last = name.id;
  }
  const latest = (await copy.latest())?.id ?? null;
  if (latest !== last)
    problems.push(`the last published batch is ${latest}, expected ${last} as on the chain`);
  if (problems.length > 0)
    throw new Error(`the publication is wrong or incomplete:\n${problems.slice(0, 20).join('\n')}`);
  return { batches, records };
}

/** Returns how many records are in the file of a batch. */
async function checkBatch(
  copy: PublishedCopy,
  file: BatchFile,
  id: Hex,
  kept: ReadonlyMap<Hex, Hex>,
  problems: string[],
): Promise<number> {
  const { number, recordCount } = file.header;
  if (hashHeader(file.header) !== id)
    problems.push(`the header of batch ${number} differs from the one on the chain`);
  let count = 0;
  for await (const { id: record, receipt } of copy.records(file)) {
    count++;
    if (kept.get(record) !== receipt.signature)
      problems.push(`the receipt of ${record} differs from the one that a client has`);
  }
  if (count !== recordCount) problems.push(`batch ${number} has ${count} records, expected ${recordCount}`);
  return count;
}
