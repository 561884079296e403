import type { Deployment } from '../../chain/contracts/deploy.ts';
import { encodeAnchor } from '../../chain/contracts/anchor-call.ts';
import { parseBatchAnchored } from '../../chain/contracts/ledger.ts';
import type { EventLog } from '../../chain/rpc/rpc-schema.ts';
import { type BatchHeader, hashSealed } from '../../core/batches/batch.ts';
import { type Bundle, BUNDLE_FORMAT, type BundleRecord } from '../../core/proofs/bundle.ts';
import { type Entry, hashEntries, hashEntryKey, itemOfEntry } from '../../core/records/entry.ts';
import { hashHead, hashHolder } from '../../core/batches/head.ts';
import { concatBytes, type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { KINDS } from '../../core/records/kind.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { digestRecord, hashRecord, hashStream, type LedgerRecord } from '../../core/records/record.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { buildTree, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import { makeEntry } from '../helpers/signed-record.ts';
import type { TestChain } from '../helpers/chain.ts';

const SUBJECT = 'inventory/2023';
const STATEMENT = { title: 'Inventory 2023', period: '2023', standard: 'ISO 14064-1' };
const ENTRIES = [makeEntry('total/scope1', '125.5'), makeEntry('total/scope2', '80')] as const;

/** Returns the proof file of a record that the company signed and that the chain holds, showing one of its two figures. */
export async function anchorProof(chain: TestChain, { ledger }: Deployment, party: Hex): Promise<Bundle> {
  const domain = { chainId: chain.chainId, ledger };
  const record: LedgerRecord = {
    party,
    kind: KINDS.result,
    subject: SUBJECT,
    sequence: 1,
    previous: ZERO_HASH,
    entries: hashEntries(ENTRIES),
    sources: [],
    statement: hashJson(STATEMENT),
  };
  const id = hashRecord(record);
  const signature = signDigest(
    digestRecord(domain, record),
    bytesOf(chain.accounts.company.privateKey as Hex),
  );
  const leaf = hashSealed({ record: id, signature });
  const tree = buildTree(concatBytes(bytesOf(leaf), bytesOf(`0x${'11'.repeat(32)}`)));
  const stream = hashStream(record);
  const streams = SparseMerkleMap.build([
    { key: stream, leaf: hashHead({ stream, sequence: 1, record: id }) },
  ]);
  const holders = SparseMerkleMap.build([{ key: party, leaf: hashHolder({ party, streams: streams.root }) }]);
  await chain.mineAt((await chain.head()).time + 5);
  const header: BatchHeader = {
    number: 1,
    previous: ZERO_HASH,
    records: treeRoot(tree),
    recordCount: 2,
    heads: holders.root,
    sealedAt: (await chain.head()).time - 1,
  };
  const anchor = await anchorHeader(chain, ledger, header);
  const proven: BundleRecord = {
    id,
    record: { ...record, sources: [] },
    statement: STATEMENT,
    signature,
    entries: { all: false, shown: [showEntry(ENTRIES[0])], absent: [] },
    inclusion: { header, proof: proveLeaf(tree, findLeaf(tree, leaf)) },
    anchor,
  };
  const head = { sequence: 1, record: id };
  const latest = {
    ...{ header, anchor, next: null, party, holder: { streams: streams.root }, holderEnd: null },
    ...{ holderSiblings: [], kind: record.kind, subject: SUBJECT, head, end: null, siblings: [] },
  };
  return {
    ...{ format: BUNDLE_FORMAT, ...domain, records: [proven], history: [], heads: [latest] },
    ...{ parties: [], windows: [], stateProofs: [] },
  };
}

function showEntry(entry: Entry): BundleRecord['entries']['shown'][number] {
  const proof = SparseMerkleMap.build(ENTRIES.map(itemOfEntry)).prove(hashEntryKey(entry.key));
  return { ...entry, siblings: proof.siblings };
}

/** Anchors a header in a block, and lets that become final. */
async function anchorHeader(
  chain: TestChain,
  ledger: string,
  header: BatchHeader,
): Promise<BundleRecord['anchor']> {
  const sent = await chain.accounts.anchorer.sendTransaction({ to: ledger, data: encodeAnchor(header) });
  const receipt = await sent.wait();
  const log = receipt!.logs[0]!;
  const event = parseBatchAnchored({
    address: log.address,
    topics: log.topics,
    data: log.data,
    blockNumber: log.blockNumber,
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    logIndex: log.index,
  } as unknown as EventLog);
  const { anchoredAt, transaction, block, blockHash } = event!;
  for (let later = 1; later <= 4; later++) await chain.mineAt(anchoredAt + later);
  return { anchoredAt, transaction, block, blockHash };
}
