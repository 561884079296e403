import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatJson } from '../../../core/encoding/json.ts';
import { placeEvents, readEventFeed } from '../../../db/events/event-feed.ts';
import type { LedgerEvent } from '../../../db/events/event.ts';
import { readEvents } from '../../../db/events/events.ts';
import { lockAgainstRejections } from '../../../db/locks.ts';
import { SettledArrivals } from '../../../db/records/arrivals.ts';
import { type AcceptedRecord, insertRecords } from '../../../db/records/records.ts';
import { sealOnce } from '../../../server/sealing/sealer.ts';
import { copyTestDatabase } from '../../helpers/postgres.ts';
import { closeWindow, makeKey, openWindow, type TestParty } from '../../helpers/registry.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';
import { type TestLedger, createTestLedger } from '../../helpers/test-ledger.ts';

let ledger: TestLedger;
let settled: SettledArrivals;

beforeEach(async () => {
  ledger = await createTestLedger();
  settled = new SettledArrivals();
});
afterEach(() => ledger.database.drop());

/** Gives positions to everything that happened, and returns all events behind a position, read in parts of `size`. */
async function readAll(after = 0, size = 500): Promise<LedgerEvent[]> {
  const { pool } = ledger.database;
  while (await placeEvents(pool, settled));
  const events: LedgerEvent[] = [];
  for (let at = after; ;) {
    const part = await readEvents(pool, at, size);
    if (part.position === at) return events;
    events.push(...part.events);
    at = part.position;
  }
}

/** What an event is about, in a few words. */
function describeEvent(event: LedgerEvent): string {
  if ('record' in event) return `${event.type} ${event.record.id}`;
  if ('batch' in event) return `${event.type} ${event.batch.number} of ${event.batch.records}`;
  return event.type;
}

describe('the events of a ledger', () => {
  it('tell the life of records and batches in its order', async () => {
    const { company, auditor } = ledger;
    const before = (await readAll()).length;
    const first = await ledger.accept(signRecord({ by: company }));
    const answer = await ledger.accept(signRecord({ by: auditor, kind: 'assurance', answers: first }));
    await ledger.anchor(await ledger.seal());
    const late = await ledger.accept(signRecord({ by: company, after: first }));
    const events = (await readAll()).slice(before);
    expect(events.map(describeEvent)).toEqual([
      `record.accepted ${first.id}`,
      `record.accepted ${answer.id}`,
      'batch.sealed 1 of 2',
      'batch.anchored 1 of 2',
      'batch.final 1 of 2',
      `record.accepted ${late.id}`,
    ]);
    expect(events[1]).toMatchObject({
      record: {
        party: auditor.party,
        kind: 'assurance',
        opinion: 'unqualified',
        change: null,
        outcome: null,
        answers: first.id,
        sequence: 1,
        addressees: [],
      },
    });
    const { position } = await readEventFeed(ledger.database.pool);
    expect(events.at(-1)!.position).toBe(position);
  });

  it('come in smaller parts where statements are long, since each is read as JSON', async () => {
    const { company } = ledger;
    const pad = 'x'.repeat(65_000);
    const start = (await readAll()).length;
    const accepted: string[] = [];
    let after: SignedRecord | null = null;
    for (let count = 0; count < 67; count++) {
      after = await ledger.accept(signRecord({ by: company, after, statement: { pad } }));
      accepted.push(after.id);
    }
    const all = (await readAll(0, 500)).slice(start);
    expect(all.map(describeEvent)).toEqual(accepted.map((id) => `record.accepted ${id}`));
    const part = await readEvents(ledger.database.pool, all[0]!.position - 1, 500);
    // Four MiB are passed by the 65th.
    expect(part.events.length).toBe(65);
    expect(part.position).toBe(all[64]!.position);
  });

  it('are the same for every reader, in parts of any size and from any place', async () => {
    const second = makeKey('second key of the company');
    const { company, provider } = ledger;
    const { pool } = ledger.database;
    await openWindow(pool, { party: company.party, key: second.address }, 2000);
    const fallen = await ledger.accept(signRecord({ by: company, key: second }));
    await ledger.accept(signRecord({ by: provider }));
    await readAll();
    await closeWindow(pool, { party: company.party, key: second.address }, ledger.finalTime() + 1);
    await ledger.seal();
    await openWindow(pool, { party: company.party, key: second.address }, ledger.finalTime() - 1);
    await ledger.accept(fallen);
    await ledger.accept(signRecord({ by: company, subject: 'other' }));
    const told = await readAll();
    expect(told.filter((event) => 'record' in event && event.record.id === fallen.id)).toMatchObject([
      { type: 'record.accepted' },
      { type: 'record.rejected', rejected: { code: 'closed-key' } },
      { type: 'record.accepted' },
    ]);
    for (const size of [1, 2, 3, 7]) expect(await readAll(0, size)).toEqual(told);
    for (const [at, { position }] of told.entries())
      expect(await readAll(position, 4)).toEqual(told.slice(at + 1));
  });
});

