import { createHash, randomBytes } from 'node:crypto';
import { storeSession } from '../../../db/sessions/sessions.ts';
import { openLog } from '../../../runtime/log.ts';
import { type NotifierDeps, startNotifier } from '../../../server/webhooks/notifier.ts';
import { openSecretBox } from '../../../server/webhooks/secret-box.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import type { TestParty } from '../../helpers/registry.ts';
import { seedLedger, type SeededLedger, SEED_FINAL } from '../../helpers/seeded-ledger.ts';

/** The clock of the server, in unix seconds. */
export const NOW = SEED_FINAL + 100;

/** A ledger whose server offers webhooks. */
export interface WebhookLedger {
  readonly database: TestDatabase;
  readonly ledger: SeededLedger;
  readonly server: HttpServer;
  /** The key that encrypts secrets. */
  readonly key: Uint8Array;
  /** Returns a bearer token of a party. */
  signIn(party: TestParty): Promise<string>;
  /** Starts to deliver; the caller stops it. */
  notify(changes?: Partial<NotifierDeps>): { stop(): Promise<void> };
  /** Everything that the notifiers logged. */
  readonly logged: () => string;
  stop(): Promise<void>;
}

/** Opens a ledger without chain. Its webhooks may be private unless `allowsPrivate` is false. */
export async function openWebhooks({ allowsPrivate = true, perParty = 10 } = {}): Promise<WebhookLedger> {
  const database = await createTestDatabase();
  const ledger = await seedLedger(database.pool);
  const key = randomBytes(32);
  const box = openSecretBox(key);
  const webhooks = { box, allowsPrivate, perParty };
  const server = await startHttpServer(database.pool, NOW, {}, undefined, { webhooks });
  let logged = '';
  const log = openLog('trace', { write: (line: string) => void (logged += line) });
  return {
    ...{ database, ledger, server, key },
    async signIn({ identifier, key: { address } }) {
      const token = createHash('sha256').update(identifier).digest('base64url');
      const hash = createHash('sha256').update(token).digest();
      await storeSession(database.pool, hash, address, NOW + 3600);
      return token;
    },
    notify: (changes = {}) =>
      startNotifier({
        ...{ pool: database.pool, box, log, pollMs: 20, atOnce: 4, now: () => NOW },
        ...{ rules: { allowsPrivate: true, timeout: 5 }, retry: { longest: 0.05, giveUpAfter: 3600 } },
        ...changes,
      }),
    logged: () => logged,
    async stop() {
      await server.stop();
      await database.drop();
    },
  };
}
