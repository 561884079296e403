import { describe, expect, it } from 'vitest';
import type { RecordSummary } from '../../client/generated/openapi.ts';
import { checkEntries, checkRecord } from '../../client/http/check-record.ts';
import { asProven } from '../../jobs/decide/judged-disclosure.ts';
import { checkListed } from '../../client/http/check-record.ts';
import type { Judged } from '../../web/verification/verdict/report.tsx';
import { makeKey } from '../helpers/registry.ts';
import { makeEntry, signRecord } from '../helpers/signed-record.ts';

const server = { url: 'the server' };
const company = { party: `0x${'22'.repeat(32)}` as const, key: makeKey('company'), identifier: 'lei:X' };
const good = signRecord({ by: company, kind: 'disclosure', subject: 'disclosure/2024' });
const other = signRecord({ by: company, kind: 'disclosure', statement: { title: 'Another' } });

describe('what a server says about a record', () => {
  it('is refused where its id is not the hash of it', () => {
    const { record, statement } = good.submission;
    expect(() => checkRecord(server, good.id, { record, statement })).not.toThrow();
    expect(() => checkRecord(server, other.id, { record, statement })).toThrow(`expected record ${other.id}`);
    const renamed = { record: { ...record, party: `0x${'11'.repeat(32)}` as const }, statement };
    expect(() => checkRecord(server, good.id, renamed)).toThrow(`expected record ${good.id}`);
  });

  it('is refused where the statement is not the one that was signed', () => {
    const { record, statement } = good.submission;
    const changed = { record, statement: { ...statement, title: 'Verified by everyone' } };
    expect(() => checkRecord(server, good.id, changed)).toThrow('another statement');
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

  it('is marked in a list, and shows no text, where it is not what was signed', () => {
    const { record, statement, signature } = good.submission;
    const rest = { state: 'final', acceptedAt: 0, batch: 1, rejected: null } as const;
    const item: RecordSummary = { id: good.id, record, statement, signature, title: null, ...rest };
    expect(checkListed(server, item)).toEqual({ ...item, title: statement['title'] ?? null });
    expect(checkListed(server, { ...item, title: 'Verified by everyone' })).toEqual(
      checkListed(server, item),
    );
    const lies: readonly RecordSummary[] = [
      { ...item, id: other.id },
      { ...item, record: { ...record, sequence: 7 } },
      { ...item, record: { ...record, subject: '' } },
      { ...item, statement: { ...statement, title: 'Verified by everyone' } },
    ];
    for (const lie of lies)
      expect(checkListed(server, lie)).toEqual({ ...lie, statement: {}, title: null, differs: true });
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
