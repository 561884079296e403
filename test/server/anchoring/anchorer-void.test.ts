import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Rpc } from '../../../chain/rpc/endpoint.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { type BatchHeader, hashHeader } from '../../../core/batches/batch.ts';
import { bytesOf, type Hex } from '../../../core/encoding/hex.ts';
import {
  insertTransaction,
  readTransactions,
  type StoredTransaction,
} from '../../../db/batches/transactions.ts';
import { voidBatches } from '../../../db/batches/void-batches.ts';
import { withTransaction } from '../../../db/pool.ts';
import type { AnchorStep } from '../../../server/anchoring/step.ts';
import { beginTurn, currentTurn } from '../../helpers/turn.ts';
import { type Anchoring, OPEN, startAnchoring } from '../../helpers/anchoring.ts';
import { insertBareBatch } from '../../helpers/batch.ts';

const LOST = { kind: 'voided', batch: 1, why: 'nonce' };
/** Gas costs more than one wei, so nothing new is sent. */
const UNWILLING = { feeCap: 1n };

let anchoring: Anchoring;
beforeEach(async () => {
  anchoring = await startAnchoring();
});
afterEach(() => anchoring.stop());

/** Sends the transaction of a batch, drops it from the pool, and uses its nonce for another one. Returns it. */
async function loseNonce(): Promise<StoredTransaction> {
  const { chain } = anchoring;
  await chain.setMining('off');
  const nonce = await anchoring.nonce();
  expect(await anchoring.anchor()).toMatchObject({ kind: 'sent' });
  const [lost] = await stored();
  expect(lost?.nonce).toBe(nonce);
  await chain.send('anvil_dropTransaction', [lost?.hash]);
  expect(await chain.send('eth_getTransactionByHash', [lost?.hash])).toBeNull();
  await anchoring.sendForeign(nonce);
  await chain.mine();
  expect(await anchoring.nonce()).toBe(nonce + 1);
  return lost!;
}

async function makeFinal(): Promise<void> {
  await anchoring.chain.mine(OPEN);
  await anchoring.index();
}

function stored(): Promise<StoredTransaction[]> {
  return readTransactions(anchoring.database.pool, 1);
}

async function readBatches(): Promise<Hex[]> {
  const { rows } = await anchoring.database.pool.query<{ id: Buffer }>('select id from batches');
  return rows.map(({ id }) => `0x${id.toString('hex')}` as const);
}

/** An endpoint that calls `meet` before it answers calls of one method. */
function meeting(method: string, meet: (params: readonly unknown[]) => Promise<void>): Rpc {
  const rpc = openRpc(anchoring.chain.url);
  return {
    host: rpc.host,
    async request(asked, params) {
      if (asked === method) await meet(params);
      return rpc.request(asked, params);
    },
  };
}

