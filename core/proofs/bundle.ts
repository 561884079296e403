import { z } from 'zod';
import { headerSchema } from '../batches/batch.ts';
import { addressSchema } from '../hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../records/entry.ts';
import { BadInput } from '../errors.ts';
import { BUNDLE_JSON, formatJson, parseJson } from '../encoding/json.ts';
import { MAX_MAP_PROOF } from '../merkle/map/item.ts';
import { kindSchema, recordSchema } from '../records/record.ts';
import {
  hashSchema,
  hexSchema,
  keySchema,
  parseWith,
  signatureSchema,
  subjectSchema,
  timeSchema,
  uintSchema,
  withCode,
} from '../encoding/schema.ts';
import { MAX_TREE_PROOF } from '../merkle/tree.ts';

/** What a bundle's `format` says (§11). */
export const BUNDLE_FORMAT = 'carbon-ledger-proof/1';
/** The most records of a bundle (§11). */
export const MAX_BUNDLE_RECORDS = 1024;

const itemSchema = z.strictObject({ key: hashSchema, leaf: hashSchema });
const mapSiblings = z.array(hashSchema).max(MAX_MAP_PROOF);

export const anchorSchema = z.strictObject({
  anchoredAt: timeSchema,
  /** Hints, which the word in state outweighs. */
  transaction: hashSchema,
  block: uintSchema(),
  blockHash: hashSchema,
});

const inclusionSchema = z.strictObject({
  header: headerSchema,
  proof: z.array(hashSchema).max(MAX_TREE_PROOF),
});

const shownEntrySchema = z.strictObject({ ...entrySchema.shape, siblings: mapSiblings.nullable() });
const absentEntrySchema = z.strictObject({
  key: keySchema,
  end: itemSchema.nullable(),
  siblings: mapSiblings,
});

const bundleRecordSchema = z.strictObject({
  id: hashSchema,
  record: recordSchema,
  statement: jsonObjectSchema,
  signature: signatureSchema,
  entries: z
    .strictObject({ all: z.boolean(), shown: z.array(shownEntrySchema), absent: z.array(absentEntrySchema) })
    .refine(
      ({ all, shown }) => shown.every(({ siblings }) => (siblings === null) === all),
      withCode('wrong-type', 'siblings are null exactly when all is true'),
    ),
  inclusion: inclusionSchema,
  anchor: anchorSchema,
});

const headerAnchorSchema = z.strictObject({ header: headerSchema, anchor: anchorSchema });

const bundleHeadSchema = z.strictObject({
  ...headerAnchorSchema.shape,
  next: headerAnchorSchema.nullable(),
  party: hashSchema,
  holder: z.strictObject({ streams: hashSchema }).nullable(),
  holderEnd: itemSchema.nullable(),
  holderSiblings: mapSiblings,
  kind: kindSchema,
  subject: subjectSchema,
  head: z.strictObject({ sequence: uintSchema(1), record: hashSchema }).nullable(),
  end: itemSchema.nullable(),
  siblings: mapSiblings,
});

const bundlePartySchema = z.strictObject({
  ...headerAnchorSchema.shape,
  next: headerAnchorSchema.nullable(),
  party: hashSchema,
  holderSiblings: mapSiblings,
  heads: z.array(
    z.strictObject({ kind: kindSchema, subject: subjectSchema, sequence: uintSchema(1), record: hashSchema }),
  ),
});

const bundleWindowSchema = z
  .strictObject({
    party: hashSchema,
    role: z
      .union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16), z.literal(32)])
      .nullable(),
    key: addressSchema.nullable(),
    index: uintSchema(),
    from: timeSchema,
    until: timeSchema,
  })
  .refine(
    ({ role, key }) => (role === null) !== (key === null),
    withCode('wrong-type', 'of role and key one is null'),
  );

/** Bytes of any length. No group repeats in the pattern: V8 would stack one frame a byte. */
const bytesSchema = z
  .string()
  .refine(
    (value) => value.length % 2 === 0 && /^0x[0-9a-f]*$/.test(value),
    withCode('hex-syntax', 'not lower-case 0x hex'),
  )
  .meta({ pattern: '^0x([0-9a-f]{2})*$' });

export const bundleSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  chainId: uintSchema(1),
  ledger: addressSchema,
  records: z.array(bundleRecordSchema).min(1).max(MAX_BUNDLE_RECORDS),
  history: z.array(
    z.strictObject({
      id: hashSchema,
      record: recordSchema,
      signature: signatureSchema,
      inclusion: inclusionSchema,
      anchor: anchorSchema,
    }),
  ),
  heads: z.array(bundleHeadSchema),
  parties: z.array(bundlePartySchema),
  windows: z.array(bundleWindowSchema),
  stateProofs: z.array(
    z.strictObject({
      block: bytesSchema,
      address: addressSchema,
      accountProof: z.array(bytesSchema),
      storage: z.array(
        z.strictObject({ slot: hashSchema, value: hexSchema(32), proof: z.array(bytesSchema) }),
      ),
    }),
  ),
});

/** A proof file: a flat list of records with what shows that they are registered (§11). */
export type Bundle = z.infer<typeof bundleSchema>;
export type BundleRecord = z.infer<typeof bundleRecordSchema>;
export type BundleHead = z.infer<typeof bundleHeadSchema>;
export type BundleAnchor = z.infer<typeof anchorSchema>;
export type ShownEntry = z.infer<typeof shownEntrySchema>;

/**
 * Returns the bundle in a file of `*.carbon-proof.json`, which must be byte for byte the JCS of its parse (§11).
 * @throws BadInput `json-…`, or the code of the member that is wrong
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  const value = parseJson(bytes, BUNDLE_JSON);
  const canonical = new TextEncoder().encode(formatJson(value, BUNDLE_JSON));
  if (canonical.length !== bytes.length || canonical.some((byte, at) => byte !== bytes[at])) {
    throw new BadInput('json-not-canonical', 'the file is not byte for byte the RFC 8785 form of its value');
  }
  return parseWith(bundleSchema, value);
}

/** Returns the text of a bundle's file: its JCS, without a line end (§11). @throws BadInput when it is no bundle */
export function formatBundle(bundle: Bundle): string {
  return formatJson(parseWith(bundleSchema, bundle), BUNDLE_JSON);
}
