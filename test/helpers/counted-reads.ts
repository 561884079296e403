import { Wallet } from 'ethers';
import type { Pool } from 'pg';
import { EventHub } from '../../server/events/event-hub.ts';
import { KeptClosures } from '../../server/impact/kept-closures.ts';
import { openSlowReads } from '../../server/reads/slow-reads.ts';
import { openMetrics } from '../../server/metrics/metrics.ts';
import type { HttpContext, RawParts } from '../../server/http/route.ts';
import { ROUTES } from '../../server/http/routes/routes.ts';
import { BATCH_STATES } from '../../db/batches/batch-views.ts';
import type { HttpConfig } from '../../server/settings/server-settings.ts';
import { indexOnce } from '../../indexer/index-chain.ts';
import { anchorOnce } from '../../server/anchoring/anchorer.ts';
import { sealOnce } from '../../server/sealing/sealer.ts';
import { type CountedPool, type CountedStatement, countStatements } from './counted-pool.ts';
import { keepLog } from './keep-log.ts';
import { FIRST_TIME, type ManyBatches, OPEN_BLOCKS } from './many-batches.ts';
import { playChain } from './played-chain.ts';
import { makeKey, TEST_DOMAIN } from './registry.ts';

/** What one request or step of a service reads. */
export interface CountedRead {
  readonly what: string;
  readonly statements: readonly CountedStatement[];
}

/** Runs every request that lists or shows the ledger, and the steps of indexer, sealer and anchorer, and counts what each reads. */
export async function countReads(pool: Pool, ledger: ManyBatches): Promise<CountedRead[]> {
  const counted = countStatements(pool);
  return [...(await countRequests(counted, ledger)), ...(await countSteps(counted, ledger))];
}

async function countRequests(counted: CountedPool, ledger: ManyBatches): Promise<CountedRead[]> {
  const context = makeContext(counted.pool, FIRST_TIME + 10 * ledger.count);
  const metrics = openMetrics(context);
  const reads: CountedRead[] = [];
  const note = async (what: string, run: () => Promise<unknown>): Promise<void> => {
    await run();
    reads.push({ what, statements: counted.take() });
  };
  await note('GET /metrics', () => metrics.render());
  await note('GET /v1/status', () => ask(context, '/v1/status', {}));
  await note('GET /v1/batches', () => ask(context, '/v1/batches', {}));
  for (const state of BATCH_STATES)
    await note(`GET /v1/batches?state=${state}`, () => ask(context, '/v1/batches', {}, { state }));
  await note('GET /v1/batches/{number}/summaries', () =>
    ask(context, '/v1/batches/{number}/summaries', { number: '7' }),
  );
  for (const q of ['subject', 'inventory', 'test:', 'large', '7', ledger.source, ledger.large.key.address])
    await note(`GET /v1/search?q=${shorten(q)}`, () => ask(context, '/v1/search', {}, { q }));
  await note('GET /v1/batches/{number}', () => ask(context, '/v1/batches/{number}', { number: '7' }));
  await note('GET /v1/batches/{number}/records', () =>
    ask(context, '/v1/batches/{number}/records', { number: '7' }),
  );
  for (const query of chooseQueries(ledger)) {
    const text = Object.entries(query)
      .map(([name, value]) => `${name}=${shorten(value)}`)
      .join('&');
    await note(`GET /v1/records?${text}`, () => ask(context, '/v1/records', {}, query));
  }
  const {
    large: { identifier: party },
    subject,
    source: id,
  } = ledger;
  await note('GET /v1/records/{id}', () => ask(context, '/v1/records/{id}', { id }));
  await note('GET /v1/parties/{party}/streams', () => ask(context, '/v1/parties/{party}/streams', { party }));
  await note('GET /v1/streams/…', () =>
    ask(context, '/v1/streams/{party}/{kind}/{subject}', { party, kind: 'dataset', subject }),
  );
  return reads;
}

function shorten(value: string): string {
  return value.length > 20 ? `${value.slice(0, 10)}…` : value;
}

function makeContext(pool: Pool, now: number): HttpContext {
  const refuse = (): never => {
    throw new Error('a read registers nothing');
  };
  const load = { requests: 0, lines: 0, peakLines: 0, refused: new Map<string, number>() };
  return {
    pool,
    metricsPool: pool,
    slowReads: openSlowReads(pool, pool, { atOnce: 1 }),
    closures: new KeptClosures(),
    documents: null,
    webhooks: null,
    work: null,
    events: new EventHub(pool, { streams: 1, streamsPerClient: 1 }),
    domain: TEST_DOMAIN,
    origin: 'http://127.0.0.1',
    config: { maxPage: 500 } as HttpConfig,
    log: keepLog() as unknown as HttpContext['log'],
    now: () => now,
    submit: refuse,
    bulk: { load: () => load, answer: refuse },
    readCosts: null,
    publication: null,
    operator: null,
    checkReady: () => Promise.resolve(),
  };
}

