import { describe, expect, it } from 'vitest';
import type { Operations } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import {
  readAnswers,
  readEntryProof,
  readKnownEntries,
  readKnownRecord,
} from '../../../jobs/explain/read-known-record.ts';
import { idOf, makeEntry, makeRecords, readProof } from '../../helpers/known-records.ts';

const [first, second] = [
  ...makeRecords([
    { number: 1, kind: KINDS.dataset },
    { number: 2, kind: KINDS.dataset },
  ]).values(),
];
const view = (known: typeof first, publicEntries: boolean) => ({ ...known!, acceptedAt: 7, publicEntries });

/** A ledger with a record and the newest place of its stream. */
function ledgerOf(
  own: ReturnType<typeof view>,
  places: {
    accepted: { record: string; sequence: number } | null;
    head: { record: string; sequence: number } | null;
  },
): Pick<Operations, 'readRecord' | 'readStream'> {
  return {
    readRecord: ({ id }: { id: string }) =>
      Promise.resolve(
        id === own.id
          ? own
          : view({ ...second!, statement: { change: 'withdrawal', reason: 'wrong' } }, true),
      ),
    readStream: () => Promise.resolve(places),
  } as never;
}

describe('a record of the ledger', () => {
  it('is known without its entries, and is the newest where its stream says so', async () => {
    const place = { record: idOf(1), sequence: 1 };
    expect(
      await readKnownRecord(ledgerOf(view(first, true), { accepted: place, head: null }), idOf(1)),
    ).toEqual({
      ...{
        id: idOf(1),
        record: first!.record,
        statement: first!.statement,
        at: 7,
        access: 'unread',
        entries: [],
      },
      newest: { id: idOf(1), sequence: 1, isWithdrawal: false },
    });
  });

  it('is known with the newest accepted version, else the newest anchored one, and whether that withdraws it', async () => {
    const [accepted, head] = [
      { record: idOf(2), sequence: 3 },
      { record: idOf(1), sequence: 1 },
    ];
    const newestOf = async (places: Parameters<typeof ledgerOf>[1]) =>
      (await readKnownRecord(ledgerOf(view(first, true), places), idOf(1))).newest;
    expect(await newestOf({ accepted, head })).toEqual({ id: idOf(2), sequence: 3, isWithdrawal: true });
    expect(await newestOf({ accepted: null, head })).toEqual({
      id: idOf(1),
      sequence: 1,
      isWithdrawal: false,
    });
    expect(await newestOf({ accepted: null, head: null })).toBeNull();
  });

  it.each([
    ['private', first!.record.entries, false],
    ['unread', first!.record.entries, true],
    ['all', ZERO_HASH, false],
  ])('has access %s', async (access, entries, isPublic) => {
    const own = view({ ...first!, record: { ...first!.record, entries } }, isPublic);
    expect((await readKnownRecord(ledgerOf(own, { accepted: null, head: null }), idOf(1))).access).toBe(
      access,
    );
  });
});

describe('the entries of a record', () => {
  const refusing = (status: number, code: string): Pick<Operations, 'readRecordEntries'> => ({
    readRecordEntries: () => Promise.reject(new ApiError(status, code, 'no')),
  });

  it('are all of them, or none where they are private or not stored', async () => {
    const entries = [makeEntry('a', '1')];
    const open = { readRecordEntries: () => Promise.resolve({ entries }) } as never;
    expect(await readKnownEntries(open, idOf(1))).toEqual({ id: idOf(1), access: 'all', entries });
    for (const [status, code, access] of [
      [401, 'unauthorized', 'private'],
      [403, 'forbidden', 'private'],
      [404, 'entries-not-stored', 'missing'],
    ] as const)
      expect(await readKnownEntries(refusing(status, code), idOf(1))).toEqual({
        id: idOf(1),
        access,
        entries: [],
      });
  });

  it('are an error where the server refuses for another reason', async () => {
    await expect(readKnownEntries(refusing(503, 'busy'), idOf(1))).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('the answers to a record', () => {
  it('are its assurances and decisions, not what was made from it', async () => {
    const kinds = [KINDS.assurance, KINDS.disclosure, KINDS.decision];
    const items = kinds.map((kind, at) => ({ id: idOf(at), record: { kind } }));
    const ledger = { listRecords: () => Promise.resolve({ items, next: null }) } as never;
    expect(await readAnswers(ledger, idOf(9))).toEqual([idOf(0), idOf(2)]);
  });
});

describe('the proof of an entry', () => {
  const proof = readProof('recorded-home/home/example/inventory-restated');
  const ledger = { readBundle: () => Promise.resolve(proof) } as never;

  it('is the record of the proof file that the server sends', async () => {
    const [record] = proof.records;
    expect((await readEntryProof(ledger, record!.id, 'scope2/location')).record).toEqual(record!.record);
  });

  it('is refused where the file holds another record, or none that can be read', async () => {
    await expect(readEntryProof(ledger, idOf(1), 'x')).rejects.toMatchObject({ code: 'server-answer' });
    const other = { readBundle: () => Promise.resolve({ records: [{ id: 'x' }] }) } as never;
    await expect(readEntryProof(other, idOf(1), 'x')).rejects.toMatchObject({ name: 'BadInput' });
  });
});
