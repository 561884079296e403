import { once } from 'node:events';
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { ROLES } from '../../../core/records/kind.ts';
import { digestReceipt } from '../../../core/records/receipt.ts';
import { recoverAddress } from '../../../core/hashing/signature.ts';
import { type Dump, dumpDatabase } from '../../helpers/dump.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, makeKey, openWindow, closeWindow } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

const PATH = '/v1/records/bulk';
const LINES = 50;
/** Lines of one body in memory: three groups are checked ahead; others are in the queue, being stored and being answered. */
const MOST_HELD = 6 * LINES;
const NDJSON = { 'Content-Type': 'application/x-ndjson' };
const OPERATOR = makeKey('operator');

const resultSchema = z.object({
  line: z.number(),
  id: z.string().optional(),
  state: z.string().optional(),
  created: z.boolean().optional(),
  receipt: z.object({ record: z.string(), signature: z.string() }).loose().optional(),
  error: z.object({ code: z.string(), message: z.string(), details: z.looseObject({}) }).optional(),
});
type Result = z.output<typeof resultSchema>;

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

const writeLine = ({ submission }: SignedRecord): string => JSON.stringify(submission);

const readResults = (text: string): Result[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => resultSchema.parse(JSON.parse(line)));

/** Sends a body and returns its results. */
async function send(lines: readonly string[], end = '\n'): Promise<Result[]> {
  const body = lines.join('\n') + end;
  const answered = await server.call<string>('POST', PATH, { body, headers: NDJSON });
  expect(answered).toMatchObject({ status: 200 });
  expect(answered.headers.get('content-type')).toContain('application/x-ndjson');
  expect(answered.headers.get('cache-control')).toBe('private, no-store');
  return readResults(answered.text);
}

const codesOf = (results: readonly Result[]): string[] =>
  results.map(({ error, state }) => error?.code ?? state ?? 'nothing');

/** Returns records, each in a stream of its own. */
const signMany = (count: number, from = 0): SignedRecord[] =>
  Array.from({ length: count }, (_, at) =>
    signRecord({ by: ledger.company, subject: `many/${from + at}`, entries: [makeEntry('a', '1')] }),
  );

/** Opens a request; the test sends its body. */
function open(): { sending: ClientRequest; answer: Promise<IncomingMessage> } {
  const sending = request(`${server.url}${PATH}`, { method: 'POST', headers: NDJSON });
  const answer = once(sending, 'response').then(([response]) => response as IncomingMessage);
  return { sending, answer };
}

