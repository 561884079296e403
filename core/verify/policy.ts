import * as z from 'zod';
import { addressSchema } from '../hashing/domain.ts';
import { hashSchema, hexSchema, keySchema, parseWith, uintSchema } from '../encoding/schema.ts';
import { type Json, parseJson } from '../encoding/json.ts';

/** The `format` of the policies that this version writes (§11). */
export const POLICY_FORMAT = 'carbon-ledger-policy/2';

/** The `format` of older policies, under which the rules of policy/2 only warn (§11). */
export const FIRST_POLICY_FORMAT = 'carbon-ledger-policy/1';

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

/** The members of both formats, before and after `maxAge`. */
const where = {
  chainId: uintSchema(1),
  ledger: addressSchema,
  codeHash: hashSchema.nullable(),
  registry: contractSchema.nullable(),
  faults: contractSchema.nullable(),
  finality: z.union([z.literal('finalized'), z.strictObject({ confirmations: uintSchema() })]),
  rpc: z.strictObject({ urls: z.array(z.url({ protocol: /^https?$/ })).max(16), quorum: uintSchema(1, 16) }),
  checkpoints: z.array(hashSchema),
  replays: z.strictObject({ parties: z.array(hashSchema), quorum: uintSchema() }),
};
const what = {
  depth: uintSchema(0, 16),
  engines: z.array(hexSchema(32)),
  keys: z.array(keySchema),
};

const firstPolicySchema = z.strictObject({
  format: z.literal(FIRST_POLICY_FORMAT),
  ...where,
  /** Seconds; null for no limit. */
  maxAge: uintSchema().nullable(),
  ...what,
  require: z.array(z.enum(CHECKS).exclude(['answers'])),
});

/** A policy in the newest format. */
export const policySchema = z.strictObject({
  format: z.literal(POLICY_FORMAT),
  ...where,
  /** Seconds. */
  maxAge: uintSchema().default(DEFAULT_MAX_AGE),
  ...what,
  require: z.array(z.enum(CHECKS)),
  /** Whose record the subject must be; null for anybody's. */
  subjectParty: hashSchema.nullable().default(null),
  /** Parties whose answers to the subject's stream must be shown, or proven absent. */
  judges: z.array(hashSchema).max(64).default([]),
  /** What a judge's answer must not say. */
  refuse: z.array(z.enum(OBJECTIONS)).default([...DEFAULT_REFUSE]),
  /** What a newer version of a cited result does. */
  basis: z.enum(['fail', 'warn']).default('fail'),
});

/** A policy in the newest format. */
export type SecondPolicy = z.infer<typeof policySchema>;
/** A policy in the format before it. */
export type FirstPolicy = z.infer<typeof firstPolicySchema>;
/** The verifier's own rules (§11), never taken from a proof file. */
export type Policy = FirstPolicy | SecondPolicy;

/** What only policy/2 states. */
export type Rules = Pick<SecondPolicy, 'subjectParty' | 'judges' | 'refuse' | 'basis'> & {
  /** What breaks a rule of policy/2 fails under policy/2, and only warns under policy/1. */
  readonly broken: 'fail' | 'warn';
  /** Whether each judge must have answered. */
  readonly wantsAnswers: boolean;
  /** Whether every figure of a disclosure must be computed again. */
  readonly wantsFigures: boolean;
};

/** Returns the rules of policy/2; for a policy/1 those that only warn (§11). */
export function rulesOf(policy: Policy): Rules {
  if (policy.format !== POLICY_FORMAT)
    return {
      subjectParty: null,
      judges: [],
      refuse: [...DEFAULT_REFUSE],
      basis: 'warn',
      broken: 'warn',
      wantsAnswers: false,
      wantsFigures: false,
    };
  const { subjectParty, judges, refuse, basis, require } = policy;
  const wanted = {
    wantsAnswers: require.includes('answers'),
    wantsFigures: require.includes('reperformance'),
  };
  return { subjectParty, judges, refuse, basis, broken: 'fail', ...wanted };
}

/** Returns the checks that a policy requires (§11). */
export function requiredChecks(policy: Policy): ReadonlySet<CheckName> {
  const { judges, broken } = rulesOf(policy);
  return new Set<CheckName>([
    ...REQUIRED_CHECKS,
    ...policy.require,
    ...(broken === 'fail' ? (['currentness'] as const) : []),
    ...(judges.length > 0 ? (['answers'] as const) : []),
  ]);
}

/**
 * Returns the policy in a file. Members that only policy/2 has may be missing: they then have their defaults.
 * @example
 * parsePolicy('{"format": "carbon-ledger-policy/2", "chainId": 0}') // → throws uint-range at chainId
 * @throws BadInput `json-…`, or the code of the first wrong member
 */
export function parsePolicy(text: Uint8Array | string): Policy {
  const value = parseJson(text);
  return isFirst(value) ? parseWith(firstPolicySchema, value) : parseWith(policySchema, value);
}

function isFirst(value: Json): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'format' in value &&
    value['format'] === FIRST_POLICY_FORMAT
  );
}