describe('a header whose transactions all lost their nonces', () => {
  it('becomes void once another transaction with that nonce is final, and its records are sealed again', async () => {
    await anchoring.seal();
    await anchoring.insertRecord(1);
    const lost = await loseNonce();
    await makeFinal();
    expect(await anchoring.nonce('finalized')).toBe(lost.nonce + 1);
    expect(await anchoring.chain.send('eth_getTransactionReceipt', [lost.hash])).toBeNull();
    expect(await anchoring.anchor()).toEqual(LOST);
    expect(await anchoring.countRecords()).toEqual({ sealed: 0, waiting: 1 });
    expect([await readBatches(), await stored()]).toEqual([[], []]);
    await anchoring.chain.setMining('on-demand');
    await anchoring.seal();
    expect(await anchoring.anchor()).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await anchoring.anchored()).toEqual([1]);
  });

  it('is kept until the block with the other transaction is final', async () => {
    await anchoring.seal();
    const { nonce } = await loseNonce();
    await anchoring.chain.mine(OPEN - 1);
    await anchoring.index();
    expect(await anchoring.nonce('finalized')).toBe(nonce);
    expect(await anchoring.anchor(UNWILLING)).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    await anchoring.chain.mine();
    // Finality on the chain is not enough: the indexer must have read the blocks up to it.
    expect(await anchoring.anchor(UNWILLING)).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    await anchoring.index();
    expect(await anchoring.anchor(UNWILLING)).toEqual(LOST);
  });

  it('is kept while a later transaction that carries it may be mined, even if no endpoint shows that transaction', async () => {
    const header = await anchoring.seal();
    const lost = await loseNonce();
    const second = await anchoring.anchor();
    expect(second).toMatchObject({ kind: 'sent' });
    const [later] = await stored();
    expect(later?.nonce).toBe(lost.nonce + 1);
    await anchoring.chain.send('anvil_dropTransaction', [later?.hash]);
    await makeFinal();
    expect(await anchoring.nonce('finalized')).toBe(lost.nonce + 1);
    expect(await anchoring.chain.send('eth_getTransactionByHash', [later?.hash])).toBeNull();
    expect(await anchoring.anchor()).toMatchObject({ kind: 'resent', transaction: later?.hash });
    await anchoring.chain.mine();
    expect(await anchoring.anchored()).toEqual([1]);
    expect(await readBatches()).toEqual([hashHeader(header)]);
  });

  it('is anchored by the lost transaction if a reorganisation restores it', async () => {
    const header = await anchoring.seal();
    const lost = await loseNonce();
    await anchoring.index();
    expect(await anchoring.anchor(UNWILLING)).toMatchObject({ kind: 'blocked', reason: 'fee-cap' });
    const before = await anchoring.chain.head();
    await anchoring.chain.send('anvil_reorg', [1, [[lost.raw, 0]]]);
    expect((await anchoring.chain.head()).hash).not.toBe(before.hash);
    expect(await anchoring.anchored()).toEqual([1]);
    await makeFinal();
    expect(await anchoring.nonce('finalized')).toBe(lost.nonce + 1);
    expect(await anchoring.anchor()).toEqual({ kind: 'waiting', reason: 'nothing' });
    expect(await readBatches()).toEqual([hashHeader(header)]);
  });

  it('is kept if only one endpoint reports that they lost their nonces', async () => {
    await anchoring.seal();
    await anchoring.chain.setMining('off');
    await anchoring.anchor();
    let lies = 0;
    const rpc = openRpc(anchoring.chain.url);
    const liar: Rpc = {
      host: rpc.host,
      async request(method, params) {
        if (method !== 'eth_getTransactionCount') return rpc.request(method, params);
        lies += 1;
        return '0xff';
      },
    };
    expect(await anchoring.anchorBeside(liar)).toEqual({ kind: 'waiting', reason: 'pending' });
    expect(lies).toBe(1);
    expect(await anchoring.anchor({ rpcs: [liar, rpc], quorum: 2 }).catch(codeOf)).toBe('rpc-disagree');
    expect(await readBatches()).toHaveLength(1);
  });

  it('is kept and sent again if no quorum agrees on the final block', async () => {
    await anchoring.seal();
    await loseNonce();
    await makeFinal();
    const { hash } = (await anchoring.chain.send('eth_getBlockByNumber', ['finalized', false])) as {
      hash: Hex;
    };
    let refusals = 0;
    const pruned = meeting('eth_getTransactionCount', async ([, at]) => {
      await Promise.resolve();
      if ((at as { blockHash: Hex }).blockHash !== hash) return;
      refusals += 1;
      throw new Error('missing trie node');
    });
    expect(await anchoring.anchor({ rpcs: [pruned] })).toMatchObject({ kind: 'sent', batch: 1 });
    expect(refusals).toBe(1);
    expect(await readBatches()).toHaveLength(1);
  });

  it('is kept if another process stores a transaction that carries it during the check', async () => {
    const header = await anchoring.seal();
    const lost = await loseNonce();
    await makeFinal();
    const later = { ...lost, nonce: lost.nonce + 1, hash: `0x${'12'.repeat(32)}` as const };
    let met = 0;
    const slow = meeting('eth_getTransactionCount', async () => {
      met += 1;
      // The second of the two calls decides.
      if (met < 2) return;
      const { pool } = anchoring.database;
      await insertTransaction(pool, await currentTurn(pool), hashHeader(header), later);
    });
    expect(await anchoring.anchor({ rpcs: [slow] })).toEqual({ kind: 'waiting', reason: 'moved' });
    expect(met).toBe(2);
    expect(await readBatches()).toEqual([hashHeader(header)]);
    expect(await stored()).toHaveLength(2);
  });
});

