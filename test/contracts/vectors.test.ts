import { getAddress, keccak256, toUtf8Bytes } from 'ethers';
import { MerkleTree } from 'merkletreejs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ZERO,
  deployLedger,
  deployRegistry,
  openChain,
  read,
  refusalOf,
  toPlain,
  write,
  type Chain,
  type Receipt,
  type Refusal,
  type Target,
} from './chain.ts';
import { placeLedger } from './ledger-at.ts';
import { rootOf, walk, type Item } from './literal-map.ts';
import { deployHarness } from './proof-harness.ts';
import { TYPES, anchorWordOf, digestOf, domainOf, hashOf, streamOf } from './typed-data.ts';
import { vectors, type Batch, type Header } from './vectors.ts';

const ROLES: Record<string, number> = { company: 1, provider: 2, auditor: 4, exchange: 8 };
const DOMAIN = domainOf(vectors.domain.chainId, vectors.domain.ledger);
const MOST_RECORDS = 2 ** 31;

/** Rules that views do not check (§8): the grammar of texts, and spellings, which bytes do not have. */
const GRAMMAR = new Set([
  'empty segment in the key',
  'key begins with a slash',
  'key is not ASCII',
  'blank in the key',
  'key ends with a slash',
  'a character that keys may not have',
  'line end in the key',
  'blank in the unit',
  'DEL in the unit',
  'unit is not ASCII',
  'line end in the unit',
  'a character that subjects may not have',
  'subject is not ASCII',
  'subject ends with a slash',
  'upper case in the subject',
  'empty segment in the subject',
]);
const SPELLING = new Set(['upper-case hex']);
/** Values that cannot be encoded as an argument at all. */
const UNENCODABLE = new Set([
  'a sibling of 31 bytes',
  'a sibling of 31 bytes that does hash to the root',
  'salt of 33 bytes',
  'salt of 31 bytes',
  'hex without 0x',
  'detail of 31 bytes',
  'a source of 31 bytes',
  'statement of 31 bytes',
  'party of 31 bytes',
  'entries not hex',
]);

let chain: Chain;
let registry: Target;
let ledger: Target;
let harness: Target;

beforeAll(async () => {
  chain = await openChain();
  harness = await deployHarness(chain);
  registry = await deployRegistry(chain);
  ledger = await placeLedger(chain, registry, vectors.domain.ledger);
  for (const { identifier, address, role } of vectors.parties) {
    await write(chain, registry, chain.registrar, 'registerParty', [identifier, address, ROLES[role]]);
  }
  for (const { header, anchoredAt } of vectors.batches) {
    await write(chain, ledger, chain.anchorer, 'anchor', [header], anchoredAt);
  }
});

afterAll(() => chain.close());

const ask = async (target: Target, name: string, args: readonly unknown[]): Promise<unknown> =>
  toPlain((await read(chain, target, name, args))[0]);
const refuse = (target: Target, name: string, args: readonly unknown[]): Promise<Refusal> =>
  refusalOf(target, read(chain, target, name, args));
const endOf = (end: Item | null): Item => end ?? { key: ZERO, leaf: ZERO };

/** Expects a view to revert for each of the values, as far as a view can check them. */
async function expectRefused<T extends { why: string }>(
  target: Target,
  name: string,
  bad: readonly T[],
  argsOf: (value: T) => unknown[],
): Promise<void> {
  for (const value of bad) {
    if (UNENCODABLE.has(value.why))
      expect(() => target.abi.encodeFunctionData(name, argsOf(value))).toThrow();
    else if (GRAMMAR.has(value.why) || SPELLING.has(value.why))
      await read(chain, target, name, argsOf(value));
    else await expect(refuse(target, name, argsOf(value)), value.why).resolves.toHaveProperty('name');
  }
}

describe('Types of the vectors', () => {
  it('have their type hashes', () => {
    for (const [name, { type, typeHash }] of Object.entries(vectors.typeStrings)) {
      const fields = TYPES[name as keyof typeof TYPES].map((field) => `${field.type} ${field.name}`);
      expect(`${name}(${fields.join(',')})`).toBe(type);
      expect(keccak256(toUtf8Bytes(type))).toBe(typeHash);
    }
  });
});

