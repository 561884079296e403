import { readFileSync } from 'node:fs';
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree';
import { SigningKey, TypedDataEncoder, recoverAddress as recoverByEthers, toUtf8Bytes } from 'ethers';
import { keccak256, solidityPackedKeccak256, verifyTypedData } from 'ethers';
import fc from 'fast-check';
import { MerkleTree } from 'merkletreejs';
import { describe, expect, it } from 'vitest';
import { hashHeader, hashSealed } from '../../core/batches/batch.ts';
import { formatAddress, hashDigest, hashDomain, isAddress } from '../../core/hashing/domain.ts';
import { hashEntry } from '../../core/records/entry.ts';
import { hashHead, hashHolder } from '../../core/batches/head.ts';
import { type Hex, bytesOf, concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { keccak } from '../../core/hashing/keccak.ts';
import { digestReceipt, hashReceipt } from '../../core/records/receipt.ts';
import { digestRecord, hashRecord } from '../../core/records/record.ts';
import { parseSignature, recoverAddress, signDigest } from '../../core/hashing/signature.ts';
import { buildTree, checkLeaf, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { anyEntry, anyHash, anyLeaves, anyRecord, anyUint } from './arbitraries.ts';
import type { Vectors } from './vectors.ts';

const { typeStrings } = JSON.parse(
  readFileSync(new URL('../vectors/protocol-v1.json', import.meta.url), 'utf8'),
) as Vectors;

/** Returns the types of a struct for ethers, parsed from the type string in the protocol. */
function typesOf(name: string): Record<string, { name: string; type: string }[]> {
  const members = /\((.*)\)/.exec(typeStrings[name]!.type)![1]!;
  const fields = members.split(',').map((member) => member.split(' ') as [string, string]);
  return { [name]: fields.map(([type, field]) => ({ type, name: field })) };
}

function hashByEthers(name: string, value: object): string {
  return TypedDataEncoder.hashStruct(name, typesOf(name), value as Record<string, unknown>);
}

const LEDGER = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const domainOf = (chainId: number): object => ({
  name: 'CarbonLedger',
  version: '1',
  chainId,
  verifyingContract: LEDGER,
});

const anySignature = fc.uint8Array({ minLength: 65, maxLength: 65 }).map(formatHex);
/** Private keys: any 32 bytes, as only one in 2^128 is above the order of the curve. */
const anyPrivateKey = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .filter((bytes) => bytes.some((byte) => byte > 0) && bytes.some((byte) => byte < 255));

describe('Core and ethers agree', () => {
  it.each(Object.entries(typeStrings))('on the type hash of %s', (name, { type, typeHash }) => {
    expect(TypedDataEncoder.from(typesOf(name)).encodeType(name)).toBe(type);
    expect(keccak256(toUtf8Bytes(type))).toBe(typeHash);
  });

  it('on the struct hash of any entry', () => {
    fc.assert(
      fc.property(anyEntry, (entry) => {
        expect(hashEntry(entry)).toBe(hashByEthers('Entry', entry));
      }),
    );
  });

  it('on the id and digest of any record', () => {
    fc.assert(
      fc.property(anyRecord, anyUint, (record, chainId) => {
        expect(hashRecord(record)).toBe(hashByEthers('Record', record));
        const digest = TypedDataEncoder.hash(domainOf(chainId), typesOf('Record'), record);
        expect(digestRecord({ chainId, ledger: LEDGER }, record)).toBe(digest);
      }),
    );
  });

  it('on the struct hash of sealed records, headers, heads, holders and receipts', () => {
    fc.assert(
      fc.property(anyHash, anyHash, anyUint, anyUint, anySignature, (a, b, x, y, signature) => {
        const sealed = { record: a, signature };
        const header = {
          number: x,
          previous: a,
          records: b,
          recordCount: (y % 2 ** 31) + 1,
          heads: a,
          sealedAt: y,
        };
        const head = { stream: a, sequence: x, record: b };
        const receipt = { record: a, acceptedAt: x, anchorBy: y };
        expect(hashSealed(sealed)).toBe(hashByEthers('Sealed', sealed));
        expect(hashHeader(header)).toBe(hashByEthers('BatchHeader', header));
        expect(hashHead(head)).toBe(hashByEthers('Head', head));
        expect(hashHolder({ party: a, streams: b })).toBe(hashByEthers('Holder', { party: a, streams: b }));
        expect(hashReceipt(receipt)).toBe(hashByEthers('Receipt', receipt));
        const digest = TypedDataEncoder.hash(domainOf(x), typesOf('Receipt'), receipt);
        expect(digestReceipt({ chainId: x, ledger: LEDGER }, receipt)).toBe(digest);
      }),
    );
  });

  it('on the domain separator and the digest of any struct hash', () => {
    fc.assert(
      fc.property(anyUint, anyHash, (chainId, struct) => {
        const domain = TypedDataEncoder.hashDomain(domainOf(chainId));
        expect(formatHex(hashDomain({ chainId, ledger: LEDGER }))).toBe(domain);
        expect(hashDigest({ chainId, ledger: LEDGER }, struct)).toBe(
          solidityPackedKeccak256(['bytes2', 'bytes32', 'bytes32'], ['0x1901', domain, struct]),
        );
      }),
    );
  });

  it('on the signature of any digest by any key, and on its signer', () => {
    fc.assert(
      fc.property(anyHash, anyPrivateKey, (digest, privateKey) => {
        const signature = signDigest(digest, privateKey);
        expect(signature).toBe(new SigningKey(privateKey).sign(digest).serialized);
        expect(recoverAddress(digest, signature)).toBe(recoverByEthers(digest, signature));
      }),
    );
  });

  it('on the signer of typed data that core signed', () => {
    fc.assert(
      fc.property(anyRecord, anyPrivateKey, (record, privateKey) => {
        const signature = signDigest(digestRecord({ chainId: 5, ledger: LEDGER }, record), privateKey);
        const signer = verifyTypedData(domainOf(5), typesOf('Record'), record, signature);
        expect(recoverAddress(digestRecord({ chainId: 5, ledger: LEDGER }, record), signature)).toBe(signer);
      }),
    );
  });

  it('on the signer of any signature that core accepts', () => {
    const halves = fc.uint8Array({ minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(anyHash, halves, fc.constantFrom(27, 28), (digest, bytes, v) => {
        const signature = formatHex(concatBytes(bytes.with(32, bytes[32]! & 0x7f), Uint8Array.of(v)));
        let ours: string;
        try {
          parseSignature(signature);
          ours = recoverAddress(digest, signature);
        } catch {
          return;
        }
        expect(ours).toBe(recoverByEthers(digest, signature));
      }),
    );
  });

  it('on the spelling of any address', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const address = formatAddress(bytes);
        expect(isAddress(address)).toBe(true);
        expect(isAddress(address.toLowerCase())).toBe(address === address.toLowerCase());
      }),
    );
  });
});

