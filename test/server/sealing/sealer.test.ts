import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashHeader, hashSealed } from '../../../core/batches/batch.ts';
import { Invariant } from '../../../core/errors.ts';
import { hashHead, hashHolder } from '../../../core/batches/head.ts';
import { type Hex, ZERO_HASH, formatHex } from '../../../core/encoding/hex.ts';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { SparseMerkleMap } from '../../../core/merkle/map/sparse-merkle-map.ts';
import { type MapProof, checkAbsence, checkItem } from '../../../core/merkle/map/proof.ts';
import { checkLeaf } from '../../../core/merkle/tree.ts';
import { findNewestBatch } from '../../../db/batches/batch-views.ts';
import { type HeadEvidence, readHeadEvidence } from '../../../db/batches/head-evidence.ts';
import { withTransaction } from '../../../db/pool.ts';
import { type ProvenRecord, findProvenRecords } from '../../../db/records/proofs.ts';
import { findRecordView } from '../../../db/records/views.ts';
import { voidBatches } from '../../../db/batches/void-batches.ts';
import { type SealWait, sealOnce, startSealer } from '../../../server/sealing/sealer.ts';
import { dumpDatabase } from '../../helpers/dump.ts';
import { failAt, runAfter } from '../../helpers/failing-pool.ts';
import { keepLog } from '../../helpers/keep-log.ts';
import { moveFinal } from '../../helpers/registry.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type SlowLedger, listHeads, openSlowLedger, sealSlowly } from '../../helpers/slow-ledger.ts';
import { type TestLedger, createTestLedger } from '../../helpers/test-ledger.ts';

let ledger: TestLedger;

beforeEach(async () => {
  ledger = await createTestLedger();
});

afterEach(() => ledger.database.drop());

/** Returns what the nodes prove about a key under a root. */
function prove(root: Hex, key: Hex, { nodes }: HeadEvidence): MapProof {
  const map = SparseMerkleMap.open(root);
  map.loadPath(key, (hash) => nodes.get(hash));
  return map.prove(key);
}

/** Proves every head of a ledger under a heads root in both steps, and the absence of others. */
async function checkHeads(slow: SlowLedger, header: { number: number; heads: Hex }): Promise<void> {
  const { heads } = header;
  const all = listHeads(slow);
  const evidence = await readHeadEvidence(ledger.database.pool, header, all);
  for (const [index, { party, ...head }] of all.entries()) {
    const own = evidence[index]!;
    expect(own.head).toEqual(head);
    const streams = own.streamsRoot!;
    const [below, above] = [prove(streams, head.stream, own), prove(heads, party, own)];
    checkItem(streams, { key: head.stream, leaf: hashHead(head) }, below.siblings);
    checkItem(heads, { key: party, leaf: hashHolder({ party, streams }) }, above.siblings);
  }
  await checkMissing(header, all[0]!.party);
}

/** Proves that a party has no such stream, and that there is no such party. */
async function checkMissing(header: { number: number; heads: Hex }, party: Hex): Promise<void> {
  const missing = formatHex(keccakText('nobody'));
  const [noStream, noParty] = await readHeadEvidence(ledger.database.pool, header, [
    { party, stream: missing },
    { party: missing, stream: missing },
  ]);
  expect([noStream!.head, noParty!.head, noParty!.streamsRoot]).toEqual([null, null, null]);
  for (const [root, evidence] of [
    [noStream!.streamsRoot!, noStream!],
    [header.heads, noParty!],
  ] as const) {
    const proof = prove(root, missing, evidence);
    checkAbsence(root, missing, proof.present ? null : proof.end, proof.siblings);
  }
}

/** Proves every record of a batch from the stored levels. */
async function checkRecords(records: readonly SignedRecord[]): Promise<void> {
  const { pool } = ledger.database;
  for (const { id, submission } of records) {
    const [{ batch, proof }] = (await findProvenRecords(pool, [id])) as [ProvenRecord];
    checkLeaf(
      batch!.header.records,
      hashSealed({ record: id, signature: submission.signature }),
      proof,
      records.length,
    );
  }
}

