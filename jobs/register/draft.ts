import * as z from 'zod';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { hashSchema, parseWith, signatureSchema } from '../../core/encoding/schema.ts';
import { BadInput } from '../../core/errors.ts';
import { type Domain, domainSchema } from '../../core/hashing/domain.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import type { Signer } from '../../client/keys/signer.ts';
import { recoverAddress, signDigest } from '../../core/hashing/signature.ts';
import { readAddressees } from '../../core/records/addressees.ts';
import { type Entry, entrySchema, hashEntries, jsonObjectSchema } from '../../core/records/entry.ts';
import { digestRecord, hashRecord, type LedgerRecord, parseRecord } from '../../core/records/record.ts';
import { recordSchema } from '../../core/records/record-schema.ts';
import { checkStatement } from '../../core/records/statement.ts';
import { addressTo } from './addressees.ts';
import { receiptSchema } from './receipt.ts';

/** The `format` of a record file. */
export const DRAFT_FORMAT = 'carbon-ledger-record/1';

const draftSchema = z.strictObject({
  format: z.literal(DRAFT_FORMAT),
  domain: domainSchema,
  record: recordSchema,
  statement: jsonObjectSchema,
  entries: z.array(entrySchema),
  /** The salts are derived from it; anyone who has it can open the whole record. */
  secret: hashSchema.nullable(),
  /** Whether anybody may read the entries. */
  public: z.boolean(),
  signature: signatureSchema.nullable(),
  receipt: receiptSchema.nullable(),
});

/** A record file: built, then signed, then registered. Its party keeps it; it has all figures and salts. */
export type Draft = z.infer<typeof draftSchema>;

/** Returns the text of a record file. */
export function formatDraft(draft: Draft): string {
  return `${JSON.stringify(draft, null, 2)}\n`;
}

/** Returns a record file as one line, for files of many records. */
export function formatDraftLine(draft: Draft): string {
  return `${JSON.stringify(draft)}\n`;
}

/**
 * Parses a record file, given as bytes or text. Its hashes are computed again and compared.
 * @throws BadInput with the code of the member that is wrong
 */
export function parseDraft(bytes: Uint8Array | string): Draft {
  return readDraftValue(parseJson(bytes, BUNDLE_JSON));
}

/** Checks a record file that was already read as JSON, and returns it. @throws BadInput as `parseDraft` */
export function readDraftValue(value: unknown): Draft {
  requireFormat(value);
  const draft = parseWith(draftSchema, value);
  checkDraft(draft);
  return draft;
}

/** @throws BadInput at `format` where the value is not a record file */
function requireFormat(value: unknown): void {
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format === DRAFT_FORMAT) return;
  const code = format === undefined ? 'missing-member' : 'wrong-type';
  const text = `this is not a record file: expected the format ${DRAFT_FORMAT}. ledger record build writes one`;
  throw new BadInput(code, text, format, 'format');
}

/** Checks that entries, statement and signature belong to the record. @throws BadInput */
export function checkDraft({ domain, record, statement, entries, signature }: Draft): void {
  parseRecord(record);
  checkStatement(record, statement);
  const root = hashEntries(entries);
  if (root !== record.entries) {
    throw new BadInput(
      'entries-root',
      `expected entries with the root ${record.entries}, got ${root}: the file was changed, build the record again`,
      root,
      'entries',
    );
  }
  signerOfDraft({ domain, record, signature });
}

/** A record file with a signature. */
export type SignedDraft = Draft & { readonly signature: Hex };

/** Parses a record file that must be signed. @throws BadInput `missing-member`, and as `parseDraft` */
export function parseSignedDraft(bytes: Uint8Array | string): SignedDraft {
  return requireSigned(parseDraft(bytes));
}

/** Returns a record file if it is signed. @throws BadInput `missing-member` */
export function requireSigned(draft: Draft): SignedDraft {
  const { signature } = draft;
  if (signature !== null) return { ...draft, signature };
  throw new BadInput('missing-member', 'the record is not signed: sign it with signDraft', null, 'signature');
}

