import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contract } from 'ethers';
import { expect, vi } from 'vitest';
import type { z } from 'zod';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { openApi } from '../../client/http/api.ts';
import { type Hex, ZERO_HASH, bytesOf } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import { KINDS } from '../../core/records/kind.ts';
import { type LedgerRecord, digestRecord, hashRecord } from '../../core/records/record.ts';
import { signDigest } from '../../core/hashing/signature.ts';
import { type RunningIndexer, startIndexer } from '../../indexer/start-indexer.ts';
import { makePolicy } from '../../devnet/stack/local-ledger.ts';
import { parseConfig } from '../../server/settings/server-settings.ts';
import { openLog } from '../../runtime/log.ts';
import { batchViewSchema, statusSchema } from '../../server/http/schemas.ts';
import { startServer } from '../../server/main.ts';
import { PARTIES, type TestChain } from '../helpers/chain.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { checkWholeLedger, type LedgerCount } from './check-whole-ledger.ts';
import { type Answer, submitRecord } from './submit.ts';
import type { KeptReceipt } from './submit.ts';
import { openRandom } from './random.ts';

/** The status of an answer, and the code of a refusal. */
export interface SubmitAnswer {
  readonly status: number;
  readonly code: string | null;
}

/** A whole service in this process, on a chain that the test controls. Every record becomes a batch of its own. */
export interface Service {
  readonly chain: TestChain;
  readonly deployed: Deployment;
  readonly database: TestDatabase;
  /** The URL of the API. */
  readonly url: string;
  /** The folder of the publication. */
  readonly publication: string;
  /** What the indexer logged. */
  readonly indexerLog: ReturnType<typeof keepLog>['lines'];
  /** Warnings and errors that the server logged, as lines of JSON. */
  readonly serverLog: readonly string[];
  /** Registers a record of the company in a stream of its own, without waiting for its batch. */
  register(): Promise<Answer>;
  /** Sends a record and returns the answer, including a refusal. */
  submit(submission: object): Promise<SubmitAnswer>;
  /** Sends a record of the company in a stream of its own and returns the answer. */
  tryRegister(): Promise<SubmitAnswer>;
  status(): Promise<z.infer<typeof statusSchema>>;
  batch(number: number): Promise<z.infer<typeof batchViewSchema>>;
  /** Starts the indexer again, after it halted. */
  restartIndexer(): Promise<void>;
  /** Returns the number of the newest batch in the contract. */
  latestOnChain(): Promise<number>;
  /** Mines until every record is in an anchored batch. */
  settle(): Promise<void>;
  /** Mines until everything is final, and checks the whole ledger. */
  check(): Promise<LedgerCount>;
  stop(): Promise<void>;
}

const SETTLE_MS = 60_000;

/** Changes to a service with one working endpoint. */
export interface ServiceOptions {
  /** By default the endpoint of the chain itself. */
  readonly rpcUrls?: readonly string[];
  readonly quorum?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** The clock of the server. By default that of the machine. */
  readonly now?: () => number;
}

/** Stores a receipt. A record that was rejected and accepted again gets a new one, which replaces the old one. */
function keepNewest(receipts: KeptReceipt[], receipt: KeptReceipt): void {
  const before = receipts.findIndex(({ record }) => record === receipt.record);
  if (before >= 0) receipts.splice(before, 1);
  receipts.push(receipt);
}

