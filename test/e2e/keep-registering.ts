import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { openApi } from '../../client/http/api.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { KINDS } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord } from '../../core/records/record.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { ACTORS } from '../../devnet/stack/actors.ts';

/** A client that registers one record after another. */
export interface Registering {
  /** Ids of the records that have a receipt. */
  acknowledged(): readonly Hex[];
  /** Resolves when so many records have a receipt. */
  reached(count: number): Promise<void>;
  /** Stops, and waits for the request in progress. */
  stop(): Promise<void>;
}

const answerSchema = z.object({ id: z.string(), receipt: z.object({ record: z.string() }) });

/** Registers datasets of the example's provider, all in one new stream, until it is stopped or a request fails. */
export function keepRegistering({
  url,
  domain,
  keyFile,
}: {
  url: string;
  domain: Domain;
  keyFile: string;
}): Registering {
  const api = openApi(url);
  const party = hashParty(ACTORS.provider.identifier);
  const subject = `load/${randomBytes(4).toString('hex')}`;
  const acknowledged: Hex[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let stopped = false;
  const run = async (): Promise<void> => {
    const key = bytesOf((await readFile(keyFile, 'utf8')).trim() as Hex);
    while (!stopped) {
      const statement = { title: `load ${acknowledged.length + 1}`, period: '', standard: '' };
      const record: LedgerRecord = {
        party,
        kind: KINDS.dataset,
        subject,
        sequence: acknowledged.length + 1,
        previous: acknowledged.at(-1) ?? ZERO_HASH,
        entries: ZERO_HASH,
        sources: [],
        statement: hashJson(statement),
      };
      const signature = signDigest(digestRecord(domain, record), key);
      const answered = await api
        .post('/v1/records', { record, statement, signature }, answerSchema)
        .catch(() => null);
      if (answered === null) return;
      acknowledged.push(hashRecord(record));
      for (const { count, resolve } of waiting) if (acknowledged.length >= count) resolve();
    }
  };
  const running = run();
  return {
    acknowledged: () => acknowledged,
    reached: (count) =>
      Promise.race([
        new Promise<void>((resolve) => waiting.push({ count, resolve })),
        running.then(() => {
          throw new Error(`the ledger stopped answering after ${acknowledged.length} records`);
        }),
      ]),
    stop: async () => {
      stopped = true;
      await running;
    },
  };
}
