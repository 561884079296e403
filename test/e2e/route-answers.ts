import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openApi } from '../../client/http/api.ts';
import { openSession } from '../../client/http/sign-in.ts';
import { openPrivateKey } from '../../client/keys/private-key.ts';
import { signerOfKey } from '../../client/keys/signer.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { nameHome } from '../../devnet/stack/ledger-home.ts';
import { openClient } from '../../library/client.ts';
import { ROUTES } from '../../server/http/routes/routes.ts';
import { recordJson } from '../helpers/recorded-behaviour.ts';
import { locate } from './started-ledger.ts';

/** A request: what fills the path, then the query. */
interface Call {
  readonly params?: Readonly<Record<string, string>>;
  /** Sent as JSON, or as it is. */
  readonly body?: object | Uint8Array<ArrayBuffer>;
  readonly type?: string;
  /** Sent without the session of the company. */
  readonly isAnonymous?: true;
}

/** What the calls name: ids of records of the worked example by title, and what its company has. */
interface Known {
  readonly url: string;
  readonly ids: Readonly<Record<string, string>>;
  /** The submission of a record that the ledger has. */
  readonly submission: object;
  readonly document: Uint8Array<ArrayBuffer>;
  readonly batch: string;
}

const COMPANY = 'lei:0000EXAMPLESTEEL0025';
const AUDITOR = 'urn:example.org:clear-assurance';
const NOBODY = 'demo:nobody';
const NO_RECORD = `0x${'0'.repeat(64)}`;
/** Of no webhook and of no work. */
const NO_ID = '00000000-0000-4000-8000-000000000000';
const UNIT = new TextEncoder().encode('the bytes of a unit');

const LAST = ['listWorkResults', 'readWorkResult', 'changeWorkState', 'removeWebhook', 'signOut'];

/** The operations of all routes, those last that end what others need. */
export const OPERATIONS: readonly string[] = [
  ...ROUTES.map(({ operation }) => operation).filter((operation) => !LAST.includes(operation)),
  ...LAST,
];

/** Ids that the ledger has given meanwhile. */
interface Made {
  webhook: string;
  work: string;
}

/** The operations that give them. */
const MAKES: Readonly<Record<string, keyof Made | undefined>> = { addWebhook: 'webhook', askForWork: 'work' };

/** The calls about work of two units, which the company asks itself for: one is delivered, the other fails. */
function listWorkCalls(results: readonly string[], work: string): Record<string, readonly Call[]> {
  const pool = hashParty(COMPANY);
  const sha256 = createHash('sha256').update(UNIT).digest('hex');
  const [of, none, bytes] = [{ id: work }, { id: NO_ID }, 'application/octet-stream'];
  const [first, second] = [
    { unit: 0, token: 1 },
    { unit: 1, token: 1 },
  ];
  const delivery = { ...of, unit: '0', pool, sha256, milliseconds: '1', token: '1' };
  const failure = { pool, token: 1, code: 'no-memory', message: 'no memory is left', scope: 'unit' };
  const asked = {
    ...{ pools: [COMPANY], task: { kind: 'reperform', engine: NO_RECORD, results }, units: 2 },
    unit: { bytes: 100, memory: 1, seconds: 1 },
  };
  const lease = { worker: 'node-1', memory: 1, most: 2 };
  return {
    askForWork: [{ body: asked }, { body: asked }, { body: {} }],
    listWork: [{}, { params: { limit: '0' } }],
    leaseWork: [{ body: lease }, { body: lease }, { body: { ...lease, pool: AUDITOR } }],
    readWork: [{ params: of }, { params: none }],
    renewWork: [{ params: of, body: { pool, units: [first, second] } }],
    deliverUnit: [
      { params: delivery, body: UNIT, type: bytes },
      { params: { ...delivery, token: '2' }, body: UNIT, type: bytes },
    ],
    failUnit: [
      { params: { ...of, unit: '1' }, body: failure },
      { params: { ...of, unit: '1' }, body: failure },
    ],
    listWorkResults: [{ params: of }, { params: none }],
    readWorkResult: [{ params: { ...of, unit: '0', sha256 } }, { params: { ...of, unit: '1', sha256 } }],
    changeWorkState: [
      { params: of, body: { state: 'cancelled' } },
      { params: none, body: { state: 'done' } },
    ],
  };
}