/** Answers a request as the server does, and reads the answer to its end. */
async function ask(context: HttpContext, path: string, params: object, query: object = {}): Promise<void> {
  const route = ROUTES.find((each) => each.path === path && each.method === 'get')!;
  const answer = await route.run(context, { params, query, token: null } as RawParts);
  if ('lines' in answer) await Array.fromAsync(answer.lines);
}

/** Every filter of records, alone and with every other: values that many, few and no records have; some with a cursor half-way. */
function chooseQueries({ count, large, small, subject, source }: ManyBatches): Record<string, string>[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    kind: ['dataset', 'result', 'assurance'],
    party: [large.identifier, small.identifier],
    subject: [subject, 'subject/3', 'nothing'],
    source: [source, large.party],
    id: [source.slice(0, 10), '0x00000000'],
    answers: [source],
    addressee: [large.identifier, small.identifier],
    since: [String(FIRST_TIME + 10 * count - 1000), '0'],
    state: ['accepted', 'anchored', 'final', 'rejected'],
  };
  const single = Object.entries(values).flatMap(([name, each]) => each.map((value) => ({ [name]: value })));
  const pairs = single.flatMap((one, at) =>
    single
      .slice(at + 1)
      .flatMap((other) => (Object.keys(one)[0] === Object.keys(other)[0] ? [] : [{ ...one, ...other }])),
  );
  const stream = { party: large.identifier, subject };
  const more = [
    { ...stream, kind: 'dataset' },
    { ...stream, kind: 'assurance' },
    { ...stream, kind: 'result', source },
  ];
  const middle = Buffer.from(JSON.stringify([count >> 1])).toString('base64url');
  const queries: Record<string, string>[] = [{}, ...single, ...pairs, ...more];
  return queries.flatMap((query) => [query, { ...query, cursor: middle }]);
}

async function countSteps(counted: CountedPool, ledger: ManyBatches): Promise<CountedRead[]> {
  const { pool, take } = counted;
  const { count, last } = ledger;
  const chain = playChain(count - 1 + OPEN_BLOCKS);
  const endpoints = { rpcs: [chain.rpc], quorum: 1 };
  const log = keepLog();
  let time = FIRST_TIME + 10 * count + 300;
  const now = (): number => time;
  const reads: CountedRead[] = [];
  const note = async (what: string, expected: string, run: () => Promise<object>): Promise<void> => {
    const outcome = JSON.stringify(await run());
    if (!outcome.includes(expected)) throw new Error(`${what}: expected ${expected}, got ${outcome}`);
    reads.push({ what, statements: take() });
  };
  const index = (): Promise<object> =>
    indexOnce({
      pool,
      log,
      chain: {
        endpoints,
        domain: TEST_DOMAIN,
        registry: TEST_DOMAIN.ledger,
        maxDelay: 3600,
        finality: { confirmations: 8 },
      },
    });
  const seal = (): Promise<object> =>
    sealOnce({
      pool,
      log,
      now,
      maxRecords: 1000,
      maxAge: 0,
      maxDelay: 3600,
      readNextTime: () => Promise.resolve(time),
    });
  const signer = new Wallet(Buffer.from(makeKey('anchorer').privateKey).toString('hex'));
  const anchor = (): Promise<object> =>
    anchorOnce({
      pool,
      worker: 'anchorer',
      log,
      now,
      ...endpoints,
      signer,
      maxDelay: 3600,
      feeCap: 10n,
      replaceAfter: 60,
    });
  await note('indexer, nothing new', '"read"', index);
  await note('sealer, the last batch is not anchored', '"unanchored"', seal);
  await note('anchorer, sends', '"sent"', anchor);
  await note('anchorer, waits', '"pending"', anchor);
  chain.add(1, last);
  await note('indexer, a batch on the chain', '"read"', index);
  chain.replace(1);
  await note('indexer, a reorganisation', '"reorg"', index);
  await note('indexer, reads again', '"read"', index);
  chain.add(12, last);
  time += 400;
  await note('indexer, the batch is final', '"read"', index);
  await note('sealer, seals', `"number":${count + 1}`, seal);
  await note('anchorer, sends the next', '"sent"', anchor);
  chain.add(500);
  time += 5000;
  await note('indexer, much later', '"read"', index);
  await note('anchorer, makes it void', '"voided"', anchor);
  return reads;
}
