import { type BatchHeader, hashHeader } from '../../core/batches/batch.ts';
import { hashEntryKey, itemOfEntry, structOfEntry } from '../../core/records/entry.ts';
import { hashHead, hashHolder } from '../../core/batches/head.ts';
import { type Hex, ZERO_HASH, bytesOf, concatBytes, formatHex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { KINDS, ROLES } from '../../core/records/kind.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { hashStream } from '../../core/records/record.ts';
import { buildTree, findLeaf, proveLeaf, treeRoot } from '../../core/merkle/tree.ts';
import {
  type Chain,
  type Target,
  DAY,
  GENESIS,
  deployRegistry,
  openChain,
  write,
} from '../../test/contracts/chain.ts';
import { placeLedger } from '../../test/contracts/ledger-at.ts';
import { sealedOf } from '../../test/helpers/memory-ledger.ts';
import { TEST_DOMAIN, type TestParty, makeKey } from '../../test/helpers/registry.ts';
import { makeEntry, signRecord } from '../../test/helpers/signed-record.ts';
import { makeHashes } from '../tools/bare-hash.ts';
import { EAS_AT_ONCE, type EasGas, measureEas } from '../tools/eas.ts';
import type { Line, Row } from '../tools/row.ts';

const SIZES = [100, 10_000, 100_000];
const ENTRIES = 100;
const STREAMS = 100;
const SUBJECT = 'inventory/2024';

const METHOD = `Gas of \`anchor\` and of each view that checks a proof, for batches of ${SIZES.map((size) => size.toLocaleString('en-GB')).join(', ')} records from as many parties. A transaction
calls the views, so the gas includes its 21,000 and its calldata. A record has ${ENTRIES} entries and its party ${STREAMS} streams. Measured on
Hardhat's own chain, from the second batch on; every run gives the same gas. The line below \`anchor\` divides its gas by the number
of records. This section has no times.

For comparison, the released bytecode of EAS (Ethereum Attestation Service) on the same chain, from the second call on: \`timestamp\`
of one root per batch, which proves only when the root existed (no order of batches, no sender); or one timestamp or one attestation
of 32 bytes for each record, also with the calls that take ${EAS_AT_ONCE} at a time.`;

/** Measures the gas of anchoring and of each view by the size of a batch. */
export async function measureRow(): Promise<Row> {
  const chain = await openChain();
  try {
    // The first contract of the chain takes the address at which the ledger is then placed.
    await deployRegistry(chain);
    const registry = await deployRegistry(chain);
    const ledger = await placeLedger(chain, registry, TEST_DOMAIN.ledger);
    const by = await enroll(chain, registry);
    const columns: Map<string, number>[] = [];
    let before = await anchorFirst(chain, ledger);
    for (const size of SIZES) {
      const { header, gas } = await measureBatch({ chain, ledger, by, before, size });
      columns.push(gas);
      before = header;
    }
    return {
      title: 'Gas',
      method: METHOD,
      head: ['call', ...SIZES.map((size) => `${showGas(size)} records`)],
      lines: [...linesOf(columns), ...easLines(await measureEas(chain))],
      goals: [],
    };
  } finally {
    await chain.close();
  }
}

function linesOf(columns: readonly Map<string, number>[]): Line[] {
  const calls = [...columns[0]!.keys()];
  const lines: Line[] = calls.map((call) => [
    `\`${call}\``,
    ...columns.map((gas) => showGas(gas.get(call)!)),
  ]);
  lines.splice(
    1,
    0,
    shareLine('`anchor`, a record', (index) => columns[index]!.get('anchor')!),
  );
  return lines;
}

function easLines({ timestamp, multiTimestamp, attest, multiAttest }: EasGas): Line[] {
  const each = (call: string, gas: number): Line => [
    `${call} each record`,
    ...SIZES.map((size) => showGas(gas * size)),
  ];
  return [
    ['EAS `timestamp` of one root', ...SIZES.map(() => showGas(timestamp))],
    shareLine('EAS `timestamp` of one root, a record', () => timestamp),
    each('EAS `timestamp` of', timestamp),
    each('EAS `multiTimestamp` of', multiTimestamp),
    each('EAS `attest` of', attest),
    each('EAS `multiAttest` of', multiAttest),
  ];
}

function shareLine(what: string, gasOf: (index: number) => number): Line {
  return [what, ...SIZES.map((size, index) => (gasOf(index) / size).toPrecision(3))];
}

function showGas(gas: number): string {
  return Math.round(gas).toLocaleString('en-GB');
}

async function enroll(chain: Chain, registry: Target): Promise<TestParty> {
  const identifier = 'urn:company';
  const key = makeKey(identifier);
  await write(chain, registry, chain.registrar, 'registerParty', [identifier, key.address, ROLES.company]);
  return { identifier, party: hashParty(identifier), key };
}

/** Anchors the first batch, which costs more because it writes storage words that are zero. */
async function anchorFirst(chain: Chain, ledger: Target): Promise<BatchHeader> {
  const header = {
    number: 1,
    previous: ZERO_HASH,
    records: formatHex(makeHashes(1)),
    recordCount: 1,
    heads: ZERO_HASH,
    sealedAt: GENESIS + DAY,
  };
  await write(chain, ledger, chain.anchorer, 'anchor', [header], header.sealedAt + 60);
  return header;
}

interface BatchCase {
  readonly chain: Chain;
  readonly ledger: Target;
  readonly by: TestParty;
  readonly before: BatchHeader;
  readonly size: number;
}

async function measureBatch(batch: BatchCase): Promise<{ header: BatchHeader; gas: Map<string, number> }> {
  const { chain, ledger, by, before, size } = batch;
  const entries = Array.from({ length: ENTRIES }, (_, index) =>
    makeEntry(`scope1/row-${index}`, `${index}.5`),
  );
  const signed = signRecord({ by, subject: SUBJECT, entries });
  const leaf = sealedOf(signed);
  const tree = buildTree(concatBytes(bytesOf(leaf), makeHashes(size - 1)));
  const streams = mapStreams(by.party, signed.id);
  const holders = mapHolders(by.party, streams.root, size);
  const header = {
    number: before.number + 1,
    previous: hashHeader(before),
    records: treeRoot(tree),
    recordCount: size,
    heads: holders.root,
    sealedAt: before.sealedAt + 3600,
  };
  const anchored = await write(chain, ledger, chain.anchorer, 'anchor', [header], header.sealedAt + 60);
  const anchor = { header, anchoredAt: anchored.time };
  const { record, signature } = signed.submission;
  const map = SparseMerkleMap.build(entries.map(itemOfEntry));
  const holder = { anchor, streams: streams.root, siblings: holders.prove(by.party).siblings };
  const name = { party: by.party, kind: KINDS.dataset, subject: SUBJECT };
  const other = { ...name, subject: 'inventory/1999' };
  const shown = map.prove(hashEntryKey(entries[0]!.key));
  const nobody = formatHex(makeHashes(1, 0.5));
  const calls: [string, unknown[]][] = [
    ['checkAnchor', [anchor]],
    ['checkRecord', [record, signature, anchor, proveLeaf(tree, findLeaf(tree, leaf))]],
    ['checkEntry', [record, structOfEntry(entries[0]!), shown.siblings]],
    ['checkEntryAbsence', [record, 'scope9/none', ...absenceOf(map, hashEntryKey('scope9/none'))]],
    ['checkHead', [name, 1, signed.id, streams.prove(hashStream(name)).siblings, holder]],
    ['checkStreamAbsence', [other, ...absenceOf(streams, hashStream(other)), holder]],
    ['checkHolderAbsence', [nobody, ...absenceOf(holders, nobody), anchor]],
  ];
  const gas = new Map([['anchor', Number(anchored.gasUsed)]]);
  for (const [call, args] of calls) {
    const { gasUsed } = await write(chain, ledger, chain.admin, call, args);
    gas.set(call, Number(gasUsed));
  }
  return { header, gas };
}

function mapStreams(party: Hex, record: Hex): SparseMerkleMap {
  const items = Array.from({ length: STREAMS }, (_, index) => {
    const stream = hashStream({
      party,
      kind: KINDS.dataset,
      subject: index === 0 ? SUBJECT : `other/${index}`,
    });
    return { key: stream, leaf: hashHead({ stream, sequence: 1, record }) };
  });
  return SparseMerkleMap.build(items);
}

function mapHolders(party: Hex, streams: Hex, size: number): SparseMerkleMap {
  const others = makeHashes(size - 1, size);
  const map = SparseMerkleMap.build({ keys: others, leaves: others });
  map.insertItems([{ key: party, leaf: hashHolder({ party, streams }) }]);
  return map;
}

function absenceOf(map: SparseMerkleMap, key: Hex): [end: unknown, siblings: Hex[]] {
  const proof = map.prove(key);
  if (proof.present) throw new Error('the key is present');
  return [proof.end ?? { key: ZERO_HASH, leaf: ZERO_HASH }, proof.siblings];
}
