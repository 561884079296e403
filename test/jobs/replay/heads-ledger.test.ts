import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, type Hex, ZERO_HASH } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { HashTable, joinHashes } from '../../../jobs/replay/hash-table.ts';
import { HeadsLedger } from '../../../jobs/replay/heads-ledger.ts';
import {
  createLedger,
  type MemoryLedger,
  named,
  registerParty,
  sealBatch,
} from '../../helpers/memory-ledger.ts';
import { signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

describe('a table of hashes', () => {
  it('numbers different hashes as they are added, and finds them after it grew', () => {
    const hashes = joinHashes(
      Array.from({ length: 3_000 }, (_, at) => named(`hash ${at}`)),
      bytesOf,
    );
    const table = new HashTable();
    for (let at = 0; at < 3_000; at++) expect(table.add(hashes, at)).toBe(at);
    for (let at = 0; at < 3_000; at++) expect(table.add(hashes, at)).toBe(at);
    expect(table.count).toBe(3_000);
    expect(table.at(2_999)).toEqual(bytesOf(named('hash 2999')));
    expect(table.find(bytesOf(named('another')), 0)).toBe(-1);
  });
});

const ledger: MemoryLedger = createLedger();
const parties = ['test:a', 'test:b'].map((name) => registerParty(ledger, name, 'company'));

function apply(heads: HeadsLedger, { id, stream, submission: { record } }: SignedRecord): void {
  const number = heads.addStream(bytesOf(stream), bytesOf(record.party), 0);
  heads.addRecord(bytesOf(id), 0, number);
  heads.move(number, heads.findRecord(id), record.sequence);
}

describe('the heads of a replay', () => {
  it('have the root that the ledger anchored, after each batch', () => {
    const heads = new HeadsLedger();
    const last = new Map<string, SignedRecord>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 }),
        (picks) => {
          const chosen = new Map(
            picks.map(([by, subject]) => [`${by} s/${subject}`, [by, subject] as const]),
          );
          const records = [...chosen].map(([name, [by, subject]]) =>
            signRecord({ by: parties[by]!, subject: `s/${subject}`, after: last.get(name) ?? null }),
          );
          [...chosen.keys()].forEach((name, at) => last.set(name, records[at]!));
          const { header } = sealBatch(ledger, records);
          for (const record of records) apply(heads, record);
          expect(heads.updateMaps()).toBe(header.heads);
        },
      ),
      { numRuns: 20 },
    );
    for (const record of last.values())
      expect(heads.headOf(record.stream)).toMatchObject({
        ...{ record: record.id, sequence: record.submission.record.sequence },
      });
  });

  it('are continued by the next version, forked by an earlier place, and skipped to by a later one', () => {
    const heads = new HeadsLedger();
    const [by] = parties;
    const first = signRecord({ by: by! });
    const second = signRecord({ by: by!, after: first });
    apply(heads, first);
    const stream = heads.streams.find(bytesOf(first.stream), 0);
    const relate = (sequence: number, previous: Hex): string =>
      heads.relate(stream, sequence, bytesOf(previous), 0);
    expect(relate(2, first.id)).toBe('continues');
    expect(relate(1, ZERO_HASH)).toBe('stream-forked');
    expect(relate(2, second.id)).toBe('stream-skips');
    expect(relate(3, second.id)).toBe('stream-skips');
  });

  it('are listed for a party and found for streams', () => {
    const heads = new HeadsLedger();
    const [a, b] = parties;
    const own = [signRecord({ by: a!, subject: 's/1' }), signRecord({ by: a!, subject: 's/2' })];
    const other = signRecord({ by: b! });
    for (const record of [own[0]!, other, own[1]!]) apply(heads, record);
    expect(heads.headsOf(a!.party).map(({ record }) => record)).toEqual(own.map(({ id }) => id));
    expect(heads.recordsOf([own[1]!.stream, named('no stream')])).toEqual([2]);
    expect(heads.headOf(named('no stream'))).toBeNull();
    const absent = heads.proveHead({ party: a!.party, kind: KINDS.result, subject: 'none' });
    expect(absent.head).toBeNull();
  });
});