/** Returns a service on a chain whose final block is `final` blocks before the newest. */
export async function startService(
  chain: TestChain,
  final: number,
  { rpcUrls = [chain.url], quorum = 1, settings = {}, ...clock }: ServiceOptions = {},
): Promise<Service> {
  // Block times must differ: the final block must be later than the records it proves.
  const finalise = async (): Promise<void> => {
    await chain.mineAt((await chain.head()).time + 2);
    await chain.mine(final + 1);
  };
  const deployed = await chain.deploy();
  await chain.registerParties(deployed.registry);
  await finalise();
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-service-'));
  const database = await createTestDatabase();
  const keyFile = async (name: 'operator' | 'anchorer'): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, chain.accounts[name].privateKey, { mode: 0o600 });
    return file;
  };
  const publication = join(folder, 'publication');
  const config = parseConfig({
    DATABASE_URL: database.url,
    RPC_URL: rpcUrls.join(','),
    RPC_QUORUM: String(quorum),
    LEDGER_ADDRESS: deployed.ledger,
    START_BLOCK: String(deployed.block),
    OPERATOR_KEY_FILE: await keyFile('operator'),
    ANCHORER_KEY_FILE: await keyFile('anchorer'),
    PUBLICATION_DIR: publication,
    PORT: '0',
    POLL_INTERVAL: '50',
    SEAL_MAX_RECORDS: '1',
    ANCHOR_REPLACE_AFTER: '2',
    ...settings,
  });
  const log = keepLog();
  const serverLog: string[] = [];
  const follow = (): Promise<RunningIndexer> =>
    startIndexer({ pool: database.pool, config: config.chain, log });
  let indexer = await follow();
  const server = await startServer(config, {
    ...clock,
    log: openLog('warn', { write: (line) => void serverLog.push(line) }),
  });
  const api = openApi(server.url);
  const receipts: KeptReceipt[] = [];
  const wrong: string[] = [];
  let count = 0;
  const asked = {
    random: openRandom(1),
    apiUrls: () => [server.url],
    onWrong: (message: string) => void wrong.push(message),
    onRetry: () => {},
  };
  const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.provider);
  const latestOnChain = async (): Promise<number> => Number(await ledger.getFunction('latest')());
  const draft = (): { id: Hex; submission: object } => draftRecord(chain, deployed.ledger, ++count);
  const submit = async (submission: object): Promise<SubmitAnswer> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(submission);
    const response = await fetch(`${server.url}/v1/records`, { method: 'POST', headers, body });
    const said = (await response.json()) as { code?: string; receipt?: KeptReceipt };
    if (said.receipt !== undefined) keepNewest(receipts, said.receipt);
    return { status: response.status, code: said.code ?? null };
  };
  const service: Service = {
    chain,
    deployed,
    database,
    url: server.url,
    publication,
    indexerLog: log.lines,
    serverLog,
    async register() {
      const { id, submission } = draft();
      const answer = await submitRecord(asked, id, submission);
      if (answer.kind === 'acknowledged') receipts.push(answer.receipt);
      return answer;
    },
    submit,
    tryRegister: () => submit(draft().submission),
    status: () => api.get('/v1/status', statusSchema),
    batch: (number) => api.get(`/v1/batches/${number}`, batchViewSchema),
    async restartIndexer() {
      await indexer.ended;
      indexer = await follow();
    },
    latestOnChain,
    async settle() {
      await expect
        .poll(
          async () => {
            const { sealed, anchored, queue, halted } = await service.status();
            if (queue.waiting === 0 && sealed === anchored && (await latestOnChain()) === sealed)
              return 'settled';
            await chain.mine();
            return `${queue.waiting} records wait, ${anchored} of ${sealed} batches anchored, ${halted?.message ?? ''}`;
          },
          { timeout: SETTLE_MS, interval: 50 },
        )
        .toBe('settled');
    },
    async check() {
      await service.settle();
      await finalise();
      const newest = (await chain.head()).number;
      // The indexer reads the final block before the newest one, so it may be of an earlier time.
      const readEnds = async (): Promise<object> => {
        const { chain: read } = await service.status();
        return { head: read?.head?.number, final: read?.final?.number };
      };
      await expect.poll(readEnds, { timeout: SETTLE_MS }).toEqual({ head: newest, final: newest - final });
      expect(wrong).toEqual([]);
      const { ledger: address, registry, block } = deployed;
      const place = { chainId: chain.chainId, ledger: address, registry, startBlock: block };
      const policy = await makePolicy(place, chain.url);
      return checkWholeLedger(server.url, {
        receipts,
        entries: [],
        operator: chain.accounts.operator.address,
        policy,
      });
    },
    async stop() {
      await server.stop();
      await indexer.stop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
  const newest = (await chain.head()).number;
  // Hooks have no expect.poll.
  const readNewest = async (): Promise<void> =>
    expect((await service.status()).chain?.head?.number).toBe(newest);
  await vi.waitFor(readNewest, { timeout: SETTLE_MS });
  return service;
}

/** Returns the first record of the company in the stream with this number, ready to be sent. */
export function draftRecord(
  chain: TestChain,
  ledger: string,
  count: number,
): { id: Hex; submission: object } {
  const statement = { title: `inventory ${count}`, period: '', standard: '' };
  const record: LedgerRecord = {
    party: hashParty(PARTIES.company.identifier),
    kind: KINDS.disclosure,
    subject: `inventory/${count}`,
    sequence: 1,
    previous: ZERO_HASH,
    entries: ZERO_HASH,
    sources: [],
    statement: hashJson(statement),
  };
  const key = bytesOf(chain.accounts.company.privateKey as Hex);
  const signature = signDigest(digestRecord({ chainId: chain.chainId, ledger }, record), key);
  return { id: hashRecord(record), submission: { record, statement, signature } };
}
