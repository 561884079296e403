import * as z from 'zod';
import { checkChain } from '../../core/batches/batch.ts';
import { parseAddress } from '../../core/hashing/domain.ts';
import { BadInput, FailedCheck } from '../../core/errors.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { checkAbsence, checkItem } from '../../core/merkle/map/proof.ts';
import { hashSchema, parseWith, uintSchema } from '../../core/encoding/schema.ts';
import { checkSignature } from '../../core/hashing/signature.ts';
import { checkLeaf } from '../../core/merkle/tree.ts';
import { MAX_RECORD_COUNT } from '../../core/batches/batch.ts';

const siblingsSchema = z.array(hashSchema);
const treeSchema = z.object({
  root: hashSchema,
  leaf: hashSchema,
  proof: siblingsSchema,
  recordCount: uintSchema(1, MAX_RECORD_COUNT).optional(),
});
const itemSchema = z.object({
  root: hashSchema,
  key: hashSchema,
  leaf: hashSchema,
  siblings: siblingsSchema,
});
const absenceSchema = z.object({
  root: hashSchema,
  key: hashSchema,
  end: z.strictObject({ key: hashSchema, leaf: hashSchema }).nullable(),
  siblings: siblingsSchema,
});
const signatureSchema = z.object({ digest: hashSchema, signature: z.string(), address: z.string() });

interface StructureCheck {
  /** Required members; null for an array. Unknown members are reported and ignored. */
  readonly members: readonly string[] | null;
  readonly optional: readonly string[];
  check(value: unknown): void;
}

/** Type of structure that hashing alone can check → its members and the check. */
const CHECKS = {
  tree: {
    members: ['root', 'leaf', 'proof'],
    optional: ['recordCount'],
    check: (value) => {
      const { root, leaf, proof, recordCount } = parseWith(treeSchema, value);
      checkLeaf(root, leaf, proof, recordCount);
    },
  },
  map: {
    members: ['root', 'key', 'leaf', 'siblings'],
    optional: [],
    check: (value) => {
      const { root, key, leaf, siblings } = parseWith(itemSchema, value);
      checkItem(root, { key, leaf }, siblings);
    },
  },
  absence: {
    members: ['root', 'key', 'end', 'siblings'],
    optional: [],
    check: (value) => {
      const { root, key, end, siblings } = parseWith(absenceSchema, value);
      checkAbsence(root, key, end, siblings);
    },
  },
  signature: {
    members: ['digest', 'signature', 'address'],
    optional: [],
    check: (value) => {
      const { digest, signature, address } = parseWith(signatureSchema, value);
      checkSignature(digest, signature, parseAddress(address));
    },
  },
  chain: { members: null, optional: [], check: checkChain },
} as const satisfies Record<string, StructureCheck>;

export type StructureType = keyof typeof CHECKS;

/** The types, in the order of the help text. */
export const STRUCTURE_TYPES = Object.keys(CHECKS) as StructureType[];

/** The result of a check; `ignored` lists members that the check does not use. */
export type StructureResult =
  | { readonly result: 'pass'; readonly ignored: readonly string[] }
  | {
      readonly result: 'fail';
      readonly ignored: readonly string[];
      readonly code: string;
      readonly message: string;
      readonly expected: unknown;
      readonly actual: unknown;
    };

/**
 * Checks the structure of a proof, a signature or a chain of headers. It proves no record.
 * @throws BadInput if the bytes are not JSON with the required members
 */
export function checkStructure(type: StructureType, bytes: Uint8Array): StructureResult {
  const known: StructureCheck = CHECKS[type];
  const { value, refusal } = readStructure(bytes);
  const ignored = checkMembers(known, value);
  try {
    if (refusal !== null) throw refusal;
    known.check(value);
    return { result: 'pass', ignored };
  } catch (error) {
    return { result: 'fail', ignored, ...describeRefusal(error) };
  }
}

/** Well-formed JSON that the protocol refuses, such as a repeated member, fails the check; other text is unreadable. */
function readStructure(bytes: Uint8Array): { value: unknown; refusal: BadInput | null } {
  try {
    return { value: parseJson(bytes, BUNDLE_JSON), refusal: null };
  } catch (error) {
    if (!(error instanceof BadInput) || !WELL_FORMED.has(error.code)) throw error;
    return { value: parseLoosely(bytes, error), refusal: error };
  }
}

const WELL_FORMED = new Set<string>(['json-number', 'json-duplicate-member', 'json-surrogate', 'json-depth']);

function parseLoosely(bytes: Uint8Array, refusal: BadInput): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw refusal;
  }
}

function checkMembers({ members, optional }: StructureCheck, value: unknown): string[] {
  if (members === null) {
    if (!Array.isArray(value)) throw new BadInput('wrong-type', 'expected an array of headers');
    return [];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadInput('wrong-type', `expected an object {${members.join(', ')}}`);
  }
  const missing = members.filter((member) => !Object.hasOwn(value, member));
  if (missing.length > 0)
    throw new BadInput('missing-member', `missing members: ${missing.join(', ')}`, missing);
  return Object.keys(value).filter((member) => !members.includes(member) && !optional.includes(member));
}

function describeRefusal(error: unknown): {
  code: string;
  message: string;
  expected: unknown;
  actual: unknown;
} {
  if (error instanceof FailedCheck) {
    const { code, message, expected, actual } = error;
    return { code, message, expected: expected ?? null, actual: actual ?? null };
  }
  if (error instanceof BadInput) {
    return { code: error.code, message: error.message, expected: null, actual: error.value ?? null };
  }
  throw error;
}
