import { expect } from 'vitest';
import type { z } from 'zod';
import { openApi } from '../../client/http/api.ts';
import { batchViewSchema, statusSchema } from '../../server/http/schemas.ts';
import type { WholeLedger } from './whole-ledger.ts';

/** After this time a state will never be reached. */
const HANGS_MS = 300_000;

/** Returns the URL of an API process. */
export function apiUrl(ledger: WholeLedger): string {
  return ledger.apis().get('api-1')!;
}

/**
 * Resolves when keys and roles are valid: once the final block has a later time than their registration, since a batch is sealed one
 * second before it (§6). A later block is not enough: it may have the same time.
 */
export async function untilOpen(ledger: WholeLedger): Promise<void> {
  const readFinal = async (): Promise<number> => (await readStatus(ledger)).chain?.final?.time ?? 0;
  await expect.poll(readFinal, { timeout: HANGS_MS, interval: 200 }).toBeGreaterThan(ledger.registeredAt);
}

/** Resolves when nothing waits, and a block later than the newest anchor is final. Only such a block shows that no window closed before the anchor (§11). */
export async function untilAtRest(ledger: WholeLedger): Promise<void> {
  const rest = async (): Promise<string> => {
    const { sealed, final, queue, halted, chain } = await readStatus(ledger);
    if (halted !== null) return halted.message;
    if (queue.waiting > 0 || sealed !== final)
      return `${final} of ${sealed} batches final, ${queue.waiting} records wait`;
    const { anchor } = await openApi(apiUrl(ledger)).get(`/v1/batches/${sealed}`, batchViewSchema);
    return (chain?.final?.time ?? 0) > (anchor?.anchoredAt ?? Infinity)
      ? 'at rest'
      : 'no later block is final';
  };
  await expect.poll(rest, { timeout: HANGS_MS, interval: 500 }).toBe('at rest');
}

function readStatus(ledger: WholeLedger): Promise<z.infer<typeof statusSchema>> {
  return openApi(apiUrl(ledger)).get('/v1/status', statusSchema);
}