describe('an anchorer that was overtaken', () => {
  it('sends nothing for a batch that another process made void and sealed again meanwhile', async () => {
    const header = await anchoring.seal();
    const anew: BatchHeader = { ...header, sealedAt: header.sealedAt - 1 };
    const { anchorer } = anchoring.chain.accounts;
    let sent = 0;
    const watched = meeting('eth_sendRawTransaction', async () => {
      await Promise.resolve();
      sent += 1;
    });
    const signTransaction = async (transaction: object): Promise<string> => {
      await withTransaction(anchoring.database.pool, (client) => voidBatches(client, 1));
      await insertBareBatch(anchoring.database.pool, anew);
      return anchorer.signTransaction(transaction);
    };
    const signer = { address: anchorer.address, signTransaction };
    const step: AnchorStep = await anchoring.anchor({ rpcs: [watched], signer });
    expect(step).toEqual({ kind: 'waiting', reason: 'moved' });
    expect([sent, await stored(), await readBatches()]).toEqual([0, [], [hashHeader(anew)]]);
    expect(await anchoring.anchor({ rpcs: [watched] })).toMatchObject({ kind: 'sent', batch: 1 });
    expect(sent).toBe(1);
    expect(await anchoring.anchored()).toEqual([1]);
    const { rows } = await anchoring.database.pool.query<{ header: Buffer }>('select header from anchors');
    expect(rows[0]?.header).toEqual(Buffer.from(bytesOf(hashHeader(anew))));
  });
});

describe('an anchorer whose session was ended while it worked', () => {
  /** Ends the session that holds the lock, as the database does when nothing is heard of the process; then another process begins a turn. */
  async function takeOver(): Promise<void> {
    const { pool } = anchoring.database;
    const ended = await pool.query(
      `select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and granted
         and database = (select oid from pg_database where datname = current_database())`,
    );
    expect(ended.rowCount).toBe(1);
    await beginTurn(pool, 'other');
  }

  it('stores and sends nothing', async () => {
    const header = await anchoring.seal();
    const { anchorer } = anchoring.chain.accounts;
    const signTransaction = async (transaction: object): Promise<string> => {
      await takeOver();
      return anchorer.signTransaction(transaction);
    };
    const signer = { address: anchorer.address, signTransaction };
    const nonce = await anchoring.nonce();
    await expect(anchoring.anchor({ signer })).rejects.toThrow();
    expect([await stored(), await anchoring.nonce()]).toEqual([[], nonce]);
    expect(await anchoring.anchor()).toMatchObject({ kind: 'sent', batch: 1 });
    expect(await readBatches()).toEqual([hashHeader(header)]);
  });

  it('makes no batch void', async () => {
    const header = await anchoring.seal();
    await loseNonce();
    await makeFinal();
    let met = 0;
    const slow = meeting('eth_getTransactionCount', async () => {
      met += 1;
      if (met === 2) await takeOver();
    });
    await expect(anchoring.anchor({ rpcs: [slow] })).rejects.toThrow();
    expect([met, await readBatches()]).toEqual([2, [hashHeader(header)]]);
    expect(await anchoring.anchor()).toMatchObject(LOST);
  });
});

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}
