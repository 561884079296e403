import * as z from 'zod';
import { addressSchema } from '../hashing/domain.ts';
import { hashSchema, hexSchema, keySchema, parseWith, uintSchema } from '../encoding/schema.ts';
import { parseJson } from '../encoding/json.ts';

/** The `format` of every policy (§11). */
export const POLICY_FORMAT = 'carbon-ledger-policy/1';

/** All checks, in the order in which they are reported (§11). */
export const CHECKS = [
  'format',
  'entries',
  'statement',
  'record',
  'signature',
  'inclusion',
  'anchor',
  'finality',
  'authority',
  'order',
  'currentness',
  'completeness',
  'sources',
  'faults',
  'reperformance',
] as const;

/** The name of a check. */
export type CheckName = (typeof CHECKS)[number];

/** The checks that every policy requires (§11). */
export const REQUIRED_CHECKS: readonly CheckName[] = [
  'format',
  'entries',
  'statement',
  'record',
  'signature',
  'inclusion',
  'anchor',
  'finality',
  'authority',
  'sources',
];

const contractSchema = z.strictObject({ address: addressSchema, codeHash: hashSchema.nullable() });

export const policySchema = z.strictObject({
  format: z.literal(POLICY_FORMAT),
  chainId: uintSchema(1),
  ledger: addressSchema,
  codeHash: hashSchema.nullable(),
  registry: contractSchema.nullable(),
  faults: contractSchema.nullable(),
  finality: z.union([z.literal('finalized'), z.strictObject({ confirmations: uintSchema() })]),
  rpc: z.strictObject({ urls: z.array(z.url({ protocol: /^https?$/ })).max(16), quorum: uintSchema(1, 16) }),
  checkpoints: z.array(hashSchema),
  replays: z.strictObject({ parties: z.array(hashSchema), quorum: uintSchema() }),
  /** Seconds; null for no limit. */
  maxAge: uintSchema().nullable(),
  depth: uintSchema(0, 16),
  engines: z.array(hexSchema(32)),
  keys: z.array(keySchema),
  require: z.array(z.enum(CHECKS)),
});

/** The verifier's own rules (§11), never taken from a proof file. */
export type Policy = z.infer<typeof policySchema>;

/**
 * Returns the policy in a file.
 * @example
 * parsePolicy('{"format": "carbon-ledger-policy/1", "chainId": 0}') // → throws uint-range at chainId
 * @throws BadInput `json-…`, or the code of the first wrong member
 */
export function parsePolicy(text: Uint8Array | string): Policy {
  return parseWith(policySchema, parseJson(text));
}
