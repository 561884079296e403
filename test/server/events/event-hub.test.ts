import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ALL_EVENTS, type LedgerEvent } from '../../../db/events/event.ts';
import { readEvents } from '../../../db/events/events.ts';
import { EventHub } from '../../../server/events/event-hub.ts';
import { RecentEvents } from '../../../server/events/recent-events.ts';
import { listNames } from '../../helpers/failing-pool.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { type TestLedger, createTestLedger } from '../../helpers/test-ledger.ts';

const LIMITS = { streams: 100, streamsPerClient: 100 };
const NOTHING = { ...ALL_EVENTS, types: [] };

let ledger: TestLedger;
let leaving: AbortController;

beforeEach(async () => {
  ledger = await createTestLedger();
  leaving = new AbortController();
});
afterEach(async () => {
  leaving.abort();
  await ledger.database.drop();
});

describe('EventHub', () => {
  it('reads the database once for all streams that are up to date', async () => {
    const reads: string[] = [];
    const pool = listNames(ledger.database.pool, reads);
    const hub = new EventHub(pool, LIMITS);
    const feed = await hub.look();
    const streams = Array.from({ length: 20 }, (_, at) => {
      hub.enter(`client ${at}`);
      return hub.follow(feed, ALL_EVENTS, leaving.signal).next();
    });
    await ledger.accept(signRecord({ by: ledger.company }));
    reads.length = 0;
    await hub.look();
    const parts = (await Promise.all(streams)).map(({ value }) => value as { events: LedgerEvent[] });
    expect(parts.map(({ events }) => events.length)).toEqual(Array.from({ length: 20 }, () => 1));
    expect(reads.filter((name) => name === 'events')).toHaveLength(1);
  });

  it('reads nothing for streams that left while they waited for their turn to read', async () => {
    const reads: string[] = [];
    const hub = new EventHub(listNames(ledger.database.pool, reads), LIMITS);
    await ledger.accept(signRecord({ by: ledger.company }));
    const { mark } = await hub.look();
    reads.length = 0;
    const follow = (): Promise<IteratorResult<unknown>> =>
      hub.follow({ mark, position: 0 }, ALL_EVENTS, leaving.signal).next();
    const streams = Array.from({ length: 10 }, follow);
    leaving.abort();
    const parts = await Promise.all(streams);
    expect(parts.filter(({ done }) => done === true)).toHaveLength(8);
    expect(reads.filter((name) => name === 'events')).toHaveLength(2);
    leaving = new AbortController();
    expect((await follow()).done).toBe(false);
  });

  it('says how far it looked when nothing passes the filter for a while', async () => {
    const hub = new EventHub(ledger.database.pool, LIMITS, 30);
    const feed = await hub.look();
    const stream = hub.follow(feed, NOTHING, leaving.signal);
    expect((await stream.next()).value).toEqual({ events: [], position: feed.position });
    await ledger.accept(signRecord({ by: ledger.company }));
    const { position } = await hub.look();
    await expect.poll(async () => (await stream.next()).value as unknown).toEqual({ events: [], position });
    expect(position).toBe(feed.position + 1);
  });

  it('ends all streams when it is closed, and takes no more', async () => {
    const hub = new EventHub(ledger.database.pool, LIMITS);
    const feed = await hub.look();
    const leave = hub.enter('client');
    const ended = hub.follow(feed, ALL_EVENTS, leaving.signal).next();
    hub.close();
    expect(await ended).toEqual({ done: true, value: undefined });
    expect(() => hub.enter('client')).toThrow(expect.objectContaining({ code: 'overloaded' }));
    expect(hub.streams).toBe(1);
    leave();
    leave();
    expect(hub.streams).toBe(0);
  });

  it('ends a stream when the order of events gets another mark', async () => {
    const hub = new EventHub(ledger.database.pool, LIMITS);
    const feed = await hub.look();
    const ended = hub.follow(feed, ALL_EVENTS, leaving.signal).next();
    // As if the database had been restored from a backup.
    await ledger.database.pool.query(`update event_feed set origin = 'another'`);
    expect((await hub.look()).mark).not.toBe(feed.mark);
    expect(await ended).toEqual({ done: true, value: undefined });
  });
});

describe('RecentEvents', () => {
  it('give what the database has, or nothing where they were dropped', async () => {
    const { pool } = ledger.database;
    const recent = new RecentEvents(7);
    const hub = new EventHub(pool, LIMITS);
    for (let round = 0; round < 6; round++) {
      for (let at = 0; at < 3; at++)
        await ledger.accept(signRecord({ by: ledger.company, subject: `${round}/${at}` }));
      if (round === 4) await ledger.seal();
      const { position } = await hub.look();
      if (round === 0) recent.restart(position);
      await recent.extend(position, (after) => readEvents(pool, after, 2));
      for (let at = 0; at < position; at++) {
        const kept = recent.after(at, 3);
        if (kept !== null) expect(kept).toEqual(await readEvents(pool, at, 3));
      }
      expect(recent.after(position, 3)).toBeNull();
      if (round > 2) expect(recent.after(position - 5, 3)).not.toBeNull();
    }
  });
});
