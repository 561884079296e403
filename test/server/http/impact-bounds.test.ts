import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWide } from '../../../bench/tools/wide-ledger.ts';
import { type Hex, formatHex } from '../../../core/encoding/hex.ts';
import { type ClosureLimits, KeptClosures } from '../../../server/impact/kept-closures.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type Impact, readImpact, readPage } from '../../helpers/impact.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { SEED_FINAL } from '../../helpers/seeded-ledger.ts';

const WIDE = { layers: 3, width: 60, sources: 8 };
const DEPENDENTS = WIDE.layers * WIDE.width;

let database: TestDatabase;
let id: Hex;
let whole: Impact;

beforeAll(async () => {
  database = await createTestDatabase();
  id = formatHex(await fillWide(database.pool, WIDE));
  whole = await withServer({}, (server) => readImpact(server, { id }));
});
afterAll(() => database.drop());

async function withServer<Out>(
  limits: Partial<ClosureLimits>,
  run: (server: HttpServer) => Promise<Out>,
): Promise<Out> {
  const closures = new KeptClosures(limits);
  const server = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { closures });
  try {
    return await run(server);
  } finally {
    await server.stop();
  }
}

describe('an impact that is more work than one request may do', () => {
  it.each(['links', 'time'] as const)(
    'is given in part where its limit of %s is reached, says so, and continues by cursor to every dependent once',
    async (bound) => {
      expect(whole).toMatchObject({ total: DEPENDENTS, truncated: false, truncatedBy: null });
      await withServer({ [bound]: 0 }, async (server) => {
        const first = await readPage(server, { id });
        expect(first).toMatchObject({ truncated: true, truncatedBy: bound, total: WIDE.width });
        expect(first.dependents.next).not.toBeNull();
        expect(await readImpact(server, { id })).toEqual(whole);
      });
    },
  );

  it('continues by cursor in another process of the API', async () => {
    const [first, second] = [new KeptClosures({ links: 0 }), new KeptClosures({ links: 0 })];
    const servers = await Promise.all(
      [first, second].map((closures) =>
        startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { closures }),
      ),
    );
    const found: Hex[] = [];
    for (let cursor = '', turn = 0; ; turn++) {
      const { dependents } = await readPage(servers[turn % 2]!, { id }, { cursor });
      found.push(...dependents.items.map((one) => one.id));
      if (dependents.next === null) break;
      cursor = dependents.next;
    }
    expect(found).toEqual(whole.dependents.map((one) => one.id));
    for (const server of servers) await server.stop();
  });

  it('ends at the most dependents that are followed, with those accepted first', async () => {
    await withServer({ dependents: 100 }, async (server) => {
      const cut = await readImpact(server, { id });
      expect(cut).toMatchObject({ total: 100, truncated: true, truncatedBy: 'dependents' });
      expect(cut.dependents).toEqual(whole.dependents.slice(0, 100));
    });
  });
});
