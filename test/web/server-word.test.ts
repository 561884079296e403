import { describe, expect, it } from 'vitest';
import type { RecordSummary } from '../../client/generated/openapi.ts';
import { checkEntries, checkRecord } from '../../web/data/check-record.ts';
import { asProven } from '../../jobs/decide/judged-disclosure.ts';
import type { Judged } from '../../web/verification/verdict/report.tsx';
import { makeKey } from '../helpers/registry.ts';
import { makeEntry, signRecord } from '../helpers/signed-record.ts';

const company = { party: `0x${'22'.repeat(32)}` as const, key: makeKey('company'), identifier: 'lei:X' };
const good = signRecord({ by: company, kind: 'disclosure', subject: 'disclosure/2024' });
const other = signRecord({ by: company, kind: 'disclosure', statement: { title: 'Another' } });

describe('what a server says about a record', () => {
  it('is refused where its id is not the hash of it', () => {
    const { record, statement } = good.submission;
    expect(() => checkRecord(good.id, { record, statement })).not.toThrow();
    expect(() => checkRecord(other.id, { record, statement })).toThrow(`expected record ${other.id}`);
    const renamed = { record: { ...record, party: `0x${'11'.repeat(32)}` as const }, statement };
    expect(() => checkRecord(good.id, renamed)).toThrow(`expected record ${good.id}`);
  });

  it('is refused where the statement is not the one that was signed', () => {
    const { record, statement } = good.submission;
    const changed = { record, statement: { ...statement, title: 'Verified by everyone' } };
    expect(() => checkRecord(good.id, changed)).toThrow('another statement');
  });

  it('is refused where the entries do not give the root that was signed', () => {
    const shown = signRecord({
      by: company,
      kind: 'result',
      entries: [makeEntry('scope1/total', '32831.675')],
    });
    const { record, entries = [] } = shown.submission;
    expect(() => checkEntries(shown.id, record, entries)).not.toThrow();
    const changed = entries.map((entry) => ({ ...entry, value: '22831.675' }));
    expect(() => checkEntries(shown.id, record, changed)).toThrow(
      expect.objectContaining({ code: 'proof-root', expected: record.entries }),
    );
    expect(() => checkEntries(shown.id, record, [])).toThrow(expect.objectContaining({ code: 'proof-root' }));
  });

  it('gives way to its proof file in the inbox of an exchange', () => {
    const { record, statement } = good.submission;
    const lie = { ...record, party: `0x${'11'.repeat(32)}`, subject: 'of/another', sequence: 7 };
    const item = { id: good.id, record: lie, title: 'A title of the server' } as unknown as RecordSummary;
    expect(asProven(item, undefined)).toBe(item);
    const judged = { outcome: { bundle: { records: [{ id: good.id, record, statement }] } } };
    expect(asProven(item, judged as unknown as Judged)).toMatchObject({ record, title: statement['title'] });
  });
});
