import * as z from 'zod';
import { parseDecimal } from '../../core/encoding/decimal.ts';
import { domainSchema, hashDigest } from '../../core/hashing/domain.ts';
import { concatBytes, type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { hashSchema, parseWith } from '../../core/encoding/schema.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import { hashNamedStruct } from './struct-type.ts';

const leavesSchema = z.array(hashSchema);
const itemsSchema = z.array(z.strictObject({ key: hashSchema, leaf: hashSchema }));
const digestSchema = z.strictObject({ domain: domainSchema, type: z.string(), value: z.unknown() });

/** The output of `hash`: a hash, or coefficient and scale of a decimal. */
export type HashResult = Hex | { readonly coefficient: string; readonly scale: number };

const readValue = (bytes: Uint8Array): unknown => parseJson(bytes, BUNDLE_JSON);

/** Type of value → how to hash it, from the bytes of a file. */
const HASHES = {
  decimal: (bytes) => {
    const { coefficient, scale } = parseDecimal(readValue(bytes));
    return { coefficient: coefficient.toString(), scale };
  },
  json: (bytes) => hashJson(parseJson(bytes)),
  party: (bytes) => hashParty(readValue(bytes)),
  entry: (bytes) => hashNamedStruct('Entry', readValue(bytes)),
  record: (bytes) => hashNamedStruct('Record', readValue(bytes)),
  sealed: (bytes) => hashNamedStruct('Sealed', readValue(bytes)),
  header: (bytes) => hashNamedStruct('BatchHeader', readValue(bytes)),
  head: (bytes) => hashNamedStruct('Head', readValue(bytes)),
  holder: (bytes) => hashNamedStruct('Holder', readValue(bytes)),
  tree: (bytes) =>
    treeRoot(buildTree(concatBytes(...parseWith(leavesSchema, readValue(bytes)).map(bytesOf)))),
  map: (bytes) => SparseMerkleMap.build(parseWith(itemsSchema, readValue(bytes))).root,
  digest: (bytes) => {
    const { domain, type, value } = parseWith(digestSchema, readValue(bytes));
    return hashDigest(domain, hashNamedStruct(type, value));
  },
} as const satisfies Record<string, (bytes: Uint8Array) => HashResult>;

export type HashType = keyof typeof HASHES;

/** The types, in the order of the help text. */
export const HASH_TYPES = Object.keys(HASHES) as HashType[];

/** Returns the hash of a value that is written as in the test vectors of the protocol. @throws BadInput if the protocol refuses the value */
export function hashValue(type: HashType, bytes: Uint8Array): HashResult {
  return HASHES[type](bytes);
}
