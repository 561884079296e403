import * as z from 'zod';
import { type Domain, domainSchema, hashDigest } from '../../core/hashing/domain.ts';
import {
  type Entry,
  checkDistinctKeys,
  encodeEntry,
  entrySchema,
  hashEncoded,
  jsonObjectSchema,
} from '../../core/records/entry.ts';
import { BadInput } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { readCitation } from '../../core/records/derivation.ts';
import { isAnswer, KINDS } from '../../core/records/kind.ts';
import { hashRecord, hashStream } from '../../core/records/record.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { type Recover, recoverAddress } from '../../core/hashing/signature.ts';
import { readAddressees } from '../../core/records/addressees.ts';
import { answersOf, checkStatement } from '../../core/records/statement.ts';
import type { AcceptedRecord } from '../../db/records/records.ts';
import { Refusal } from '../errors/refusals.ts';

/** The body of `POST /v1/records`. */
export const submissionSchema = z.strictObject({
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: z.string().meta({ pattern: '^0x[0-9a-f]{130}$' }),
  /** All entries of the record. Without them the ledger stores only their root. */
  entries: z.array(entrySchema).optional(),
  /** Whether anyone may read the entries. */
  public: z.boolean().optional(),
  /** The domain that was signed for. It lets the server tell a wrong domain from an unknown key. */
  domain: domainSchema.optional(),
});

/** A submission that is valid in itself. It was not compared with the registry or other records. */
export type Submission = Omit<AcceptedRecord, 'receipt'> & {
  /** The record that it answers; null if its kind answers none, or if it is a replay. */
  readonly answers: Hex | null;
  /** The results that the entries of a disclosure cite. */
  readonly cited: readonly Hex[];
  /** The parties that it is meant for. */
  readonly addressees: readonly Hex[];
};

/** A submission whose entries were not compared with the record yet; null if none were sent. */
export type ParsedSubmission = Omit<Submission, 'entriesText'> & {
  readonly entries: readonly Entry[] | null;
};

/**
 * Parses a submission, and recovers who signed it for the domain of this ledger.
 * @throws BadInput with the code of the invalid value; Refusal `wrong-domain`
 */
export function parseSubmission(value: unknown, domain: Domain, recover: Recover): ParsedSubmission {
  const parsed = parseWith(submissionSchema, value);
  const { record, statement, entries = null } = parsed;
  const statementText = checkStatement(record, statement);
  checkDomain(parsed.domain, domain);
  const id = hashRecord(record);
  const signer = recoverAddress(hashDigest(domain, id), parsed.signature, recover);
  checkLength(statementText);
  return {
    id,
    stream: hashStream(record),
    record,
    statementText,
    answers: isAnswer(record.kind) ? answersOf(statement) : null,
    cited: record.kind === KINDS.disclosure ? listCited(entries ?? []) : [],
    addressees: readAddressees(statement),
    signature: parsed.signature as Hex,
    signer,
    entries,
    publicEntries: parsed.public ?? false,
  };
}

function listCited(entries: readonly Entry[]): Hex[] {
  return [...new Set(entries.flatMap(({ detail }) => readCitation(detail)?.result ?? []))];
}

/**
 * Checks that entries are those of the record, and returns their text; null if none were sent.
 * @throws BadInput `entries-root`, or the code of an invalid entry
 */
export function encodeEntries({
  record,
  entries,
}: Pick<ParsedSubmission, 'record' | 'entries'>): string | null {
  if (entries === null) return null;
  const encoded = entries.map((entry, index) => {
    try {
      return encodeEntry(entry);
    } catch (error) {
      throw error instanceof BadInput ? locate(error, `entries.${index}`) : error;
    }
  });
  checkDistinctKeys(entries);
  const root = hashEncoded(encoded);
  if (root === record.entries) return `[${encoded.map(({ text }) => text).join(',')}]`;
  throw new BadInput(
    'entries-root',
    `the entries have the root ${root}, the record names ${record.entries}`,
    root,
    'entries',
  );
}

/** The longest statement, in bytes. Lists and replays have hundreds of them in memory at once. */
const MAX_STATEMENT = 64 << 10;

/** Checks that a statement is short enough. @throws BadInput `json-too-large` */
function checkLength(statementText: string): void {
  const bytes = Buffer.byteLength(statementText);
  if (bytes <= MAX_STATEMENT) return;
  throw new BadInput(
    'json-too-large',
    `the statement has ${bytes} bytes, expected at most ${MAX_STATEMENT}: put long texts into entries`,
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
  throw new Refusal(
    'wrong-domain',
    `expected a signature for ledger ${domain.ledger} on chain ${domain.chainId}, got one for ${signed.ledger} on chain ${signed.chainId}`,
    {
      expected: domain,
      actual: signed,
    },
  );
}
