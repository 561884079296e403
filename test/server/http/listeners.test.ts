import { type Socket, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { makeEntry, signRecord } from '../../helpers/signed-record.ts';

const RECORDS = 150;

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
const warnings: Error[] = [];
const keep = (warning: Error): number => warnings.push(warning);

beforeAll(async () => {
  process.on('warning', keep);
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterAll(async () => {
  process.off('warning', keep);
  await server.stop();
  await database.drop();
});

/** Sends several requests on one connection before it reads an answer, and returns all answers. */
async function askAll(requests: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const socket: Socket = connect(Number(port), hostname);
  requests.forEach((lines, at) => {
    const isLast = at === requests.length - 1;
    socket.write(`${lines}\r\nHost: x\r\n${isLast ? 'Connection: close\r\n' : ''}\r\n`);
  });
  return text(socket);
}

describe('a server gives no warning of too many listeners', () => {
  it('when it answers many lines, and when many requests come on one connection', async () => {
    const records = Array.from({ length: RECORDS }, (_, at) =>
      signRecord({ by: ledger.company, subject: `many/${at}`, entries: [makeEntry('a', '1')] }),
    );
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const body = records.map(({ submission }) => `${JSON.stringify(submission)}\n`).join('');
    const bulk = await server.call<string>('POST', '/v1/records/bulk', { body, headers });
    expect(bulk.text.trim().split('\n')).toHaveLength(RECORDS);
    await ledger.publish();
    const path = 'GET /v1/batches/1/records HTTP/1.1';
    const answers = await askAll(Array<string>(20).fill(path));
    expect(answers.split('HTTP/1.1 200 OK')).toHaveLength(21);
    expect(warnings.map(({ message }) => message)).toEqual([]);
  });
});
