import { setImmediate as next } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openProvider } from '../../../chain/rpc/provider.ts';
import { findFreePort } from '../../../devnet/postgres/free-port.ts';

const outcomeOf = (answer: Promise<unknown>): Promise<string> =>
  Promise.race([answer.then(String, () => 'refused'), next('silent')]);

describe('A provider that was destroyed', () => {
  it('does not reject earlier requests, because nobody may wait for them any more', async () => {
    const provider = openProvider(`http://127.0.0.1:${await findFreePort()}`, 1);
    const answer = provider.send('eth_blockNumber', []);
    provider.destroy();
    expect(await outcomeOf(answer)).toBe('silent');
  });
});

describe('A provider', () => {
  it('rejects a request if its endpoint does not answer', async () => {
    const provider = openProvider(`http://127.0.0.1:${await findFreePort()}`, 1);
    await expect(provider.send('eth_blockNumber', [])).rejects.toThrow(/ECONNREFUSED/);
    provider.destroy();
  });
});
