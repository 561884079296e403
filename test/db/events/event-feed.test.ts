import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { placeEvents, readEventFeed } from '../../../db/events/event-feed.ts';
import type { LedgerEvent } from '../../../db/events/event.ts';
import { readEvents } from '../../../db/events/events.ts';
import { SettledArrivals } from '../../../db/records/arrivals.ts';
import { closeWindow, makeKey, openWindow } from '../../helpers/registry.ts';
import { signRecord } from '../../helpers/signed-record.ts';
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
      record: { party: auditor.party, kind: 4, answers: first.id, sequence: 1, addressees: [] },
    });
    const { position } = await readEventFeed(ledger.database.pool);
    expect(events.at(-1)!.position).toBe(position);
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
    for (const [at, { position }] of told.entries()) expect(await readAll(position, 4)).toEqual(told.slice(at + 1));
  });
});