describe('Trees of the vectors', () => {
  it('prove their leaves', async () => {
    for (const { root, leaf, proof, leaves } of vectors.trees) {
      await read(chain, harness, 'checkTree', [root, leaf, proof, leaves.length]);
    }
    const { deepTree: deep, boundedTree: limited } = vectors;
    await read(chain, harness, 'checkTree', [deep.root, deep.leaf, deep.proof, MOST_RECORDS]);
    await read(chain, harness, 'checkTree', [limited.root, limited.leaf, limited.proof, limited.recordCount]);
  });

  it('prove nothing else', () =>
    expectRefused(harness, 'checkTree', vectors.badTrees, ({ root, leaf, proof, recordCount }) => [
      root,
      leaf,
      proof,
      recordCount ?? MOST_RECORDS,
    ]));

  it('reject a proof that is longer than the number of records needs', async () => {
    const { root, leaf, proof, recordCount = 0 } = vectors.boundedTree;
    expect(await refuse(harness, 'checkTree', [root, leaf, proof, recordCount - 1])).toEqual({
      name: 'ProofTooLong',
      values: [3n, 2n],
    });
  });
});

describe('Maps of the vectors', () => {
  it('prove which keys are present and absent', async () => {
    for (const { items, root, absent, present } of vectors.maps) {
      expect(rootOf(items)).toBe(root);
      await read(chain, harness, 'checkAbsence', [root, absent.key, endOf(absent.end), absent.siblings]);
      if (present === undefined) continue;
      await read(chain, harness, 'checkPresence', [root, present.key, present.leaf, present.siblings]);
      expect(await ask(harness, 'hashItem', [present.key, present.leaf])).toBe(hashOf('Item', present));
    }
  });

  it('prove nothing else', () =>
    expectRefused(harness, 'checkPresence', vectors.badMaps, ({ root, key, leaf, siblings }) => [
      root,
      key,
      leaf,
      siblings,
    ]));

  it('do not prove the absence of a present key', () =>
    expectRefused(harness, 'checkAbsence', vectors.badAbsences, ({ root, key, end, siblings }) => [
      root,
      key,
      endOf(end),
      siblings,
    ]));
});

describe('Entries of the vectors', () => {
  it('have their leaves', async () => {
    for (const { entry, leaf, mapKey } of vectors.entries) {
      expect(await ask(ledger, 'hashEntry', [entry])).toBe(leaf);
      expect(hashOf('Entry', entry)).toBe(leaf);
      expect(keccak256(toUtf8Bytes(entry.key))).toBe(mapKey);
    }
  });

  it('are rejected out of bounds', () =>
    expectRefused(ledger, 'hashEntry', vectors.badEntries, ({ entry }) => [entry]));
});

describe('Records of the vectors', () => {
  it('have their ids, digests and leaves', async () => {
    for (const { record, id, digest, signature, sealed, stream } of vectors.batches.flatMap(
      (each) => each.records,
    )) {
      expect(await ask(ledger, 'hashRecord', [record])).toBe(id);
      expect(hashOf('Record', record)).toBe(id);
      expect(await ask(ledger, 'recordDigest', [record])).toBe(digest);
      expect(digestOf(DOMAIN, 'Record', record)).toBe(digest);
      expect(await ask(ledger, 'hashSealed', [{ record: id, signature }])).toBe(sealed);
      expect(await ask(ledger, 'hashStream', [record])).toBe(stream);
      expect(streamOf(record.party, record.kind, record.subject)).toBe(stream);
    }
    for (const { record, id } of vectors.oddRecords)
      expect(await ask(ledger, 'hashRecord', [record])).toBe(id);
  });

  it('are rejected out of bounds', () =>
    expectRefused(ledger, 'hashRecord', vectors.badRecords, ({ record }) => [record]));
});

describe('Headers of the vectors', () => {
  it('have their ids', async () => {
    for (const { header, id } of [...vectors.batches, ...vectors.oddHeaders]) {
      expect(await ask(ledger, 'hashHeader', [header])).toBe(id);
      expect(hashOf('BatchHeader', header)).toBe(id);
    }
  });

  it('are rejected out of bounds', () =>
    expectRefused(ledger, 'hashHeader', vectors.badHeaders, ({ header }) => [header]));

  it('are anchored with their words', async () => {
    for (const { header, id, anchoredAt, anchorWord } of vectors.batches) {
      expect(await ask(ledger, 'anchors', [header.number])).toBe(anchorWord);
      expect(anchorWordOf(id, anchoredAt)).toBe(anchorWord);
      expect(await ask(ledger, 'checkAnchor', [{ header, anchoredAt }])).toBe(id);
    }
  });
});

