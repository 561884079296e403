import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesOf, type Hex } from '../../../core/encoding/hex.ts';
import type { Domain } from '../../../core/hashing/domain.ts';
import { addressOfKey, signDigest } from '../../../core/hashing/signature.ts';
import { type BundleRecord, parseBundle } from '../../../core/proofs/bundle.ts';
import { hashStream } from '../../../core/records/record.ts';
import { storeNonce, storeSession } from '../../../db/sessions/sessions.ts';
import { EXAMPLES, type Example } from '../../../server/http/openapi.ts';
import type { Route } from '../../../server/http/route.ts';
import { ROUTES } from '../../../server/http/routes/routes.ts';
import { openSession } from '../../../server/sessions/session.ts';
import { hashPersonalText } from '../../../core/hashing/personal-text.ts';
import { formatText } from '../../../scripts/generated-file.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import type { TestDatabase } from '../../helpers/postgres.ts';
import { parseRecorded, proofPath, readRecorded, RECORDED_AT as NOW } from '../../recorded-home/recorded.ts';
import { loadDatabase } from '../../recorded-home/recorded-database.ts';
import { exampleWebhooks } from './webhook-examples.ts';
import { exampleWork } from './work-examples.ts';

const EXAMPLES_FILE = '../../../server/http/examples.json';
const COMPANY = 'lei:0000EXAMPLESTEEL0025';
const ORIGIN = 'http://127.0.0.1:8080';
const TOKEN = 'YXNfYW5fZXhhbXBsZV8zMl9ieXRlc19vZl9yYW5kb20';
/** The mark of the events, which is random. It stays as long as the database has the origin that is stored beside it. */
const MARK = '5d0c7a1e';
const NONCE = '1f6a0d3c5b7e92846a0f1c2d3e4b5a69';
const DOMAIN = parseRecorded('home/ledger.json') as Domain;

let database: TestDatabase;
let server: HttpServer;

beforeAll(async () => {
  database = await loadDatabase();
  await database.pool.query(`update event_feed set mark = '${MARK}', origin = default`);
  // Else the API takes no records: the clock of the database is far ahead of the recorded chain.
  await database.pool.query('update chain_state set clock_skew = null');
  server = await startHttpServer(database.pool, NOW, {}, DOMAIN);
  await storeSession(database.pool, createHash('sha256').update(TOKEN).digest(), company.address, NOW + 3600);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

/** Returns the record that a proof file of the worked example is about. */
const readProven = (name: string): BundleRecord => parseBundle(readFileSync(proofPath(name))).records[0]!;
const idOf = (name: string): Hex => readProven(name).id;

const company = openKey('company');

function openKey(name: string): { readonly privateKey: Uint8Array; readonly address: string } {
  const text = readRecorded(`home/keys/${name}.key`).toString();
  const privateKey = bytesOf(text.trim() as Hex);
  return { privateKey, address: addressOfKey(privateKey) };
}

/** Calls a route with the parameters given, and returns request and answer as an example. */
async function record(
  operation: string,
  params: Readonly<Record<string, string>> = {},
  body?: unknown,
): Promise<Example> {
  const route = findRoute(operation);
  const token = route.session === undefined ? {} : { token: TOKEN };
  const sent =
    body === undefined ? token : { ...token, body, headers: { 'Content-Type': mediaTypeOf(route) } };
  const { status, text } = await server.call(route.method.toUpperCase(), fillPath(route, params), sent);
  expect(Object.keys(route.answers), text).toContain(String(status));
  const answers = route.answer === null ? {} : { [status]: readFirst(text) };
  return {
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...(body === undefined ? {} : { body }),
    answers,
  };
}

function findRoute(operation: string): Route {
  return ROUTES.find((route) => route.operation === operation)!;
}

const mediaTypeOf = ({ line }: Route): string =>
  line === undefined ? 'application/json' : 'application/x-ndjson';

/** Returns an answer, or its first line. */
const readFirst = (text: string): unknown => JSON.parse(text.split('\n')[0]!);

function fillPath({ path }: Route, params: Readonly<Record<string, string>>): string {
  const isInPath = (name: string): boolean => path.includes(`{${name}}`);
  const query = Object.entries(params).filter(([name]) => !isInPath(name));
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!));
  return query.length === 0 ? filled : `${filled}?${new URLSearchParams(query).toString()}`;
}

/** The example of the first registration, which is only recorded as one that is sent again. */
async function recordRegistration(): Promise<Example> {
  const { record: fields, statement, signature } = readProven('assurance');
  const { body, answers } = await record('registerRecord', {}, { record: fields, statement, signature });
  const again = answers['200'] as object;
  return { body, answers: { 200: again, 201: { ...again, state: 'accepted' } } };
}

/** The example of a sign-in, with nonce and token that are not random. */
async function recordSignIn(): Promise<Example> {
  const message = `127.0.0.1:8080 wants you to sign in with your Ethereum account:\n${company.address}\n\nRead your records.\n\nURI: ${ORIGIN}\nVersion: 1\nChain ID: ${DOMAIN.chainId}\nNonce: ${NONCE}\nIssued At: ${new Date(NOW * 1000).toISOString()}`;
  const signature = signDigest(hashPersonalText(message), company.privateKey);
  await storeNonce(database.pool, NONCE, NOW, NOW + 600);
  const rules = { origin: ORIGIN, chainId: DOMAIN.chainId, seconds: 3600, now: NOW };
  const session = await openSession(database.pool, message, signature, rules);
  const parties = [readProven('disclosure').record.party];
  return { body: { message, signature }, answers: { 201: { ...session, token: TOKEN, parties } } };
}

