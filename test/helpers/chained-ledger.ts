import type { Pool } from 'pg';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { openRpcReader } from '../../chain/rpc-reader.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import type { BatchHeader } from '../../core/batches/batch.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import { digestRecord } from '../../core/records/record.ts';
import { recoverByNoble, signDigest } from '../../core/hashing/signature.ts';
import { openFollowedChain } from '../../indexer/followed-chain.ts';
import { indexOnce, type IndexStep } from '../../indexer/index-chain.ts';
import type { Acceptance } from '../../server/intake/outcome.ts';
import { openIntake } from '../../server/intake/intake.ts';
import type { AnchorerDeps, AnchorStep } from '../../server/anchoring/step.ts';
import { anchorOnce } from '../../server/anchoring/anchorer.ts';
import type { OperatorDeps } from '../../operator/deps.ts';
import { openCopy } from '../../client/publication/copy.ts';
import { openPublisher } from '../../server/publication/publish.ts';
import { sealOnce } from '../../server/sealing/sealer.ts';
import { configOf, PARTIES, type PartyName, startAlike, type TestChain } from './chain.ts';
import { keepLog } from './keep-log.ts';
import { makeKey, type TestParty } from './registry.ts';
import { type RecordSketch, type SignedRecord, signRecord } from './signed-record.ts';

const MAX_DELAY = 6 * 60 * 60;
/** The test fails if the chain is not indexed to its end after this many steps. */
const MOST_STEPS = 20;

/** A ledger on a real chain with registered parties. Every part is real and is run by the test, step by step. */
export interface ChainedLedger {
  readonly chain: TestChain;
  readonly deployment: Deployment;
  readonly domain: Domain;
  readonly parties: Readonly<Record<PartyName, TestParty>>;
  /** Signs a record for this ledger. */
  sign(sketch: RecordSketch): SignedRecord;
  accept(pool: Pool, record: SignedRecord, isPublic?: boolean): Promise<Acceptance>;
  /** Indexes the chain to its end and returns the last step. */
  index(pool: Pool): Promise<IndexStep>;
  /** Seals the waiting records. */
  seal(pool: Pool): Promise<BatchHeader>;
  /** Runs one step of the anchorer, which publishes to a folder. */
  anchor(pool: Pool, folder: string | null, changes?: Partial<AnchorerDeps>): Promise<AnchorStep>;
  /** Accepts records, seals and publishes a batch, anchors it and makes it final. */
  publish(pool: Pool, folder: string | null, ...records: readonly SignedRecord[]): Promise<BatchHeader>;
  /** Returns what an operator's commands need, with a publication; `report` gets a line for each step. */
  operator(
    pool: Pool,
    from: string,
    report?: (line: string) => void,
    documents?: string | null,
  ): OperatorDeps;
  /** Returns a new reader of the chain. */
  reader(): ChainReader;
}

/** Contracts on a chain, and the ids of the parties in its registry. */
interface Deployed {
  readonly deployment: Deployment;
  readonly ids: Readonly<Record<PartyName, Hex>>;
}

/** Deploys a ledger on a chain. */
export async function deployChainedLedger(chain: TestChain): Promise<ChainedLedger> {
  return openChainedLedger(chain, await deployAndRegister(chain));
}

const startDeployed = startAlike(deployAndRegister);

/** Starts a chain with a ledger. The first one in a process is deployed; others begin in the same state. */
export async function startChainedLedger(): Promise<ChainedLedger> {
  const { chain, prepared } = await startDeployed();
  return openChainedLedger(chain, prepared);
}

async function deployAndRegister(chain: TestChain): Promise<Deployed> {
  const deployment = await chain.deploy({ maxDelay: MAX_DELAY });
  return { deployment, ids: await chain.registerParties(deployment.registry) };
}

