import * as z from 'zod';
import { headerSchema } from '../batches/batch.ts';
import { addressSchema } from '../hashing/domain.ts';
import { entrySchema, jsonObjectSchema } from '../records/entry.ts';
import { BadInput } from '../errors.ts';
import {
  BUNDLE_JSON,
  type Json,
  type JsonForm,
  checkJsonLength,
  decodeUtf8,
  formOfJson,
  formatJson,
  readJson,
} from '../encoding/json.ts';
import { scanJson } from '../encoding/json-scanner.ts';
import { MAX_MAP_PROOF } from '../merkle/map/item.ts';
import { kindSchema, recordSchema } from '../records/record-schema.ts';
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
import { checkNothingRepeated } from './repeated.ts';
import { MAX_TREE_PROOF } from '../merkle/tree.ts';

/** The `format` of every proof file (§11). */
export const BUNDLE_FORMAT = 'carbon-ledger-proof/1';
/** The maximum number of records in a proof file (§11). */
export const MAX_BUNDLE_RECORDS = 1024;
/** The maximum number of heads, links, parties and windows in a proof file that one verification follows (§11). */
export const MAX_BUNDLE_EVIDENCE = 4096;

const itemSchema = z.strictObject({ key: hashSchema, leaf: hashSchema });
const mapSiblings = z.array(hashSchema).max(MAX_MAP_PROOF);

export const anchorSchema = z.strictObject({
  anchoredAt: timeSchema,
  /** Transaction and block are hints: the word in the contract's state decides. */
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
      withCode('wrong-type', 'expected siblings to be null exactly when all is true'),
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
    withCode('wrong-type', 'expected exactly one of role and key to be null'),
  );

/** Bytes of any length. The pattern has no repeated group, as V8 would use one stack frame for each byte. */
const bytesSchema = z
  .string()
  .refine(
    (value) => value.length % 2 === 0 && /^0x[0-9a-f]*$/.test(value),
    withCode('hex-syntax', 'expected lower-case 0x hex of whole bytes'),
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

/** A proof file: a flat list of records with the evidence that they are registered (§11). Code calls it `Bundle`. */
export type Bundle = z.infer<typeof bundleSchema>;
/** A record in a proof file, with the entries that it shows. */
export type BundleRecord = z.infer<typeof bundleRecordSchema>;
export type BundleHead = z.infer<typeof bundleHeadSchema>;
export type BundleAnchor = z.infer<typeof anchorSchema>;
export type ShownEntry = z.infer<typeof shownEntrySchema>;

/**
 * Returns the content of a proof file, `*.carbon-proof.json`, which must be in canonical form: byte for byte the JCS of its value
 * (§11). A hostile file is refused before much is built from it: its size, bounds, JSON, schema and form are checked in this order.
 * @example
 * parseBundle(new TextEncoder().encode('{ }')) // → throws missing-member at format
 * @throws BadInput `json-…`, or the code of the wrong member
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  const { bundle, form } = readBundle(bytes);
  if (form === 'canonical') return bundle;
  throw new BadInput('json-not-canonical', `the proof file ${FORMS[form]}. ${NORMALISE}`);
}

/** Returns a proof file in canonical form: the same values as in the given one, which an editor or a program may have reformatted. @throws BadInput as `parseBundle` does, except for the form */
export function normaliseBundle(bytes: Uint8Array): string {
  return formatJson(readBundle(bytes).bundle, BUNDLE_JSON);
}

const NORMALISE = 'Use the file exactly as it was written, or rewrite it: ledger proof normalise <file>';
const FORMS: Readonly<Record<Exclude<JsonForm, 'canonical'>, string>> = {
  'line-end': 'ends with a line end or spaces, as some editors add them',
  'pretty-printed': 'is pretty-printed: it has spaces or line breaks between its values',
  other:
    'is not in canonical form (RFC 8785): a program wrote its members in another order, or its texts with other escapes',
};

/** Checks over its bytes that a proof file does not hold more than §11 allows. @throws BadInput `json-depth`, `bundle-limit` */
export function checkBounds(bytes: Uint8Array): void {
  scanJson(bytes, BUNDLE_JSON);
}

function readBundle(bytes: Uint8Array): { readonly bundle: Bundle; readonly form: JsonForm } {
  checkJsonLength(bytes.length, BUNDLE_JSON);
  checkBounds(bytes);
  const text = decodeUtf8(bytes);
  const value = readJson(text, BUNDLE_JSON);
  checkFormat(value);
  const bundle = parseWith(bundleSchema, value);
  checkNothingRepeated(bundle);
  return { bundle, form: formOfJson(value, text) };
}

/** The first thing to say of a file that is something else. */
function checkFormat(value: Json): void {
  const format =
    typeof value === 'object' && value !== null && 'format' in value ? value['format'] : undefined;
  if (format === BUNDLE_FORMAT) return;
  throw new BadInput(
    format === undefined ? 'missing-member' : 'wrong-type',
    `this is not a proof file: expected the format ${BUNDLE_FORMAT}. ledger proof <record id> writes one`,
    format,
    'format',
  );
}

/**
 * Returns the text of a proof file: its JCS, without a line end (§11).
 * @example
 * formatBundle({ format: BUNDLE_FORMAT }) // → throws missing-member at chainId
 * @throws BadInput when it is not a valid proof file
 */
export function formatBundle(bundle: Bundle): string {
  return formatJson(parseWith(bundleSchema, bundle), BUNDLE_JSON);
}