describe('A Merkle tree of core', () => {
  const build = (leaves: readonly Hex[]): ReturnType<typeof buildTree> =>
    buildTree(concatBytes(...leaves.map(bytesOf)));

  it('has the root and proofs of merkletreejs with sorted leaves and pairs', () => {
    fc.assert(
      fc.property(anyLeaves, fc.nat(), (leaves, choice) => {
        const options = { sortLeaves: true, sortPairs: true, hashLeaves: false };
        const theirs = new MerkleTree([...leaves], hashNode, options);
        const leaf = leaves[choice % leaves.length]!;
        const ours = build(leaves);
        const proof = proveLeaf(ours, findLeaf(ours, leaf));
        expect(treeRoot(ours)).toBe(theirs.getHexRoot());
        expect(proof).toEqual(theirs.getHexProof(leaf));
        expect(theirs.verify(proof, leaf, treeRoot(ours))).toBe(true);
      }),
    );
  });

  it('has proofs that OpenZeppelin’s library accepts, and rejects for another leaf', () => {
    fc.assert(
      fc.property(anyLeaves, anyHash, fc.nat(), (leaves, stranger, choice) => {
        const tree = build(leaves);
        const leaf = leaves[choice % leaves.length]!;
        const proof = proveLeaf(tree, findLeaf(tree, leaf));
        expect(SimpleMerkleTree.verify(treeRoot(tree), leaf, proof)).toBe(true);
        fc.pre(!leaves.includes(stranger));
        expect(SimpleMerkleTree.verify(treeRoot(tree), stranger, proof)).toBe(false);
        expect(() => checkLeaf(treeRoot(tree), stranger, proof, leaves.length)).toThrow();
      }),
    );
  });
});

function hashNode(data: Buffer): Buffer {
  return Buffer.from(keccak(data));
}