/** The SHA-256 of a document that the worked example does not have. */
const DOCUMENT = createHash('sha256').update('a document').digest('hex');

function exampleOfDocument(): Example {
  const answer = (received: number): object => ({
    ...{ sha256: DOCUMENT, size: 5_000_000, received },
    isComplete: received === 5_000_000,
  });
  return {
    params: { sha256: DOCUMENT },
    answers: { 200: answer(5_000_000), 201: answer(5_000_000), 202: answer(1_048_576) },
  };
}

/** The example of a stream: the first event of the same list, since a stream does not end. */
async function recordStream(params: Readonly<Record<string, string>>): Promise<Example> {
  const { answers } = await record('listEvents', params);
  return { params, answers: { 200: (answers['200'] as { items: unknown[] }).items[0] } };
}

async function recordAll(): Promise<Record<string, Example>> {
  const grant = { id: idOf('disclosure'), party: readProven('assurance').record.party };
  const { record: disclosure } = readProven('disclosure');
  const disclosed = { id: grant.id, party: disclosure.party, stream: hashStream(disclosure) };
  return {
    registerRecord: await recordRegistration(),
    registerRecords: await record('registerRecords', {}, (await recordRegistration()).body),
    listRecords: await record('listRecords', { party: COMPANY, kind: 'result', limit: '1' }),
    readRecord: await record('readRecord', { id: idOf('decision') }),
    readRecordEntries: await record('readRecordEntries', { id: idOf('activity') }),
    readBundle: await record('readBundle', { id: idOf('activity'), entries: 'all' }),
    readImpact: await record('readImpact', { id: idOf('grid-factors-2023'), limit: '2' }),
    readStream: await record('readStream', { party: COMPANY, kind: 'result', subject: 'inventory/2023' }),
    listParties: await record('listParties', { limit: '2' }),
    readParty: await record('readParty', { party: COMPANY }),
    listStreamsOfParty: await record('listStreamsOfParty', { party: COMPANY, limit: '2' }),
    listBatches: await record('listBatches', { limit: '1' }),
    readBatch: await record('readBatch', { number: '1' }),
    readBatchRecords: await record('readBatchRecords', { number: '1' }),
    listRecordsOfBatch: await record('listRecordsOfBatch', { number: '1', limit: '1' }),
    search: await record('search', { q: 'exchange' }),
    searchFactors: await record('searchFactors', { q: 'anthracite', type: 'emission-factor', limit: '1' }),
    events: await recordStream({ after: '0', types: 'record.accepted' }),
    listEvents: await record('listEvents', { after: '0', kind: 'decision', limit: '2' }),
    giveNonce: { answers: { 200: { nonce: NONCE, expiresAt: NOW + 600 } } },
    signIn: await recordSignIn(),
    grantReading: await record('grantReading', grant),
    readGrants: await record('readGrants', { id: grant.id }),
    listGrantsReceived: {
      params: { party: grant.party, limit: '1' },
      answers: { 200: { items: [{ record: grant.id, grantedAt: NOW }], next: null } },
    },
    revokeReading: await record('revokeReading', grant),
    sendDocument: exampleOfDocument(),
    readDocument: { params: { sha256: DOCUMENT }, answers: {} },
    ...exampleWebhooks(grant.party, disclosed, NOW),
    ...exampleWork(disclosed.party, grant.party, [grant.id], NOW),
    showStatus: await record('showStatus'),
    showHealth: await record('showHealth'),
    showReadiness: await record('showReadiness'),
  };
}

describe('the examples of the OpenAPI document', () => {
  it('are what the server answers about the worked example', async () => {
    const recorded = JSON.stringify(await recordAll());
    await expect(await formatText(EXAMPLES_FILE, recorded)).toMatchFileSnapshot(EXAMPLES_FILE);
  });

  it('exist for every answer with a body, and for every request with one', () => {
    for (const { operation, answers, answer, body, line } of ROUTES) {
      if (answer !== null)
        expect(Object.keys(EXAMPLES[operation]!.answers), operation).toEqual(Object.keys(answers).sort());
      if (body !== undefined || line !== undefined)
        expect(EXAMPLES[operation], operation).toHaveProperty('body');
    }
  });

  it.each(ROUTES.map((route) => [route.operation, route] as const))(
    'of %s match their schemas',
    (_, route) => {
      const { params = {}, body, answers } = EXAMPLES[route.operation] ?? { answers: {} };
      const shape = route.line ?? route.bodyShape ?? route.body;
      if (shape !== undefined) shape.parse(body);
      const parts = Object.entries(params);
      const isInPath = ([name]: readonly [string, string]): boolean => route.path.includes(`{${name}}`);
      route.params?.parse(Object.fromEntries(parts.filter(isInPath)));
      route.query?.parse(Object.fromEntries(parts.filter((part) => !isInPath(part))));
      for (const answer of Object.values(answers)) route.answer!.parse(answer);
    },
  );
});
