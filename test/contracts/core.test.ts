import { keccak256 } from 'ethers';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashEntry, parseEntryStruct } from '../../core/records/entry.ts';
import { bytesOf, concatBytes, type Hex } from '../../core/encoding/hex.ts';
import { parseIdentifier } from '../../core/parties/identifier.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { checkAbsence, checkItem } from '../../core/merkle/map/proof.ts';
import { hashRecord, parseRecord } from '../../core/records/record.ts';
import { buildTree, checkLeaf, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { ZERO, deployLedger, deployRegistry, openChain, read, type Chain, type Target } from './chain.ts';
import { deployHarness } from './proof-harness.ts';

// Each try calls a contract, so there are fewer than for a property that is only computed.
const TRIES = { numRuns: 40 };

let chain: Chain;
let ledger: Target;
let harness: Target;

beforeAll(async () => {
  chain = await openChain();
  harness = await deployHarness(chain);
  ledger = await deployLedger(chain, await deployRegistry(chain));
});

afterAll(() => chain.close());

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => keccak256(bytes) as Hex);
const time = fc.oneof(fc.constantFrom(0, 5, 2 ** 53 - 1), fc.nat(2 ** 31));

/** Returns the result of a contract's function, null when it reverts. */
const answerOf = async (target: Target, name: string, args: readonly unknown[]): Promise<unknown> =>
  read(chain, target, name, args).then(
    ([answer]: unknown[]) => answer ?? true,
    (error: unknown) => {
      if (error instanceof TypeError) throw error;
      return null;
    },
  );
/** Returns the result of a function, null when it throws. */
const answer = <T>(compute: () => T): T | true | null => {
  try {
    return compute() ?? true;
  } catch {
    return null;
  }
};

describe('Core and the contracts', () => {
  it('give an entry the same leaf, or both reject it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          key: fc.constantFrom('a', 'scope1/diesel', 'CN/2023/average', 'k'.repeat(256), 'k'.repeat(257)),
          coefficient: fc.oneof(fc.bigInt(-1300n, 1300n), fc.bigInt(-(10n ** 38n), 10n ** 38n)).map(String),
          scale: fc.oneof(fc.constant(0), fc.nat(31)),
          unit: fc.constantFrom('', '1', 't{CO2e}'),
          from: time,
          until: time,
          detail: fc.constant(ZERO),
          salt: hash,
        }),
        async (entry) => {
          const expected = answer(() => hashEntry(parseEntryStruct(entry)));
          expect(await answerOf(ledger, 'hashEntry', [entry])).toBe(expected);
        },
      ),
      { numRuns: 150 },
    ));

  // Core decides with the statement which records are replays.
  it('give a record the same id, or both reject it', () =>
    fc.assert(
      fc.asyncProperty(
        fc.record({
          party: hash,
          kind: fc.nat(6),
          subject: fc.constantFrom('inventory/2024', 's'.repeat(128), 's'.repeat(129)),
          sequence: fc.constantFrom(0, 1, 1, 2, 2 ** 53 - 1),
          previous: fc.oneof(fc.constant(ZERO), hash),
          entries: hash,
          sources: fc.oneof(
            fc.constant([]),
            fc.array(hash, { maxLength: 4 }),
            fc.array(hash).map((all) => all.sort()),
          ),
          statement: hash,
        }),
        async (record) => {
          const expected = answer(() => hashRecord(parseRecord(record)));
          expect(await answerOf(ledger, 'hashRecord', [record])).toBe(expected);
        },
      ),
      { numRuns: 150 },
    ));

  it('accept the same proofs of a tree, and reject the same changed ones', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(hash, { minLength: 1, maxLength: 60 }),
        fc.nat(),
        fc.nat(255),
        async (leaves, which, bit) => {
          const tree = buildTree(concatBytes(...leaves.map(bytesOf)));
          const leaf = leaves[which % leaves.length] ?? expect.fail();
          const proof = proveLeaf(tree, findLeaf(tree, leaf));
          await read(chain, harness, 'checkTree', [treeRoot(tree), leaf, proof, leaves.length]);
          const changed = flipBit(leaf, bit);
          expect(answer(() => checkLeaf(treeRoot(tree), changed, proof, leaves.length))).toBeNull();
          expect(
            await answerOf(harness, 'checkTree', [treeRoot(tree), changed, proof, leaves.length]),
          ).toBeNull();
        },
      ),
      TRIES,
    ));

  it('agree on which keys are present and absent in a map', () =>
    fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.record({ key: hash, leaf: hash }), { maxLength: 40, selector: ({ key }) => key }),
        fc.oneof(hash, fc.nat()),
        fc.nat(255),
        async (items, asked, bit) => {
          const map = SparseMerkleMap.build(items);
          const root = map.root;
          const known = typeof asked === 'number' ? items[asked % items.length]?.key : asked;
          const key =
            typeof asked === 'number' && known !== undefined ? flipBit(known, bit) : (known ?? (ZERO as Hex));
          for (const each of [key, ...items.slice(0, 3).map((item) => item.key)]) {
            const proof = map.prove(each);
            const { siblings } = proof;
            const end = proof.present
              ? { key: each, leaf: proof.leaf }
              : (proof.end ?? { key: ZERO, leaf: ZERO });
            const presence = [root, each, end.leaf, siblings] as const;
            expect(await answerOf(harness, 'checkPresence', presence)).toBe(
              answer(() => checkItem(root, { key: each, leaf: end.leaf as Hex }, siblings)),
            );
            expect(await answerOf(harness, 'checkAbsence', [root, each, end, siblings])).toBe(
              answer(() =>
                checkAbsence(
                  root,
                  each,
                  proof.present ? { key: each, leaf: proof.leaf } : proof.end,
                  siblings,
                ),
              ),
            );
          }
        },
      ),
      TRIES,
    ));

  it('accept the same identifiers', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'lei:529900T8BM49AURSDO55',
          'uscc:91350100M000100Y43',
          'vat:de136695976',
          'urn:a_b.c-d:7',
        ),
        fc.nat(30),
        fc.constantFrom(...Array.from('0123456789ABCIOSVZabcz._:-/ é'), ''),
        async (identifier, place, character) => {
          const text = identifier.slice(0, place) + character + identifier.slice(place + 1);
          const expected = answer(() => parseIdentifier(text)) !== null;
          expect(await answerOf(harness, 'isIdentifier', [text])).toBe(expected);
        },
      ),
      { numRuns: 300 },
    ));
});

function flipBit(value: Hex, bit: number): Hex {
  return `0x${(BigInt(value) ^ (1n << BigInt(bit))).toString(16).padStart(64, '0')}`;
}