/** The calls of each operation: those that are answered, then those that are refused. */
function listCalls(
  { url, ids, submission, document, batch }: Known,
  { webhook, work }: Made,
): Readonly<Record<string, readonly Call[] | undefined>> {
  const line = Buffer.from(`${JSON.stringify(submission)}\n{}\n`);
  const ndjson = 'application/x-ndjson';
  const sha256 = createHash('sha256').update(document).digest('hex');
  const of = (title: string): { id: string } => ({ id: ids[title]! });
  const disclosure = of('Disclosure 2023');
  const factors = of('Chinese grid factors 2023');
  return {
    registerRecord: [{ body: submission }, { body: {} }],
    registerRecords: [{ body: line, type: ndjson }],
    listRecords: [
      ...['result', 'dataset', 'disclosure', 'assurance'].map((kind) => ({ params: { kind } })),
      { params: { answers: disclosure.id } },
      { params: { kind: 'statement' } },
    ],
    readRecord: [...Object.keys(ids).map((title) => ({ params: of(title) })), { params: { id: NO_RECORD } }],
    readRecordEntries: [
      { params: of('Inventory 2023, restated') },
      { params: factors },
      { params: disclosure, isAnonymous: true },
    ],
    readBundle: [
      { params: { ...factors, entries: 'all' } },
      { params: disclosure },
      { params: { id: NO_RECORD } },
    ],
    readImpact: [
      { params: of('Chinese grid factors 2022') },
      { params: of('Inventory 2023') },
      { params: { id: NO_RECORD } },
    ],
    readStream: [
      { params: { party: COMPANY, kind: 'result', subject: 'inventory/2023' } },
      { params: { party: COMPANY, kind: 'result', subject: 'none' } },
    ],
    listParties: [{}, { params: { limit: '0' } }],
    readParty: [{ params: { party: COMPANY } }, { params: { party: NOBODY } }],
    listStreamsOfParty: [{ params: { party: COMPANY } }, { params: { party: NOBODY } }],
    listBatches: [{ params: { limit: '1', state: 'final' } }, { params: { limit: 'x' } }],
    readBatch: [{ params: { number: batch } }, { params: { number: '1000000' } }],
    readBatchRecords: [{ params: { number: batch } }, { params: { number: '1000000' } }],
    listRecordsOfBatch: [{ params: { number: batch } }, { params: { number: '1000000' } }],
    searchFactors: [
      { params: { q: 'grid', place: 'CN', year: '2022', limit: '2' } },
      { params: { place: 'China' } },
    ],
    search: [{ params: { q: 'urn:example' } }, { params: { q: 'inventory/2023' } }, {}],
    events: [{ params: { after: 'x' } }],
    listEvents: [
      { params: { after: '0', types: 'record.accepted', party: COMPANY } },
      { params: { after: 'x' } },
    ],
    giveNonce: [{}],
    signIn: [{ body: { message: '', signature: '0x' } }],
    grantReading: [{ params: { ...disclosure, party: AUDITOR } }, { params: { ...factors, party: AUDITOR } }],
    readGrants: [{ params: disclosure }, { params: disclosure, isAnonymous: true }],
    listGrantsReceived: [{ params: { party: COMPANY } }, { params: { party: AUDITOR } }],
    revokeReading: [
      { params: { ...disclosure, party: AUDITOR } },
      { params: { ...disclosure, party: AUDITOR } },
    ],
    sendDocument: [{ params: { sha256 }, body: document, type: 'application/octet-stream' }],
    readDocument: [{ params: { sha256 } }],
    addWebhook: [{ body: { url: `${url}/hook` } }, { body: { url: 'https://' } }],
    listWebhooks: [{}],
    readWebhook: [{ params: { id: webhook } }, { params: { id: NO_ID } }],
    changeWebhookState: [{ params: { id: webhook }, body: { state: 'paused' } }],
    rotateWebhookSecret: [{ params: { id: webhook } }],
    // The examples of help that come later count attempts from 1: they have the other answers of these routes.
    testWebhook: [{ params: { id: NO_ID } }],
    listWebhookAttempts: [{ params: { id: webhook } }],
    repeatWebhookAttempt: [{ params: { id: webhook, attempt: '1000000' } }],
    removeWebhook: [{ params: { id: webhook } }, { params: { id: webhook } }],
    ...listWorkCalls([ids['Inventory 2023']!, ids['Inventory 2023, restated']!], work),
    showStatus: [{}],
    showHealth: [{}],
    showReadiness: [{}],
    signOut: [{}, {}],
  };
}

