/** Many clients that send the SQL statements of intake with pg alone. The statements were recorded beforehand from intake itself. */
import { Client, type Pool } from 'pg';
import { openPool } from '../../db/pool.ts';
import { openIntake } from '../../server/intake/intake.ts';
import { openRecover, openSign } from '../../chain/keys/native-signatures.ts';
import { bytesOf } from '../../core/encoding/hex.ts';
import { serveOrder } from './client.ts';
import { runClients } from './latencies.ts';
import type { Writer } from './served-ledger.ts';
import { type LinesPlan, signLines } from './signed-lines.ts';

/** What the clients send, and to which database. */
export interface StatementsOrder {
  readonly databaseUrl: string;
  readonly writer: Writer;
  readonly plan: LinesPlan;
  readonly clients: number;
}

type Statement = readonly [text: string, values: unknown[] | undefined];

serveOrder(async ({ databaseUrl, writer, plan, clients }: StatementsOrder) => {
  const pool = openPool(databaseUrl);
  const noted: Statement[][] = [];
  for (const line of signLines(writer, plan)) noted.push(await noteStatements(pool, writer, line));
  await pool.end();
  const connections = Array.from({ length: clients }, () => new Client({ connectionString: databaseUrl }));
  await Promise.all(connections.map((connection) => connection.connect()));
  return async () => {
    const latencies = await runClients(clients, noted, async (statements, client) => {
      for (const [text, values] of statements) await connections[client]!.query(text, values);
    });
    await Promise.all(connections.map((connection) => connection.end()));
    return latencies;
  };
});

const recover = openRecover(console);
const sign = openSign();

/** Returns the statements that intake sends for a record. The transaction is rolled back at the end. */
async function noteStatements(pool: Pool, writer: Writer, line: string): Promise<Statement[]> {
  const noted: Statement[] = [];
  const note = (target: Pick<Pool, 'query'>) => (text: string, values?: unknown[]) => {
    noted.push([text, values]);
    return target.query(text === 'commit' ? 'rollback' : text, values);
  };
  const connect = async (): Promise<object> => {
    const client = await pool.connect();
    return { query: note(client), on: () => {}, off: () => {}, release: () => client.release() };
  };
  const noting = { query: note(pool), connect } as unknown as Pool;
  const { domain, privateKey } = writer;
  const deps = {
    pool: noting,
    domain,
    recover,
    sign,
    operatorKey: bytesOf(privateKey),
    anchorWithin: 86_400,
  };
  await openIntake({ ...deps, now: () => Math.floor(Date.now() / 1000), log: console }).accept(
    JSON.parse(line),
  );
  return noted;
}