describe('sealOnce', () => {
  it('seals waiting records under the header that an independent computation gives', async () => {
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    const second = await ledger.accept(signRecord({ by: ledger.company, after: first }));
    const other = await ledger.accept(
      signRecord({ by: ledger.provider, subject: 'factors', sources: [first] }),
    );
    const slow = openSlowLedger();
    const { header, id } = sealSlowly(slow, [first, second, other], ledger.finalTime() - 1);
    expect(await ledger.seal()).toEqual(header);
    expect(await findNewestBatch(ledger.database.pool)).toMatchObject({ id, header, anchor: null });
    expect(await findRecordView(ledger.database.pool, second.id)).toMatchObject({
      state: 'sealed',
      batch: { number: 1, id },
    });
    await checkRecords([first, second, other]);
    await checkHeads(slow, { number: 1, heads: (header as { heads: Hex }).heads });
  });

  it('keeps every batch equal to a computation from scratch, and older proofs valid, over random streams', async () => {
    const pick = fc.record({
      party: fc.constantFrom('company' as const, 'provider' as const),
      stream: fc.nat(4),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(pick, { minLength: 1, maxLength: 9 }), { minLength: 2, maxLength: 5 }),
        async (batches) => {
          await ledger.database.drop();
          ledger = await createTestLedger();
          await playBatches(batches);
        },
      ),
      { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 25) },
    );
  });

  it('seals the records of a void batch again, although its map nodes are still stored', async () => {
    const { pool } = ledger.database;
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    await ledger.accept(signRecord({ by: ledger.company, after: first }));
    const header = await ledger.seal();
    const queue = { waiting: 0, nodes: (await pool.query('select from map_nodes')).rowCount };
    await withTransaction(pool, (client) => voidBatches(client, 1));
    expect((await pool.query('select from waiting_records')).rowCount).toBe(2);
    expect(await ledger.seal()).toEqual(header);
    const [waiting, nodes] = [
      await pool.query('select from waiting_records'),
      await pool.query('select from map_nodes'),
    ];
    expect({ waiting: waiting.rowCount, nodes: nodes.rowCount }).toEqual(queue);
  });

  it('seals the oldest records first, at most maxRecords of them', async () => {
    const records: SignedRecord[] = [];
    for (let after: SignedRecord | null = null; records.length < 5; records.push(after)) {
      after = await ledger.accept(signRecord({ by: ledger.company, after }));
    }
    for (const size of [2, 2, 1]) {
      const header = await sealOnce({ ...ledger.sealer, maxRecords: 2 });
      if ('waiting' in header) throw new Error(header.waiting);
      expect(header.recordCount).toBe(size);
      await ledger.anchor(header);
    }
    const states = await Promise.all(records.map(({ id }) => findRecordView(ledger.database.pool, id)));
    expect(states.map((view) => view!.batch?.number)).toEqual([1, 1, 2, 2, 3]);
  });

  it('adds only changed nodes to the map: a hundred more streams make paths longer, but do not add more nodes per batch', async () => {
    const added = async (): Promise<number> => {
      const count = async (): Promise<number> =>
        (await ledger.database.pool.query<{ n: number }>('select count(*) as n from map_nodes')).rows[0]!.n;
      const before = await count();
      await ledger.anchor(await ledger.seal());
      return (await count()) - before;
    };
    const streams = Array.from({ length: 100 }, (_, index) =>
      signRecord({ by: ledger.company, subject: `s/${index}` }),
    );
    for (const record of streams) await ledger.accept(record);
    expect(await added()).toBeGreaterThan(200);
    await ledger.accept(signRecord({ by: ledger.company, subject: 's/7', after: streams[7]! }));
    expect(await added()).toBeLessThan(30);
  });
});

