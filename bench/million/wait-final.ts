import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';
import { openApi } from '../../client/http/api.ts';
import { batchViewSchema } from '../../server/http/schemas.ts';
import type { BenchLedger } from './ledger.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 500;
/** The wait fails if the ledger makes no progress for this long. */
const STALLED_MS = 180_000;

/**
 * Waits until every accepted record is in a final batch and the final block is later than its block, which a verifier needs (§11,
 * `authority`). Returns the number of batches.
 * @throws Error if the ledger halts or makes no progress
 */
export async function waitUntilFinal(ledger: BenchLedger, progress: Progress): Promise<number> {
  let [last, since] = ['', performance.now()];
  for (;;) {
    const { queue, sealed, anchored, final, halted, chain } = await ledger.status();
    if (halted !== null) throw new Error(`the ledger halted: ${halted.message}`);
    const isFinal = queue.waiting === 0 && sealed === final;
    if (isFinal && (chain?.final?.time ?? 0) > (await readNewestTime(ledger.url))) return final;
    const now = `${queue.waiting} records waiting; batches: ${sealed} sealed, ${anchored} anchored, ${final} final`;
    if (now !== last) {
      progress.note(now);
      [last, since] = [now, performance.now()];
    }
    if (performance.now() - since > STALLED_MS)
      throw new Error(`no progress for ${STALLED_MS / 1000} s: ${now}`);
    await wait(POLL_MS);
  }
}

/** Returns the time of the block that holds the newest batch, in unix seconds; 0 if there is no batch. */
async function readNewestTime(url: string): Promise<number> {
  const { items } = await openApi(url).get('/v1/batches?limit=1', pageSchema);
  return items[0]?.anchor?.anchoredAt ?? 0;
}

const pageSchema = z.object({ items: z.array(batchViewSchema), next: z.string().nullable() });

/** Returns how many records are in final batches, according to the HTTP interface. */
export async function countFinal(url: string): Promise<number> {
  let [records, cursor] = [0, ''];
  for (;;) {
    const { items, next } = await openApi(url).get(`/v1/batches?limit=500${cursor}`, pageSchema);
    for (const { state, header } of items) if (state === 'final') records += header.recordCount;
    if (next === null) return records;
    cursor = `&cursor=${next}`;
  }
}