describe('Chains of headers of the vectors', () => {
  it('are anchored', async () => {
    for (const headers of vectors.chains) await anchorAll(headers);
  });

  it('are rejected at the first wrong header', async () => {
    const refusals: Record<string, string> = {};
    for (const { headers, why } of vectors.badChains) {
      refusals[why] = (await refusalOf(ledger, anchorAll(headers))).name;
    }
    expect(refusals).toEqual({
      'begins at 2': 'WrongNumber',
      'a number left out': 'WrongNumber',
      'another previous': 'WrongPrevious',
      'sealedAt falls': 'SealedBackwards',
      'in reverse': 'WrongNumber',
    });
  });

  /** Anchors headers on a new ledger and chain, each as soon as the chain's clock allows. */
  async function anchorAll(headers: readonly Header[]): Promise<void> {
    const own = await openChain();
    try {
      const target = await deployLedger(own, await deployRegistry(own));
      let time = 0;
      for (const header of headers) {
        time = Math.max(time, header.sealedAt + 1);
        await write(own, target, own.anchorer, 'anchor', [header], time);
      }
    } finally {
      await own.close();
    }
  }
});

describe('Heads and holders of the vectors', () => {
  it('have their leaves, and their maps have their roots', async () => {
    for (const { holders, header } of vectors.batches) {
      for (const { party, streams, leaf, heads } of holders) {
        for (const head of heads) {
          expect(await ask(ledger, 'hashHead', [head])).toBe(head.leaf);
          expect(hashOf('Head', head)).toBe(head.leaf);
        }
        expect(rootOf(headItems(heads))).toBe(streams);
        expect(await ask(ledger, 'hashHolder', [{ party, streams }])).toBe(leaf);
        expect(hashOf('Holder', { party, streams })).toBe(leaf);
      }
      expect(rootOf(holderItems(holders))).toBe(header.heads);
    }
  });
});

describe('Signatures of the vectors', () => {
  it('give the addresses of their signers', async () => {
    for (const { digest, signature, address } of vectors.signatures) {
      expect(await ask(harness, 'recover', [digest, signature])).toBe(getAddress(address));
    }
  });

  it('give no address, or another one, where they are invalid', async () => {
    for (const { why, digest, signature, address } of vectors.badSignatures) {
      const key = await ask(harness, 'recover', [digest, signature]).catch(() => null);
      expect(key, why).not.toBe(getAddress(address));
    }
  });

  it('of receipts sign the digest of the receipt', async () => {
    expect(await ask(ledger, 'receiptDigest', [vectors.receipt.value])).toBe(vectors.receipt.digest);
    expect(digestOf(DOMAIN, 'Receipt', vectors.receipt.value)).toBe(vectors.receipt.digest);
  });
});

describe('Identifiers of the vectors', () => {
  it('have their party ids', async () => {
    for (const { identifier, party } of vectors.identifiers) {
      expect(await ask(harness, 'isIdentifier', [identifier]), identifier).toBe(true);
      expect(keccak256(toUtf8Bytes(identifier))).toBe(party);
    }
  });

  it('are rejected in any other spelling', async () => {
    for (const { identifier, why } of vectors.badIdentifiers) {
      expect(await ask(harness, 'isIdentifier', [identifier]), why).toBe(false);
    }
  });
});

const headItems = (heads: Batch['holders'][number]['heads']): Item[] =>
  heads.map(({ stream, leaf }) => ({ key: stream, leaf }));
const holderItems = (holders: Batch['holders']): Item[] =>
  holders.map(({ party, leaf }) => ({ key: party, leaf }));

