import type { Pool } from 'pg';
import type { Domain } from '../../core/hashing/domain.ts';
import { startHttpServer } from '../helpers/http-server.ts';
import { parseRecorded, RECORDED_AT } from './recorded.ts';

interface Listed {
  readonly items: readonly Record<string, string | number>[];
}

/**
 * Returns what the public routes answer over a database of the recorded ledger, by path: the lists, and each record, batch, party and
 * stream. Routes whose answer depends on more than the ledger, such as `/v1/status`, are left out.
 */
export async function askRoutes(pool: Pool): Promise<Readonly<Record<string, unknown>>> {
  const server = await startHttpServer(pool, RECORDED_AT, {}, parseRecorded('home/ledger.json') as Domain);
  const answers: Record<string, unknown> = {};
  const ask = async (path: string): Promise<string> => {
    const { status, text } = await server.call('GET', path);
    const { code } = status === 200 ? { code: null } : (JSON.parse(text) as { code: string });
    answers[path] = { status, ...(code === null ? { text } : { code }) };
    return text;
  };
  const list = async (path: string): Promise<Listed['items']> =>
    (JSON.parse(await ask(`${path}?limit=1000`)) as Listed).items;
  try {
    for (const { id } of await list('/v1/records'))
      for (const path of [
        `${id}`,
        `${id}/entries`,
        `${id}/bundle`,
        `${id}/bundle?entries=none&depth=3`,
        `?source=${id}`,
      ])
        await ask(`/v1/records${path.startsWith('?') ? '' : '/'}${path}`);
    for (const { number } of await list('/v1/batches'))
      for (const below of ['', '/records']) await ask(`/v1/batches/${number}${below}`);
    for (const { party } of await list('/v1/parties')) {
      for (const below of ['', '/records']) await ask(`/v1/parties/${party}${below}`);
      for (const { kind, subject } of await list(`/v1/parties/${party}/streams`))
        await ask(`/v1/streams/${party}/${kind}/${encodeURIComponent(String(subject))}`);
    }
  } finally {
    await server.stop();
  }
  return answers;
}