async function playBatches(
  batches: readonly (readonly { party: 'company' | 'provider'; stream: number }[])[],
): Promise<void> {
  const slow = openSlowLedger();
  const newest = new Map<string, SignedRecord>();
  const history: { slow: SlowLedger; header: { number: number; heads: Hex } }[] = [];
  for (const picks of batches) {
    const records: SignedRecord[] = [];
    for (const { party, stream } of picks) {
      const name = `${party}/${stream}`;
      const record = signRecord({
        by: ledger[party],
        subject: `s/${stream}`,
        after: newest.get(name) ?? null,
      });
      records.push(await ledger.accept(record));
      newest.set(name, record);
    }
    const expected = sealSlowly(slow, records, ledger.finalTime() - 1);
    const header = await ledger.seal();
    expect(header).toEqual(expected.header);
    expect(hashHeader(header)).toBe(expected.id);
    await checkRecords(records);
    history.push({ slow: structuredClone(slow), header });
    await ledger.anchor(header);
  }
  for (const { slow: then, header } of history) await checkHeads(then, header);
}

describe('sealOnce waits with', () => {
  const expectWait = async (waiting: SealWait, change = {}): Promise<void> => {
    const before = await dumpDatabase(ledger.database.pool);
    expect(await sealOnce({ ...ledger.sealer, ...change })).toEqual({ waiting });
    expect(await dumpDatabase(ledger.database.pool)).toEqual(before);
  };
  const run = (statement: string): Promise<unknown> => ledger.database.pool.query(statement);

  it('nothing while no record waits', () => expectWait('nothing'));

  it('not-ready before the indexer knows a final block', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    await run('update chain_state set final_time = null');
    await expectWait('not-ready');
  });

  it('halted until an operator has acted', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    await run(`update chain_state set halted_code = 'deep-reorganisation', halted_message = ''`);
    await expectWait('halted');
  });

  it('closed once the ledger has ended', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    await run(
      `insert into endings (number, successor, block_number) select 0, decode(repeat('07', 20), 'hex'), max(number) from blocks`,
    );
    await expectWait('closed');
  });

  it('unanchored while the last batch is not on the chain, and again after a reorganisation removed it', async () => {
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    const header = await ledger.seal();
    await ledger.accept(signRecord({ by: ledger.company, after: first }));
    await expectWait('unanchored');
    await ledger.anchor(header);
    await run('delete from blocks where number = (select block_number from anchors)');
    await expectWait('unanchored');
  });

  it('chain-time while the final block is earlier than the last batch', async () => {
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    await ledger.anchor(await ledger.seal());
    await ledger.accept(signRecord({ by: ledger.company, after: first }));
    await run('update chain_state set final_time = (select sealed_at from batches)');
    await expectWait('chain-time');
    await run('update chain_state set final_time = (select sealed_at + 1 from batches)');
    expect(await ledger.seal()).toMatchObject({ number: 2 });
  });

  it('chain-quiet while the final block is older than half of maxDelay by the clock of the chain', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    const readNextTime = (): Promise<number> => Promise.resolve(ledger.finalTime() + 10_800);
    await expectWait('chain-quiet', { readNextTime });
    await moveFinal(ledger.database.pool, ledger.finalTime() + 1);
    expect(await sealOnce({ ...ledger.sealer, readNextTime })).toMatchObject({ number: 1 });
  });

  it('chain-unreachable while the chain does not answer', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    await expectWait('chain-unreachable', { readNextTime: () => Promise.reject(new Error('ECONNREFUSED')) });
  });

  it('filling until a batch is full', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    const now = (): number => ledger.finalTime() + 9;
    await expectWait('filling', { maxAge: 10, now });
    expect(await sealOnce({ ...ledger.sealer, maxAge: 10, maxRecords: 1, now })).toMatchObject({
      recordCount: 1,
    });
  });

  it('filling until the oldest record has waited for maxAge', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    expect(
      await sealOnce({ ...ledger.sealer, maxAge: 10, now: () => ledger.finalTime() + 10 }),
    ).toMatchObject({ recordCount: 1 });
  });
});

describe('several sealers at once', () => {
  it('seal one batch, and all but one of them wait', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => sealOnce(ledger.sealer)));
    expect(outcomes.filter((outcome) => !('waiting' in outcome))).toHaveLength(1);
    for (const outcome of outcomes)
      if ('waiting' in outcome) expect(outcome.waiting).toMatch(/^(another-sealer|unanchored|nothing)$/);
    expect((await ledger.database.pool.query('select count(*) as n from batches')).rows).toEqual([{ n: 1 }]);
  });
});