describe('On a chain that anchored the batches of the vectors, a ledger', () => {
  const batches = vectors.batches.map((batch) => ({
    ...batch,
    anchored: { header: batch.header, anchoredAt: batch.anchoredAt },
    tree: new MerkleTree(
      batch.records.map(({ sealed }) => sealed),
      keccak256,
      { sortLeaves: true, sortPairs: true },
    ),
  }));
  const signers = new Map(vectors.parties.map(({ party, address }) => [party, getAddress(address)]));

  it('returns the id and key of every well-signed record', async () => {
    for (const { records, anchored, tree } of batches) {
      expect(tree.getHexRoot()).toBe(anchored.header.records);
      for (const { record, signature, id, sealed } of records) {
        const answer = await read(chain, ledger, 'checkRecord', [
          record,
          signature,
          anchored,
          tree.getHexProof(sealed),
        ]);
        expect(toPlain(answer)).toEqual([id, signers.get(record.party)]);
      }
    }
  });

  it('reverts for another time, header, record, signature or proof', async () => {
    const [{ records, anchored, tree } = expect.fail()] = batches;
    const [{ record, signature, sealed } = expect.fail(), { signature: other } = expect.fail()] = records;
    const proof = tree.getHexProof(sealed);
    const refusals: [string, unknown[]][] = [
      ['NotAnchored', [record, signature, { ...anchored, anchoredAt: anchored.anchoredAt - 1 }, proof]],
      [
        'NotAnchored',
        [record, signature, { ...anchored, header: { ...anchored.header, recordCount: 6 } }, proof],
      ],
      [
        'NotAnchored',
        [
          record,
          signature,
          { ...anchored, header: { ...anchored.header, number: 9, previous: sealed } },
          proof,
        ],
      ],
      ['KeyNotHeld|WrongRoot', [{ ...record, entries: ZERO }, signature, anchored, proof]],
      ['KeyNotHeld|WrongRoot', [record, other, anchored, proof]],
      ['WrongRoot', [record, signature, anchored, proof.slice(1)]],
      ['ProofTooLong', [record, signature, anchored, [...proof, ZERO, ZERO, ZERO]]],
    ];
    for (const [names, args] of refusals) {
      expect(names.split('|')).toContain((await refuse(ledger, 'checkRecord', args)).name);
    }
  });

  it('proves the figures of a record, and that it has no others', async () => {
    for (const { record, entries, id } of batches.flatMap((batch) => batch.records)) {
      const items = entries.map((entry) => ({
        key: keccak256(toUtf8Bytes(entry.key)),
        leaf: hashOf('Entry', entry),
      }));
      expect(rootOf(items)).toBe(record.entries);
      for (const entry of entries) {
        const { siblings } = walk(items, keccak256(toUtf8Bytes(entry.key)));
        expect(await ask(ledger, 'checkEntry', [record, entry, siblings])).toBe(id);
        const changed = { ...entry, from: 1 };
        expect((await refuse(ledger, 'checkEntry', [record, changed, siblings])).name).toBe('WrongRoot');
      }
      const { end, siblings } = walk(items, keccak256(toUtf8Bytes('scope9/none')));
      expect(await ask(ledger, 'checkEntryAbsence', [record, 'scope9/none', end, siblings])).toBe(id);
      for (const { key } of entries) {
        const own = walk(items, keccak256(toUtf8Bytes(key)));
        expect((await refuse(ledger, 'checkEntryAbsence', [record, key, own.end, own.siblings])).name).toBe(
          'WrongEnd',
        );
      }
    }
  });

  it('proves the head of every stream, and that there is no other stream or party', async () => {
    for (const { id, anchored, holders } of batches) {
      const all = holderItems(holders);
      for (const { party, streams, heads } of holders) {
        const holder = { anchor: anchored, streams, siblings: walk(all, party).siblings };
        for (const { stream, sequence, record } of heads) {
          const name = nameOf(stream);
          const { siblings } = walk(headItems(heads), stream);
          expect(await ask(ledger, 'checkHead', [name, sequence, record, siblings, holder])).toBe(id);
          const older = [name, sequence + 1, record, siblings, holder];
          expect((await refuse(ledger, 'checkHead', older)).name).toBe('WrongRoot');
        }
        const none = { party, kind: 3, subject: 'inventory/1999' };
        const { end, siblings } = walk(headItems(heads), streamOf(party, 3, none.subject));
        expect(await ask(ledger, 'checkStreamAbsence', [none, end, siblings, holder])).toBe(id);
      }
      const nobody = keccak256(toUtf8Bytes('urn:nobody'));
      const { end, siblings } = walk(all, nobody);
      expect(await ask(ledger, 'checkHolderAbsence', [nobody, end, siblings, anchored])).toBe(id);
      for (const { party } of holders) {
        const own = walk(all, party);
        expect(
          (await refuse(ledger, 'checkHolderAbsence', [party, own.end, own.siblings, anchored])).name,
        ).toBe('WrongEnd');
      }
    }
  });

  it('reverts for a map of heads that is not the one of the party in the batch', async () => {
    const [{ anchored, holders } = expect.fail()] = batches;
    const [{ party, streams, heads } = expect.fail(), other = expect.fail()] = holders;
    const [{ stream } = expect.fail()] = heads;
    const { siblings } = walk(holderItems(holders), party);
    const invented = { stream, sequence: 99, record: ZERO };
    const map = rootOf([{ key: stream, leaf: hashOf('Head', invented) }]);
    const none = { key: ZERO, leaf: ZERO };
    const refusals = [
      refuse(ledger, 'checkHead', [
        nameOf(stream),
        99,
        ZERO,
        [],
        { anchor: anchored, streams: map, siblings },
      ]),
      refuse(ledger, 'checkStreamAbsence', [
        nameOf(stream),
        none,
        [],
        { anchor: anchored, streams: ZERO, siblings },
      ]),
      refuse(ledger, 'checkStreamAbsence', [
        { party: other.party, kind: 1, subject: 'none' },
        ...Object.values(walk(headItems(heads), streamOf(other.party, 1, 'none'))),
        { anchor: anchored, streams, siblings },
      ]),
    ];
    for (const refusal of refusals) expect((await refusal).name).toBe('WrongRoot');
    const anchor = { ...anchored, anchoredAt: anchored.anchoredAt + 1 };
    const own = walk(headItems(heads), stream);
    const head = heads[0] ?? expect.fail();
    const args = [nameOf(stream), head.sequence, head.record, own.siblings, { anchor, streams, siblings }];
    expect((await refuse(ledger, 'checkHead', args)).name).toBe('NotAnchored');
    const absence = walk(holderItems(holders), keccak256(toUtf8Bytes('urn:nobody')));
    const nobody = [keccak256(toUtf8Bytes('urn:nobody')), absence.end, absence.siblings, anchor];
    expect((await refuse(ledger, 'checkHolderAbsence', nobody)).name).toBe('NotAnchored');
  });

  it('reverts for a record whose window ended between sealing and anchoring', async () => {
    const own = await openChain();
    const target = await placeLedger(own, await deployRegistry(own), vectors.domain.ledger);
    const [{ records, anchored, tree } = expect.fail()] = batches;
    const [address] = await read(own, target, 'registry', []);
    const parties: Target = { address: address as string, abi: registry.abi };
    const act = (name: string, args: unknown[], time?: number): Promise<Receipt> =>
      write(own, parties, own.registrar, name, args, time);
    for (const { identifier, address: key, role } of vectors.parties) {
      await act('registerParty', [identifier, key, ROLES[role]]);
    }
    await write(own, target, own.anchorer, 'anchor', [anchored.header], anchored.anchoredAt);
    const [{ record, signature, sealed } = expect.fail()] = records;
    const args = [record, signature, anchored, tree.getHexProof(sealed)];
    await read(own, target, 'checkRecord', args);
    await act('closeRole', [record.party, 1], anchored.anchoredAt);
    expect(await refusalOf(target, read(own, target, 'checkRecord', args))).toEqual({
      name: 'RoleNotHeld',
      values: [record.party, 3n, BigInt(anchored.header.sealedAt), BigInt(anchored.anchoredAt)],
    });
    await act('closeKey', [record.party, signers.get(record.party)], anchored.anchoredAt);
    expect((await refusalOf(target, read(own, target, 'checkRecord', args))).name).toBe('KeyNotHeld');
    await own.close();
  });

  function nameOf(stream: string): { party: string; kind: number; subject: string } {
    const found = vectors.batches.flatMap((batch) => batch.records).find((each) => each.stream === stream);
    return found?.record ?? expect.fail(`no record of ${stream}`);
  }
});
