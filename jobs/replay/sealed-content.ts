import * as z from 'zod';
import { formatJson, type JsonObject } from '../../core/encoding/json.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { hashSchema, uintSchema } from '../../core/encoding/schema.ts';
import { keccakText } from '../../core/hashing/keccak.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { hashRecord, type LedgerRecord } from '../../core/records/record.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { LINE } from '../../client/publication/lines.ts';

/** The types of a record (§5), without any rule: also a record that nobody may seal has a hash. */
const hashedSchema = z.object({
  party: hashSchema,
  kind: z.number().int().min(0).max(255),
  subject: z.string(),
  sequence: uintSchema(),
  previous: hashSchema,
  entries: hashSchema,
  sources: z.array(hashSchema),
  statement: hashSchema,
});

/**
 * Tells what of a published line was sealed under its id: record and statement (`all`), such that break the rules of §2 to §5
 * (`malformed`), or something else than the line holds (`other`). Only the second one proves something against the operator: the
 * server of a copy may change it.
 */
export function findSealed({ id, record, statement }: JsonObject): 'all' | 'malformed' | 'other' {
  const hashed = hashedSchema.safeParse(record);
  if (!hashed.success || hashRecord(hashed.data as LedgerRecord) !== id) return 'other';
  if (!recordSchema.safeParse(hashed.data).success) return 'malformed';
  if (hashLoosely(statement) !== hashed.data.statement) return 'other';
  return isStatement(statement) ? 'all' : 'malformed';
}

/** Returns the hash of JSON that may be deeper than §2 allows; null where it has none. */
function hashLoosely(value: unknown): string | null {
  try {
    return formatHex(keccakText(formatJson(value, LINE)));
  } catch {
    return null;
  }
}

function isStatement(value: unknown): boolean {
  return jsonObjectSchema.safeParse(value).success;
}