describe('a crash while sealing', () => {
  beforeEach(async () => {
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    await ledger.anchor(await ledger.seal());
    const second = await ledger.accept(signRecord({ by: ledger.company, after: first }));
    await ledger.accept(signRecord({ by: ledger.provider, sources: [second] }));
  });

  const sealWith = (
    at: number,
    failure: 'before' | 'disconnect',
  ): { count(): number; outcome: Promise<unknown> } => {
    const failing = failAt(ledger.database.pool, at, failure);
    return { count: () => failing.count(), outcome: sealOnce({ ...ledger.sealer, pool: failing.pool }) };
  };

  it('at any statement leaves the database unchanged, and the next call seals the same batch', async () => {
    const before = await dumpDatabase(ledger.database.pool);
    let steps = 0;
    for (let at = 1; ; at++) {
      const { outcome, count } = sealWith(at, at % 3 === 0 ? 'disconnect' : 'before');
      const failed = await outcome.then(
        () => false,
        () => true,
      );
      if (!failed) break;
      expect(await dumpDatabase(ledger.database.pool)).toEqual(before);
      steps = count();
    }
    expect(steps).toBeGreaterThan(15);
    expect(await findNewestBatch(ledger.database.pool)).toMatchObject({
      header: { number: 2, recordCount: 2 },
      anchor: null,
    });
  });

  it('after the commit leaves a sealed batch, even if no answer arrived', async () => {
    const fail = (): Promise<void> => Promise.reject(new Error('the answer is lost'));
    const pool = runAfter(ledger.database.pool, 'commit', fail);
    await expect(sealOnce({ ...ledger.sealer, pool })).rejects.toThrow('the answer is lost');
    expect(await findNewestBatch(ledger.database.pool)).toMatchObject({
      header: { number: 2, recordCount: 2 },
    });
    expect(await sealOnce(ledger.sealer)).toEqual({ waiting: 'nothing' });
  });
});

describe('a database that was tampered with is not sealed', () => {
  it('if a record does not continue its head', async () => {
    await ledger.accept(signRecord({ by: ledger.company }));
    await ledger.database.pool.query('update records set sequence = 2');
    await expect(ledger.seal()).rejects.toThrow(Invariant);
    expect(await findNewestBatch(ledger.database.pool)).toBeNull();
  });

  it('if another process removed a record from the queue meanwhile', async () => {
    const { pool } = ledger.database;
    await ledger.accept(signRecord({ by: ledger.company }));
    const meanwhile = async (): Promise<void> => {
      await pool.query('delete from waiting_records');
    };
    const raced = sealOnce({ ...ledger.sealer, pool: runAfter(pool, 'insert into heads', meanwhile) });
    await expect(raced).rejects.toThrow('only 0 of them are in the queue');
    expect(await findNewestBatch(pool)).toBeNull();
    expect((await pool.query('select from map_nodes')).rowCount).toBe(0);
  });

  it('if a map node is missing', async () => {
    const first = await ledger.accept(signRecord({ by: ledger.company }));
    await ledger.anchor(await ledger.seal());
    await ledger.accept(signRecord({ by: ledger.company, after: first }));
    await ledger.database.pool.query('delete from map_nodes');
    await expect(ledger.seal()).rejects.toThrow(Invariant);
    expect(await findNewestBatch(ledger.database.pool)).toMatchObject({ header: { number: 1 } });
  });
});

describe('startSealer', () => {
  it('seals each batch that is due until it is stopped, and tries again after a failure', async () => {
    const sealed = Promise.withResolvers<object>();
    const failed = Promise.withResolvers<string>();
    const log = {
      ...keepLog(),
      info: (fields: object) => sealed.resolve(fields),
      error: (_fields: object, message: string) => failed.resolve(message),
    };
    await ledger.accept(signRecord({ by: ledger.company }));
    const { pool } = failAt(ledger.database.pool, 5, 'before');
    const loop = startSealer({ ...ledger.sealer, pool, log, pollMs: 5 });
    await failed.promise;
    expect(await sealed.promise).toEqual({ batch: 1, records: 1 });
    await loop.stop();
    expect(await findNewestBatch(ledger.database.pool)).toMatchObject({
      header: { number: 1, previous: ZERO_HASH },
    });
  });
});