/** Answers of a ledger that has played the worked example, to its company. */
export interface RouteAnswers {
  /** Calls an operation, and returns what it answered, as it is recorded. */
  answer(operation: string): Promise<string>;
}

/** Opens the answers of the ledger in a folder. */
export async function openRouteAnswers(home: string): Promise<RouteAnswers> {
  const { url, domain } = await locate(home);
  const key = await readFile(join(nameHome(home).keys, 'company.key'), 'utf8');
  const place = { chainId: domain.chainId, now: Date.now() };
  const { token } = await openSession(openApi(url), signerOfKey(openPrivateKey(key.trim())), place);
  const known = await readKnown(url);
  const made: Made = { webhook: NO_ID, work: NO_ID };
  return {
    async answer(operation) {
      const answers: string[] = [];
      const calls = listCalls(known, made)[operation];
      if (calls === undefined) throw new Error(`no calls of ${operation} are recorded: add some`);
      for (const call of calls) {
        const { said, text } = await ask(url, operation, call, token);
        const [name, id] = [MAKES[operation], /"id":"([0-9a-f-]+)"/.exec(text)?.[1]];
        if (name !== undefined && id !== undefined) made[name] = id;
        answers.push(said);
      }
      return answers.join('\n');
    },
  };
}

/** Returns what the calls name, from the ledger itself. The replays of the regulator are not among it, since they go on. */
async function readKnown(url: string): Promise<Known> {
  const client = openClient(url);
  const { items } = await client.listRecords({ limit: 100 });
  const titled = items.filter(({ title }) => title !== 'replay').map(({ id, title }) => [title, id] as const);
  const ids = Object.fromEntries(titled.sort()) as Record<string, `0x${string}`>;
  const decision = await client.readRecord({ id: ids['Decision on disclosure 2023']! });
  const { record, statement, signature, batch } = decision;
  const document = await readFile(new URL('../../data/activity-2023.csv', import.meta.url));
  return { url, ids, submission: { record, statement, signature }, document, batch: String(batch!.number) };
}

/** Sends a request, and returns the answer as it is recorded. */
async function ask(
  url: string,
  operation: string,
  { params = {}, body, type = 'application/json', isAnonymous }: Call,
  token: string,
): Promise<{ readonly said: string; readonly text: string }> {
  const { method, path } = ROUTES.find((route) => route.operation === operation)!;
  const isInPath = (name: string): boolean => path.includes(`{${name}}`);
  const query = new URLSearchParams(Object.entries(params).filter(([name]) => !isInPath(name))).toString();
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name]!));
  const sent = body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(`${url}${filled}${query === '' ? '' : `?${query}`}`, {
    method: method.toUpperCase(),
    headers: {
      ...(isAnonymous === true ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: sent }),
  });
  const text = await response.text();
  const said = `${recordJson(params)} ${response.status}\n${recordAnswer(text, response.headers.get('content-type'))}`;
  return { said, text };
}

function recordAnswer(text: string, type: string | null): string {
  if (type?.startsWith('application/json') === true) return recordJson(JSON.parse(text));
  if (type?.startsWith('application/x-ndjson') === true)
    return recordJson(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    );
  return `${text.length} bytes`;
}