/** Waits until a condition is true. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  await expect.poll(isTrue, { interval: 10, timeout: 20_000 }).toBe(true);
}

const countRecords = async (): Promise<number> =>
  (await database.pool.query<{ n: number }>('select count(*) as n from records')).rows[0]!.n;

describe('POST /v1/records/bulk', () => {
  it('answers each line in order with a receipt signed by the operator', async () => {
    const records = signMany(2 * LINES + 7);
    const results = await send(records.map(writeLine), '');
    expect(results.map(({ line }) => line)).toEqual(records.map((_, at) => at + 1));
    for (const [at, { id, state, created, receipt }] of results.entries()) {
      expect({ id, state, created }).toEqual({ id: records[at]!.id, state: 'accepted', created: true });
      const parsed = receipt as unknown as Parameters<typeof digestReceipt>[1] & { signature: string };
      expect(parsed.record).toBe(id);
      expect(recoverAddress(digestReceipt(TEST_DOMAIN, parsed), parsed.signature)).toBe(OPERATOR.address);
    }
  });

  it('gives the same answers and the same database as registering one record after another', async () => {
    const lines = await composeMixed();
    const single = await registerSingly(lines);
    const results = await send(lines);
    expect(results.map(({ line: _line, ...result }) => result)).toEqual(single.results);
    expect(await dumpDatabase(database.pool)).toEqual(single.dump);
    expect(codesOf(results)).toContain('accepted');
    for (const code of ['stream-conflict', 'sequence-gap', 'wrong-previous', 'unknown-source', 'unknown-key'])
      expect(codesOf(results)).toContain(code);
    for (const code of ['entries-root', 'own-source', 'signature-length', 'json-syntax', 'json-too-large'])
      expect(codesOf(results)).toContain(code);
  });

  it('reports invalid lines by number, counting blank lines, and accepts the others', async () => {
    const [first, second, third] = signMany(3).map(writeLine) as [string, string, string];
    const tooLong = `{"record": "${'x'.repeat(2 << 20)}"}`;
    const results = await send([first, '{"record":', '', ' \t\r', second, tooLong, 'null', third]);
    expect(results.map(({ line, error }) => [line, error?.code])).toEqual([
      [1, undefined],
      [2, 'json-syntax'],
      [5, undefined],
      [6, 'body-too-large'],
      [7, 'wrong-type'],
      [8, undefined],
    ]);
    expect(await countRecords()).toBe(3);
  });

  it('stores neither record nor stream for a refused line', async () => {
    const before = await dumpDatabase(database.pool);
    const gap = signRecord({ by: ledger.company, after: signRecord({ by: ledger.company }) });
    const stranger = signRecord({ by: ledger.company, key: makeKey('stranger'), subject: 'other' });
    expect(codesOf(await send([gap, stranger].map(writeLine)))).toEqual(['sequence-gap', 'unknown-key']);
    expect(await dumpDatabase(database.pool)).toEqual(before);
  });

  it('answers an empty body with an empty answer', async () => {
    expect(await send([], '')).toEqual([]);
  });

  it('answers lines while more of the body arrives', async () => {
    const { sending, answer } = open();
    const [first, second] = signMany(2).map(writeLine) as [string, string];
    sending.write(`${first}\n`);
    const response = (await answer).setEncoding('utf8');
    const [one] = (await once(response, 'data')) as [string];
    expect(codesOf(readResults(one))).toEqual(['accepted']);
    sending.end(second);
    const [two] = (await once(response, 'data')) as [string];
    expect(readResults(two)).toMatchObject([{ line: 2, state: 'accepted' }]);
  });

  it('returns the same receipts when records are sent again, even after a connection was cut in the middle of a line', async () => {
    const records = signMany(3 * LINES);
    const lines = records.map(writeLine);
    const { sending, answer } = open();
    const half = lines.slice(0, 2 * LINES).join('\n');
    sending.write(half.slice(0, -200));
    const response = (await answer).setEncoding('utf8');
    const [some] = (await once(response, 'data')) as [string];
    const told = readResults(some);
    expect(told.length).toBeGreaterThan(0);
    const gone = new Promise((resolve) => response.once('close', resolve));
    response.on('error', () => {});
    sending.on('error', () => {}).destroy();
    await gone;
    await until(() => server.bulkLoad().requests === 0);
    const results = await send(lines);
    expect(new Set(codesOf(results))).toEqual(new Set(['accepted']));
    expect(results.slice(0, told.length).map(({ receipt }) => receipt)).toEqual(
      told.map(({ receipt }) => receipt),
    );
    expect(results.filter(({ created }) => created === false).length).toBeGreaterThanOrEqual(told.length);
    expect(await countRecords()).toBe(records.length);
    expect((await send(lines)).map(({ receipt }) => receipt)).toEqual(results.map(({ receipt }) => receipt));
    expect(server.bulkLoad()).toMatchObject({ requests: 0, lines: 0 });
  });

  it('keeps few lines of a long body in memory, and reads it only as fast as its answer is read', async () => {
    const broken = 'x'.repeat(900);
    const { sending, answer } = open();
    let sent = 0;
    const fill = (): void => {
      while (sent < 200_000 && sending.write(`${broken}\n`.repeat(50))) sent += 50;
    };
    sending.on('drain', fill).on('error', () => {});
    fill();
    const response = await answer;
    response.on('error', () => {});
    await untilStill(() => sent);
    const { lines, peakLines } = server.bulkLoad();
    expect(lines).toBeGreaterThan(LINES);
    expect(peakLines).toBeLessThanOrEqual(MOST_HELD);
    expect(sent).toBeLessThan(100_000);
    const stalled = sent;
    response.resume();
    await until(() => sent > stalled + 10_000);
    expect(server.bulkLoad().peakLines).toBeLessThanOrEqual(MOST_HELD);
    sending.destroy();
    await until(() => server.bulkLoad().requests === 0);
    expect(server.bulkLoad().lines).toBe(0);
  });

  it('stores each record once when two bodies race for the same streams, and returns its receipt to both', async () => {
    const chains = Array.from({ length: 20 }, (_, at) => signChain(`chain/${at}`, 5));
    const forth = chains.flat().map(writeLine);
    const back = chains.reverse().flat().map(writeLine);
    const [one, other] = await Promise.all([send(forth), send(back)]);
    const receipts = (results: Result[]): Map<string, unknown> =>
      new Map(results.map(({ id, receipt }) => [id ?? 'refused', receipt]));
    expect(receipts(one)).toEqual(new Map([...receipts(other)].reverse().sort(byOrderOf(one))));
    expect(await countRecords()).toBe(100);
    expect([...one, ...other].filter(({ created }) => created)).toHaveLength(100);
  });
});

describe('a failure of the server or the database during a bulk request', () => {
  const failFor = (subject: string, how: string): Promise<unknown> =>
    database.pool.query(
      `create function fail() returns trigger language plpgsql as $$ begin ${how}; end $$;
       create trigger fail before insert on records for each row when (new.subject = '${subject}') execute function fail()`,
    );

  it('is reported for its line only, and the other lines are accepted', async () => {
    const records = signMany(5);
    await failFor('many/2', `raise exception 'a fault'`);
    expect(codesOf(await send(records.map(writeLine)))).toEqual([
      'accepted',
      'accepted',
      'internal',
      'accepted',
      'accepted',
    ]);
    expect(server.logged()).toContain('a fault');
  });

  it('cuts the answer if the database stops, and the client gets the same receipts when it sends again', async () => {
    const records = signMany(3 * LINES);
    const lines = records.map(writeLine);
    await failFor(`many/${3 * LINES - 1}`, `perform pg_terminate_backend(pg_backend_pid())`);
    const { sending, answer } = open();
    sending.on('error', () => {});
    sending.write(`${lines[0]!}\n`);
    const response = (await answer).setEncoding('utf8');
    const [told] = (await once(response, 'data')) as [string];
    response.on('error', () => {}).resume();
    const gone = new Promise((resolve) => response.once('close', resolve));
    sending.end(lines.slice(1).join('\n'));
    await gone;
    expect(response.complete).toBe(false);
    await database.pool.query('drop function fail cascade');
    const results = await send(lines);
    expect(new Set(codesOf(results))).toEqual(new Set(['accepted']));
    expect(results[0]!.receipt).toEqual(readResults(told)[0]!.receipt);
    expect(await countRecords()).toBe(records.length);
  });
});

describe('a bulk request that is refused as a whole', () => {
  it('is still read to its end, so that the client gets the answer and can use the connection again', async () => {
    await database.pool.query('update chain_state set final_time = null');
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (body: string): Promise<[number | undefined, Socket]> => {
      const sending = request(`${server.url}${PATH}`, { method: 'POST', headers: NDJSON, agent });
      sending.end(body);
      const [response] = (await once(sending, 'response')) as [IncomingMessage];
      const { socket } = response;
      await once(response.resume(), 'end');
      return [response.statusCode, socket];
    };
    const long = `${writeLine(signMany(1)[0]!)}\n`.repeat(20_000);
    const [refused, first] = await ask(long);
    await database.pool.query('update chain_state set final_time = $1', [SEED_FINAL]);
    const [taken, second] = await ask(writeLine(signMany(1)[0]!));
    expect([refused, taken]).toEqual([503, 200]);
    expect(second).toBe(first);
    agent.destroy();
  });
});

describe('an overloaded server', () => {
  it('takes lines of another body while one with its only place waits for bytes, or for its reader', async () => {
    const bulk = { atOnce: 1, maxLines: LINES, idleSeconds: 600, threads: 1 };
    await server.stop();
    server = await startHttpServer(database.pool, SEED_FINAL, { bulk });
    const waits = open();
    waits.sending.write(writeLine(signMany(1, 900)[0]!));
    const reads = open();
    reads.sending.on('error', () => {}).write('broken\n'.repeat(100_000));
    (await reads.answer).on('error', () => {}).pause();
    await until(() => server.bulkLoad().requests === 2);
    expect(codesOf(await send(signMany(1).map(writeLine)))).toEqual(['accepted']);
    waits.sending.end('\n');
    const response = (await waits.answer).setEncoding('utf8');
    const [one] = (await once(response, 'data')) as [string];
    expect(codesOf(readResults(one))).toEqual(['accepted']);
    reads.sending.destroy();
    await until(() => server.bulkLoad().requests === 0);
  });

  it('answers 503 to single records at the limit of requests that it answers, not of bodies that arrive', async () => {
    await server.stop();
    server = await startHttpServer(database.pool, SEED_FINAL, { writesAtOnce: 1 });
    const [record, other] = signMany(2);
    const ask = (asked: SignedRecord): Promise<{ status: number; headers: Headers }> =>
      server.call('POST', '/v1/records', { body: asked.submission });
    const client = await database.pool.connect();
    await client.query('begin; lock table records');
    const waiting = ask(record!);
    await until(async () => (await ask(other!)).status === 503);
    expect((await ask(other!)).headers.get('retry-after')).toBe('5');
    await client.query('rollback');
    client.release();
    expect((await waiting).status).toBe(201);
    expect((await ask(other!)).status).toBe(201);
  });

  it('refuses a body that is not NDJSON, and any body while the ledger is halted', async () => {
    expect(await server.call('POST', PATH, { body: {} })).toMatchObject({ status: 415 });
    await database.pool.query(`update chain_state set halted_code = 'x', halted_message = 'stopped'`);
    const body = signMany(1).map(writeLine).join('\n');
    expect(await server.call('POST', PATH, { body, headers: NDJSON })).toMatchObject({
      status: 503,
      body: { code: 'ledger-halted' },
    });
  });
});

/** Several versions in one stream. */
function signChain(subject: string, length: number): SignedRecord[] {
  const chain: SignedRecord[] = [];
  for (let at = 0; at < length; at++)
    chain.push(
      signRecord({
        by: ledger.company,
        subject,
        after: chain.at(-1) ?? null,
        statement: { title: `version ${at}` },
      }),
    );
  return chain;
}

