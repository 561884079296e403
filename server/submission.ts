import { z } from 'zod';
import { type Domain, domainSchema } from '../core/domain.ts';
import { entrySchema, hashEntries, jsonObjectSchema, parseEntry } from '../core/entry.ts';
import { BadInput } from '../core/errors.ts';
import type { Hex } from '../core/hex.ts';
import type { JsonObject } from '../core/json.ts';
import { type LedgerRecord, digestRecord, hashRecord, hashStream, recordSchema } from '../core/record.ts';
import { parseWith } from '../core/schema.ts';
import { type Recover, recoverAddress } from '../core/signature.ts';
import { checkStatement } from '../core/statement.ts';
import type { AcceptedRecord } from '../db/records.ts';
import { Refusal } from './refusals.ts';

/** What `POST /v1/records` takes. */
export const submissionSchema = z.strictObject({
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: z.string().meta({ pattern: '^0x[0-9a-f]{130}$' }),
  /** The record's entries, all of them; without them the ledger holds their root only. */
  entries: z.array(entrySchema).optional(),
  /** Whether anyone may read the entries. */
  public: z.boolean().optional(),
  /** The domain that was signed in, so that a wrong one can be told from an unknown key. */
  domain: domainSchema.optional(),
});

/** A submission that is well formed in itself: nothing of it was compared with the registry or with other records. */
export type Submission = Omit<AcceptedRecord, 'receipt'>;

/**
 * Returns a submission read from outside, in the domain of this ledger. Its entries are not compared with the record yet: that
 * costs more than all else, so that `checkEntries` is for submissions of those who may write.
 * @throws BadInput with the code of the value that is wrong; Refusal `wrong-domain`
 */
export function parseSubmission(value: unknown, domain: Domain, recover: Recover): Submission {
  const parsed = parseWith(submissionSchema, value);
  const { record, statement, entries = null } = parsed;
  checkStatement(record, statement);
  checkDomain(parsed.domain, domain);
  const signer = recoverAddress(digestRecord(domain, record), parsed.signature, recover);
  return {
    id: hashRecord(record),
    stream: hashStream(record),
    record,
    statement,
    signature: parsed.signature as Hex,
    signer,
    entries,
    publicEntries: parsed.public ?? false,
  };
}

/**
 * Checks that entries, where they were sent, are those of the record.
 * @throws BadInput `entries-root`, or the code of what is wrong with one of them
 */
export function checkEntries({
  record,
  entries,
}: Pick<Submission, 'entries'> & {
  readonly record: Pick<LedgerRecord, 'entries'>;
}): void {
  if (entries === null) return;
  entries.forEach((entry, index) => {
    try {
      parseEntry(entry);
    } catch (error) {
      throw error instanceof BadInput ? locate(error, `entries.${index}`) : error;
    }
  });
  const root = hashEntries(entries);
  if (root === record.entries) return;
  throw new BadInput(
    'entries-root',
    `the entries have the root ${root}, the record names ${record.entries}`,
    root,
    'entries',
  );
}

/** The longest statement that is taken, in bytes: lists and replays hold hundreds of them in memory at once. */
const MAX_STATEMENT = 64 << 10;

/** Checks that a statement is short enough. @throws BadInput `json-too-large` */
export function checkLength(statement: JsonObject): void {
  const bytes = Buffer.byteLength(JSON.stringify(statement));
  if (bytes <= MAX_STATEMENT) return;
  throw new BadInput(
    'json-too-large',
    `the statement has ${bytes} bytes, this ledger takes at most ${MAX_STATEMENT}: put documents into entries`,
    bytes,
    'statement',
  );
}

function locate({ code, message, value, path, cause }: BadInput, within: string): BadInput {
  return new BadInput(
    code,
    `${within}: ${message}`,
    value,
    path === '' ? within : `${within}.${path}`,
    cause,
  );
}

function checkDomain(signed: Domain | undefined, domain: Domain): void {
  if (signed === undefined || (signed.chainId === domain.chainId && signed.ledger === domain.ledger)) return;
  throw new Refusal('wrong-domain', `signed for ledger ${signed.ledger} on chain ${signed.chainId}`, {
    expected: domain,
    actual: signed,
  });
}
