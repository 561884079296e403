// Imported first, so that core's hashes are counted.
import { countHashes } from '../tools/hash-counter.ts';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { type Bundle, formatBundle } from '../../core/proofs/bundle.ts';
import { type Hex, bytesOf } from '../../core/encoding/hex.ts';
import { type Recover, type SignatureParts, recoverByNoble } from '../../core/hashing/signature.ts';
import { type Verification, type VerifyOptions, verifyBundle } from '../../core/verify/verify.ts';
import { buildBundle, showHead, showRecord } from '../../test/helpers/bundle-builder.ts';
import {
  type MemoryLedger,
  MEMORY_REGISTRY,
  createLedger,
  named,
  readFacts,
  registerParty,
  sealBatch,
} from '../../test/helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../test/helpers/registry.ts';
import { makeEntry, signRecord } from '../../test/helpers/signed-record.ts';
import { hashBare } from '../tools/bare-hash.ts';
import { measureMedian, showCost, showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const RECORDS = 10;
const ENTRIES = 20;
const SHOWN = 3;
/** Records in the batch of the proof file's records. */
const SEALED = 1_000;
const TIMES = 50;

const METHOD = `\`verifyBundle\` of a proof file with ${RECORDS} records of ${ENTRIES} entries each, sealed in a batch of ${SEALED} records. Every second record shows all its
entries, the others show ${SHOWN}; the head of the first one shows that it is current, as the policy asks. Bytes in, verdict out; the chain's answers are in memory. Its bare work is the keys that it recovers, by
the same function of noble, and the hashes that it computes, by hash-wasm over inputs of the same lengths, as counted in one
verification. The median of nine runs of ${TIMES} verifications.`;

interface Work {
  readonly recoveries: readonly (readonly [digest: Hex, parts: SignatureParts])[];
  readonly sizes: readonly number[];
}

/** Measures a verification, and its signatures and hashes alone. */
export async function measureRow(): Promise<Row> {
  const { file, options } = makeCase();
  const work = await countWork(file, options);
  const whole = await measureMedian(9, () => repeat(() => verifyBundle(file, options)));
  const bare = await measureMedian(9, () => repeat(() => doWork(work)));
  const each = ({ cpu, wall, held }: typeof whole): typeof whole => ({
    value: undefined,
    cpu: cpu / TIMES,
    wall: wall / TIMES,
    held,
  });
  const hashes = await measureMedian(9, () => repeat(() => hashAll(work.sizes)));
  return {
    title: 'Verification of a proof file with ten records',
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept'],
    lines: [
      [`verifyBundle, a file of ${(file.length / 1024).toFixed(0)} KiB`, ...showCost(each(whole))],
      [
        `bare: ${work.recoveries.length} recoveries, ${work.sizes.length} hashes (${showTime(hashes.cpu / TIMES)})`,
        ...showCost(each(bare)),
      ],
    ],
    goals: [
      { what: 'verification / its bare work', ratio: whole.cpu / bare.cpu, goal: 1.4, sense: 'at most' },
    ],
  };
}

async function repeat(run: () => unknown): Promise<void> {
  for (let turn = 0; turn < TIMES; turn++) await run();
}

function makeCase(): { file: Uint8Array; options: VerifyOptions } {
  const ledger = createLedger();
  const by = registerParty(ledger, 'urn:company', 'company');
  const signed = Array.from({ length: SEALED }, (_, index) =>
    signRecord({ by, subject: `inventory/${index}`, ...(index < RECORDS ? { entries: makeEntries() } : {}) }),
  );
  sealBatch(ledger, signed);
  const keys = makeEntries()
    .slice(0, SHOWN)
    .map(({ key }) => key);
  const records = signed
    .slice(0, RECORDS)
    .map((record, index) => showRecord(ledger, record, index % 2 === 0 ? { all: true } : { keys }));
  const bundle = { ...buildBundle(records), heads: [showHead(ledger, signed[0]!, 1)] };
  return { file: encode(bundle), options: optionsOf(ledger) };
}

function makeEntries(): ReturnType<typeof makeEntry>[] {
  return Array.from({ length: ENTRIES }, (_, index) => makeEntry(`scope1/row-${index}`, `${index}.5`));
}

function encode(bundle: Bundle): Uint8Array {
  return new TextEncoder().encode(formatBundle(bundle));
}

function optionsOf({ facts }: MemoryLedger): VerifyOptions {
  const policy = {
    ...createPolicy({ ...TEST_DOMAIN, urls: [] }),
    codeHash: named('ledger code'),
    registry: { address: MEMORY_REGISTRY, codeHash: named('registry code') },
  };
  return { policy, reader: readFacts(facts), now: facts.vouched.time + 60 };
}

async function countWork(file: Uint8Array, options: VerifyOptions): Promise<Work> {
  const recoveries: [Hex, SignatureParts][] = [];
  const recover: Recover = (digest, parts) => {
    recoveries.push([digest, parts]);
    return recoverByNoble(digest, parts);
  };
  let found: Verification['verdict'] | undefined;
  const sizes = await countHashes(async () => {
    found = (await verifyBundle(file, { ...options, recover })).verdict;
  });
  if (found !== 'verified') throw new Error(`expected the verdict verified, got ${String(found)}`);
  return { recoveries, sizes };
}

function doWork({ recoveries, sizes }: Work): void {
  for (const [digest, { compact, recovery }] of recoveries) {
    const signature = secp256k1.Signature.fromBytes(compact, 'compact').addRecoveryBit(recovery);
    signature.recoverPublicKey(bytesOf(digest)).toBytes(false);
  }
  hashAll(sizes);
}

function hashAll(sizes: readonly number[]): void {
  for (const size of sizes) hashBare(zeros.subarray(0, size));
}

const zeros = new Uint8Array(2 ** 20);