const byOrderOf =
  (results: Result[]) =>
  ([a]: [string, unknown], [b]: [string, unknown]): number =>
    results.findIndex(({ id }) => id === a) - results.findIndex(({ id }) => id === b);

/** Waits until a number has not changed for a while. */
async function untilStill(read: () => number): Promise<void> {
  let last = -1;
  let same = 0;
  await until(() => {
    same = read() === last ? same + 1 : 0;
    last = read();
    return same >= 30;
  });
}

/** Lines of all kinds: dependent on each other, repeated, and invalid. */
async function composeMixed(): Promise<string[]> {
  const { company, provider, auditor, exchange } = ledger;
  const entries = [makeEntry('scope1/total', '12.5'), makeEntry('scope2/total', '7')];
  const data = signRecord({ by: provider, subject: 'factors' });
  const chain = signChain('inventory/chain', 3);
  const result = signRecord({ by: company, kind: 'result', sources: [data], entries });
  const opinion = signRecord({ by: auditor, kind: 'assurance', answers: result });
  const decision = signRecord({ by: exchange, kind: 'decision', answers: result, sources: [opinion] });
  const other = signRecord({ by: company, subject: 'inventory/chain', statement: { title: 'other' } });
  const closed = makeKey('closed');
  await openWindow(database.pool, { party: company.party, key: closed.address }, 2000);
  await closeWindow(database.pool, { party: company.party, key: closed.address }, 3000);
  const bad = signRecord({ by: company, subject: 'bad', entries });
  const valid = [data, chain[0]!, chain[1]!, result, opinion, decision, chain[1]!, chain[2]!, data];
  const refused = [
    other,
    signRecord({ by: company, after: signRecord({ by: company, after: chain[2]! }), subject: 'gap' }),
    signRecord({ by: company, subject: 'inventory/chain', after: { ...chain[1]!, id: other.id } }),
    signRecord({
      by: company,
      subject: 'sourced',
      sources: [signRecord({ by: provider, subject: 'absent' })],
    }),
    signRecord({ by: company, subject: 'stranger', key: makeKey('stranger') }),
    signRecord({ by: company, subject: 'closed', key: closed }),
    signRecord({ by: auditor, kind: 'dataset' }),
    signRecord({ by: { ...company, party: data.id } }),
  ];
  return [
    ...valid.slice(0, 4).map(writeLine),
    JSON.stringify({ ...bad.submission, entries: [makeEntry('scope1/total', '13')] }),
    ...refused.map(writeLine),
    JSON.stringify({ ...bad.submission, signature: '0x00' }),
    '{"record": }',
    JSON.stringify(signRecord({ by: company, statement: { notes: 'é'.repeat(32 << 10) } }).submission),
    JSON.stringify({ ...bad.submission, public: true }),
    JSON.stringify({ ...bad.submission, entries: [makeEntry('scope1/total', '13')] }),
    ...valid.slice(4).map(writeLine),
    JSON.stringify(await signOwnSource()),
  ];
}

/** An opinion on its own record by a party that is both company and auditor. */
async function signOwnSource(): Promise<unknown> {
  const { company } = ledger;
  await openWindow(database.pool, { party: company.party, role: ROLES.auditor }, 1000);
  return signRecord({
    by: company,
    kind: 'assurance',
    answers: signRecord({ by: company, subject: 'inventory/chain', statement: { title: 'version 0' } }),
  }).submission;
}

/** Registers the lines one by one, returns the answers and the database content, and empties the database again. */
async function registerSingly(
  lines: readonly string[],
): Promise<{ results: Omit<Result, 'line'>[]; dump: Dump }> {
  const results: Omit<Result, 'line'>[] = [];
  for (const body of lines) {
    const { status, body: answer } = await server.call('POST', '/v1/records', { body });
    const { errorId: _errorId, ...error } = answer;
    results.push(
      resultSchema
        .omit({ line: true })
        .parse(status < 300 ? { ...answer, created: status === 201 } : { error }),
    );
  }
  const dump = await dumpDatabase(database.pool);
  await database.pool.query(
    'truncate records, record_sources, entries, streams, waiting_records restart identity cascade',
  );
  return { results, dump };
}