async function openChainedLedger(chain: TestChain, { deployment, ids }: Deployed): Promise<ChainedLedger> {
  const domain = { chainId: chain.chainId, ledger: deployment.ledger };
  // Keys and roles are valid once the final block is later than the block that opened them.
  await chain.mineAt((await chain.head()).time + 60);
  await chain.mine(4);
  const partyOf = (name: PartyName): TestParty => {
    const { address, privateKey } = chain.accounts[name];
    return {
      identifier: PARTIES[name].identifier,
      party: ids[name],
      key: { address, privateKey: bytesOf(privateKey as Hex) },
    };
  };
  const names = Object.keys(PARTIES) as PartyName[];
  const parties = Object.fromEntries(names.map((name) => [name, partyOf(name)])) as Record<
    PartyName,
    TestParty
  >;
  const head = async (): Promise<number> => (await chain.head()).time;
  const ledger: ChainedLedger = {
    chain,
    deployment,
    domain,
    parties,
    sign(sketch) {
      const signed = signRecord(sketch);
      const { privateKey } = sketch.key ?? sketch.by.key;
      const signature = signDigest(digestRecord(domain, signed.submission.record), privateKey);
      return { ...signed, submission: { ...signed.submission, signature } };
    },
    async accept(pool, { submission }, isPublic = false) {
      const now = await head();
      const operatorKey = makeKey('operator').privateKey;
      const keys = { operatorKey, recover: recoverByNoble };
      const deps = { pool, domain, ...keys, anchorWithin: 3600, now: () => now, log: keepLog() };
      return openIntake(deps).accept({ ...submission, public: isPublic });
    },
    async index(pool) {
      const followed = await openFollowedChain(pool, configOf(chain, deployment));
      for (let step = 0; step < MOST_STEPS; step++) {
        const done = await indexOnce({ pool, chain: followed, log: keepLog() });
        if (done.kind === 'halted' || (done.kind === 'read' && !done.isBehind)) return done;
      }
      throw new Error('the chain was not read to its end');
    },
    async seal(pool) {
      const now = await head();
      const sealed = await sealOnce({
        pool,
        log: keepLog(),
        maxRecords: 1000,
        maxAge: 0,
        maxDelay: MAX_DELAY,
        readNextTime: () => Promise.resolve(now),
        now: () => now,
      });
      if ('waiting' in sealed) throw new Error(`nothing was sealed: ${sealed.waiting}`);
      return sealed;
    },
    async anchor(pool, folder, changes = {}) {
      const publisher = folder === null ? null : openPublisher(pool, folder, domain);
      const step = await anchorOnce({
        pool,
        worker: 'anchorer',
        rpcs: [openRpc(chain.url)],
        quorum: 1,
        signer: chain.accounts.anchorer,
        log: keepLog(),
        maxDelay: MAX_DELAY,
        feeCap: 500_000_000_000n,
        replaceAfter: 60,
        now: () => 1_000_000,
        ...(publisher === null ? {} : { publish: (batch, turn) => publisher.publish(batch, turn) }),
        ...changes,
      });
      // The next step reads the chain, where the transaction must be.
      await chain.mined();
      return step;
    },
    async publish(pool, folder, ...records) {
      for (const record of records) await ledger.accept(pool, record);
      const header = await ledger.seal(pool);
      const step = await ledger.anchor(pool, folder);
      if (step.kind !== 'sent') throw new Error(`nothing was sent: ${JSON.stringify(step)}`);
      await chain.mine(4);
      await ledger.index(pool);
      return header;
    },
    operator: (pool, from, report = () => {}, documents = null) => ({
      ...{ pool, documents, now: () => 1_000_000 },
      domain,
      endpoints: { rpcs: [openRpc(chain.url)], quorum: 1 },
      reader: ledger.reader(),
      copy: openCopy(from),
      recover: recoverByNoble,
      report,
    }),
    reader: () =>
      openRpcReader({
        urls: [chain.url],
        quorum: 1,
        finality: 'finalized',
        chainId: chain.chainId,
        ledger: deployment.ledger,
      }),
  };
  return ledger;
}
