import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Draft } from '../../jobs/register/draft.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { openDocumentRoom } from '../../server/documents/document-room.ts';
import type { WorkOffer } from '../../server/work/work-offer.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { TEST_DOMAIN, type TestParty } from '../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { type CliRun, runLine } from './test-terminal.ts';

/** The command line in a folder, with a server on a seeded ledger. Each party of the ledger has a key file of its name in the folder. */
export interface SeededCli {
  readonly folder: string;
  readonly database: TestDatabase;
  readonly ledger: SeededLedger;
  readonly server: HttpServer;
  run(...args: string[]): Promise<CliRun>;
  /** Runs a command that must succeed without a word on standard error, and returns its JSON. */
  json<Out>(...args: string[]): Promise<Out>;
  /** Builds and signs a record; returns its id. */
  prepare(file: string, key: string, ...args: string[]): Promise<Hex>;
  readDraft(name: string): Promise<Draft>;
  writeKey(name: string, party: TestParty): Promise<void>;
  /** Seals and anchors what was registered, as the chain would be read. */
  publish(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the command line on a new seeded ledger. */
export async function openSeededCli(work: WorkOffer | null = null): Promise<SeededCli> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-cli-'));
  const database = await createTestDatabase();
  const ledger = await seedLedger(database.pool);
  const documents = openDocumentRoom(join(folder, 'documents'), { quota: 1 << 30, atOnce: 4 });
  const server = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { documents, work });
  const writeKey = (name: string, { key }: TestParty): Promise<void> =>
    writeFile(join(folder, name), formatHex(key.privateKey), { mode: 0o600 });
  for (const name of ['company', 'auditor', 'exchange'] as const) await writeKey(name, ledger[name]);
  const env = { LEDGER_URL: server.url, XDG_CACHE_HOME: join(folder, 'cache') };
  const run = (...args: string[]): Promise<CliRun> =>
    runLine(args, { cwd: folder, env, now: 1000 * server.now });
  const json = async <Out>(...args: string[]): Promise<Out> => {
    const { exit, out, err } = await run(...args, '--json');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    return JSON.parse(out) as Out;
  };
  return {
    folder,
    database,
    ledger,
    server,
    run,
    json,
    async prepare(file, key, ...args) {
      const { id } = await json<{ id: Hex }>('record', 'build', '-o', file, ...args);
      await json('record', 'sign', file, '--key', key);
      return id;
    },
    readDraft: async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Draft,
    writeKey,
    async publish() {
      await ledger.anchor(await ledger.seal());
      await ledger.finalise();
    },
    async close() {
      await server.stop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}