describe('while transactions run at the same time', () => {
  it('an accepted record appears only after those that got their place before it, however late they commit', async () => {
    const { company, provider, database } = ledger;
    const before = (await readAll()).length;
    const slow = await database.pool.connect();
    const [early, late] = [signRecord({ by: company }), signRecord({ by: provider })];
    try {
      await slow.query('begin');
      await lockAgainstRejections(slow);
      await insertRecords(slow, [acceptedOf(early)]);
      await ledger.accept(late);
      expect((await readAll()).slice(before)).toEqual([]);
      await slow.query('commit');
    } finally {
      slow.release();
    }
    const told = (await readAll()).slice(before);
    expect(told.map(describeEvent)).toEqual([`record.accepted ${early.id}`, `record.accepted ${late.id}`]);
  });

  it('nothing holds up events for ever: one that was rolled back is passed', async () => {
    const { company, provider, database } = ledger;
    const before = (await readAll()).length;
    const slow = await database.pool.connect();
    const late = signRecord({ by: provider });
    try {
      await slow.query('begin');
      await lockAgainstRejections(slow);
      await insertRecords(slow, [acceptedOf(signRecord({ by: company }))]);
      await ledger.accept(late);
      await slow.query('rollback');
    } finally {
      slow.release();
    }
    expect((await readAll()).slice(before).map(describeEvent)).toEqual([`record.accepted ${late.id}`]);
  });

  it('a reader that continues again and again sees what a reader of everything sees later', async () => {
    const { company, provider, auditor, database } = ledger;
    const { pool } = database;
    const second = makeKey('second key of the company');
    await openWindow(pool, { party: company.party, key: second.address }, 2000);
    let [isWriting, isWorking] = [true, true];
    const write = async (by: TestParty, name: string, key = by.key): Promise<void> => {
      for (let at = 0; at < 25; at++) await ledger.accept(signRecord({ by, key, subject: `${name}/${at}` }));
    };
    const seal = async (): Promise<void> => {
      for (let at = 0; isWriting; at++) {
        const sealed = await sealOnce(ledger.sealer);
        if (!('waiting' in sealed)) await ledger.anchor(sealed);
        if (at === 2)
          await closeWindow(pool, { party: company.party, key: second.address }, ledger.finalTime() + 1);
      }
    };
    const told: LedgerEvent[] = [];
    const settledElsewhere = new SettledArrivals();
    const follow = async (): Promise<void> => {
      for (let at = 0; ;) {
        const wasWorking = isWorking;
        // Two processes give positions at the same time.
        await Promise.all([placeEvents(pool, settled), placeEvents(pool, settledElsewhere)]);
        const part = await readEvents(pool, at, 7);
        told.push(...part.events);
        if (part.position === at && !wasWorking && !(await placeEvents(pool, settled))) return;
        at = part.position;
      }
    };
    const writing = Promise.all([
      write(company, 'one'),
      write(provider, 'two'),
      write(auditor, 'three').catch(() => {}),
      write(company, 'four', second).catch(() => {}),
    ]).then(() => (isWriting = false));
    const working = Promise.all([writing, seal()]).then(() => (isWorking = false));
    await Promise.all([working, follow()]);
    expect(told).toEqual(await readAll());
    const accepted = told.filter(({ type }) => type === 'record.accepted');
    const { rows } = await pool.query<{ count: number }>('select count(*) from records');
    expect(accepted).toHaveLength(rows[0]!.count);
    await expectCausal(told);
  });
});

/** Expects that each record is accepted before its batch is sealed, and each batch sealed before it is anchored, and that before it is final. */
async function expectCausal(told: readonly LedgerEvent[]): Promise<void> {
  const placeOf = (text: string): number => told.findIndex((event) => describeEvent(event).startsWith(text));
  const { rows } = await ledger.database.pool.query<{ id: string; batch: number }>(
    `select '0x' || encode(record, 'hex') as id, batch from sealed_records`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { id, batch } of rows) {
    const places = [`record.accepted ${id}`, `batch.sealed ${batch} `, `batch.anchored ${batch} `].map(
      placeOf,
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  }
}

/** A record as intake stores it. */
function acceptedOf({ id, stream, submission }: SignedRecord): AcceptedRecord {
  const { record, statement, signature } = submission;
  return {
    ...{ id, stream, record, signature, signer: ledger.company.key.address },
    ...{ statementText: formatJson(statement), entriesText: null, publicEntries: false },
    receipt: { record: id, acceptedAt: 1, anchorBy: 2, signature },
  };
}

describe('a copy of the database', () => {
  it('has events under another mark, so that nobody continues where places were given again', async () => {
    const told = await readAll();
    const { mark, position } = await readEventFeed(ledger.database.pool);
    expect(await readEventFeed(ledger.database.pool)).toEqual({ mark, position });
    const copy = await copyTestDatabase(ledger.database);
    try {
      const feed = await readEventFeed(copy.pool);
      expect(feed).toEqual({ mark: expect.not.stringMatching(mark) as string, position });
      expect(await readEventFeed(copy.pool)).toEqual(feed);
      expect((await readEvents(copy.pool, 0, 500)).events).toEqual(told);
    } finally {
      await copy.drop();
    }
  });
});
