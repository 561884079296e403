import * as z from 'zod';
import { addressSchema } from '../hashing/domain.ts';
import { hashSchema, hexSchema, keySchema, parseWith, uintSchema, withCode } from '../encoding/schema.ts';
import { parseJson } from '../encoding/json.ts';

/** The `format` of a policy (§11). */
export const POLICY_FORMAT = 'carbon-ledger-policy/2';

/** The `maxAge` of a policy that states none, in seconds: 30 days (§11). */
export const DEFAULT_MAX_AGE = 30 * 86_400;

/** What an assurance or decision can say against its object (§5). */
export const OBJECTIONS = ['qualified', 'adverse', 'queried', 'rejected'] as const;

/** The opinions and outcomes of judges that fail, unless the policy states others (§11). */
export const DEFAULT_REFUSE: readonly (typeof OBJECTIONS)[number][] = ['adverse', 'rejected'];

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
  'answers',
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

/** Whether a policy asks that the subject, and what it depends on, is the newest version in its stream (§11). */
export const NEWEST = ['required', 'not-asked'] as const;

/** The schema of a policy: the verifier's own rules (§11), never taken from a proof file. */
export const policySchema = z
  .strictObject({
    format: z.literal(POLICY_FORMAT, {
      error: `expected ${POLICY_FORMAT}: no other format is read, so write the policy again with ledger policy init`,
    }),
    chainId: uintSchema(1),
    ledger: addressSchema,
    codeHash: hashSchema.nullable(),
    registry: contractSchema.nullable(),
    faults: contractSchema.nullable(),
    finality: z.union([z.literal('finalized'), z.strictObject({ confirmations: uintSchema() })]),
    rpc: z.strictObject({
      urls: z.array(z.url({ protocol: /^https?$/ })).max(16),
      quorum: uintSchema(1, 16),
    }),
    checkpoints: z.array(hashSchema),
    replays: z.strictObject({ parties: z.array(hashSchema), quorum: uintSchema() }),
    /** Seconds. */
    maxAge: uintSchema().default(DEFAULT_MAX_AGE),
    depth: uintSchema(0, 16),
    engines: z.array(hexSchema(32)),
    keys: z.array(keySchema),
    require: z.array(z.enum(CHECKS)),
    /** With `not-asked` the file needs no heads, and a newer version or an old head only warns. */
    newest: z.enum(NEWEST).default('required'),
    /** Whose record the subject must be; null for anybody's. */
    subjectParty: hashSchema.nullable().default(null),
    /** Parties whose answers to the subject's stream must be shown, or proven absent. */
    judges: z.array(hashSchema).max(64).default([]),
    /** What a judge's answer must not say. */
    refuse: z.array(z.enum(OBJECTIONS)).default([...DEFAULT_REFUSE]),
    /** What a newer version of a cited result does. */
    basis: z.enum(['fail', 'warn']).default('fail'),
  })
  .refine(
    ({ newest, require, judges }) =>
      newest === 'required' || (judges.length === 0 && !require.includes('currentness')),
    withCode(
      'wrong-type',
      'expected newest to be required, because the policy names judges or requires currentness: both ask what is the newest',
    ),
  );

/** The verifier's own rules (§11), never taken from a proof file. */
export type Policy = z.infer<typeof policySchema>;

/** Returns the checks that a policy requires (§11). */
export function requiredChecks({ require, newest, judges }: Policy): ReadonlySet<CheckName> {
  return new Set<CheckName>([
    ...REQUIRED_CHECKS,
    ...require,
    ...(newest === 'required' ? (['currentness'] as const) : []),
    ...(judges.length > 0 ? (['answers'] as const) : []),
  ]);
}

/**
 * Returns the policy in a file. Members that have a default may be missing.
 * @example
 * parsePolicy('{"format": "carbon-ledger-policy/2", "chainId": 0}') // → throws uint-range at chainId
 * @throws BadInput `json-…`, or the code of the first wrong member
 */
export function parsePolicy(text: Uint8Array | string): Policy {
  return parseWith(policySchema, parseJson(text));
}
