/** The smallest server of texts from PostgreSQL over HTTP: express and pg read one row by its primary key. */
import type { AddressInfo } from 'node:net';
import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: Number(process.env['CONNECTIONS']),
});
const app = express();
app.get('/:id', async (request, response) => {
  const { rows } = await pool.query<{ body: string }>('select body from bodies where id = $1', [
    Buffer.from(request.params.id.slice(2), 'hex'),
  ]);
  response.type('json').send(rows[0]?.body);
});
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(
    `${JSON.stringify({ url: `http://127.0.0.1:${port}`, msg: 'The bare server runs.' })}\n`,
  );
});
process.once('SIGTERM', () => process.exit(0));