/** Returns a record file signed with a private key of 32 bytes. It keeps its receipt only if the signature is the same as before. */
export function signDraft(draft: Draft, privateKey: Uint8Array): SignedDraft {
  const signature = signDigest(digestRecord(draft.domain, draft.record), privateKey);
  return putSignature(draft, signature);
}

/** As `signDraft`, but signed by a signer, such as a wallet. @throws WalletError */
export async function signDraftBy(draft: Draft, signer: Signer): Promise<SignedDraft> {
  return putSignature(draft, await signer.signRecord(draft));
}

/** A receipt is for one signature. */
function putSignature(draft: Draft, signature: Hex): SignedDraft {
  return { ...draft, signature, receipt: draft.signature === signature ? draft.receipt : null };
}

/** Returns the address whose key signed a record file; null for none. @throws BadInput `signature-…` */
export function signerOfDraft({
  domain,
  record,
  signature,
}: Pick<Draft, 'domain' | 'record' | 'signature'>): string | null {
  return signature === null ? null : recoverAddress(digestRecord(domain, record), signature);
}

/** What is sent to register a record file. The server refuses it without a signature. */
export type DraftSubmission<Of extends Draft> = Pick<Of, 'domain' | 'record' | 'statement' | 'signature'> &
  Partial<Pick<Of, 'entries' | 'public'>>;

/** Returns what is sent to register a record file: never its secret; its entries only with `withEntries`. */
export function submissionOf<Of extends Draft>(draft: Of, withEntries: boolean): DraftSubmission<Of> {
  const { domain, record, statement, signature, entries } = draft;
  const content = withEntries ? { entries, public: draft.public } : {};
  return { domain, record, statement, signature, ...content };
}

/** Returns the record id of a draft. */
export function idOfDraft({ record }: Pick<Draft, 'record'>): Hex {
  return hashRecord(record);
}

/** The parts of a record before it is hashed. */
export interface DraftParts {
  readonly domain: Domain;
  readonly record: Omit<LedgerRecord, 'entries' | 'statement'>;
  readonly statement: Draft['statement'];
  /** The parties that the record is meant for, by id or first identifier; they become `addressees` of the statement. */
  readonly addressees?: readonly string[];
  readonly entries: readonly Entry[];
  readonly secret: Hex | null;
  readonly public: boolean;
}

/** The last second of the year 9999: times after it are milliseconds. */
const LAST_TIME = 253_402_300_799;

/** Checks for mistakes that the protocol allows. @throws BadInput `salt`, `period`, `statement` */
function checkIntent({ entries, statement, public: isPublic }: DraftParts): void {
  readAddressees(statement);
  for (const { key, value, salt, from, until } of entries) {
    if (!isPublic && value !== null && salt === ZERO_HASH)
      throw new BadInput(
        'salt',
        `entry ${key} has no salt, but the record is not public: its value could be guessed from its hash`,
        salt,
        'entries',
      );
    if (Math.max(from, until) > LAST_TIME)
      throw new BadInput(
        'period',
        `entry ${key} has a time after the year 9999, ${Math.max(from, until)}: expected unix seconds, not milliseconds`,
        from,
        'entries',
      );
  }
}

/** Returns an unsigned draft from its parts, after checking it. @throws BadInput */
export function createDraft(parts: DraftParts): Draft {
  checkIntent(parts);
  const { domain, entries, secret } = parts;
  const statement = addressTo(parts.statement, parts.addressees ?? []);
  const record = { ...parts.record, entries: hashEntries(entries), statement: hashJson(statement) };
  const draft: Draft = {
    format: DRAFT_FORMAT,
    domain,
    record: { ...record, sources: [...record.sources] },
    statement,
    entries: [...entries],
    secret,
    public: parts.public,
    signature: null,
    receipt: null,
  };
  checkDraft(draft);
  return draft;
}
