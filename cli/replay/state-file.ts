import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { type Domain, domainSchema } from '../../core/hashing/domain.ts';
import { HASH_BYTES } from '../../core/hashing/hash-order.ts';
import { REPLAY_CODES, type ReplayCode } from '../../jobs/replay/replay-codes.ts';
import { ReplayError } from '../../jobs/replay/replay-error.ts';

/** The format of the folder of a replay. */
export const STATE_FORMAT = 'carbon-ledger-replay/2';
export const STATE_FILE = 'state.json';
export const FILES = ['parties', 'streams', 'records'] as const;
/** A file of rows. */
export type FileName = (typeof FILES)[number];

/** Bytes of a row: a party; a stream and its party; a record, its stream, its sequence, and whether it moved its head. */
export const ROW: Readonly<Record<FileName, number>> = {
  parties: HASH_BYTES,
  streams: HASH_BYTES + 4,
  records: HASH_BYTES + 4 + 8 + 1,
};

const codeSchema = z.enum(Object.keys(REPLAY_CODES) as [ReplayCode, ...ReplayCode[]]);

const stateSchema = z.strictObject({
  format: z.literal(STATE_FORMAT),
  domain: domainSchema,
  rows: z.strictObject({ parties: uintSchema(), streams: uintSchema(), records: uintSchema() }),
  /** SHA-256 of the rows of each file. */
  digests: z.strictObject({ parties: z.string(), streams: z.string(), records: z.string() }),
  progress: z.strictObject({
    number: uintSchema(),
    header: hashSchema,
    sealedAt: uintSchema(),
    anchoredAt: uintSchema(),
    block: uintSchema(),
    heads: hashSchema,
    records: uintSchema(),
    counts: z.partialRecord(codeSchema, uintSchema()),
    findings: z.array(
      z.strictObject({
        code: codeSchema,
        batch: uintSchema(),
        record: z.string().nullable(),
        message: z.string(),
      }),
    ),
  }),
});

/** What `state.json` holds. */
export type SavedState = z.infer<typeof stateSchema>;

/** Reads `state.json`; null if there is none. @throws ReplayError `state-damaged`, `state-differs` */
export async function readState(folder: string, domain: Domain): Promise<SavedState | null> {
  const bytes = await readFile(join(folder, STATE_FILE)).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  });
  if (bytes === null) return null;
  const saved = parseState(folder, bytes);
  if (saved.domain.chainId === domain.chainId && saved.domain.ledger === domain.ledger) return saved;
  throw new ReplayError(
    'state-differs',
    `${folder} belongs to ledger ${saved.domain.ledger} on chain ${saved.domain.chainId}, expected ${domain.ledger} on chain ${domain.chainId}. Name another folder with --state, or start over with --fresh.`,
  );
}

function parseState(folder: string, bytes: Uint8Array): SavedState {
  try {
    return parseWith(stateSchema, parseJson(bytes));
  } catch (cause) {
    throw damaged(folder, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Returns the error for a state that does not fit together. */
export function damaged(folder: string, why: string, cause?: unknown): ReplayError {
  return new ReplayError(
    'state-damaged',
    `The state in ${folder} is damaged: ${why}. Start over with --fresh.`,
    cause,
  );
}
