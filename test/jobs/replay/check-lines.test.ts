import { describe, expect, it } from 'vitest';
import { formatHex } from '../../../core/encoding/hex.ts';
import { hashAt } from '../../../core/hashing/hash-order.ts';
import { recoverByNoble } from '../../../core/hashing/signature.ts';
import { type CheckedLines, checkLines } from '../../../jobs/replay/check-lines.ts';
import { createLedger, registerParty } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { makeEntry, signRecord } from '../../helpers/signed-record.ts';
import { bytesOfLines, type Line, lineOf } from './memory-replay.ts';

const ledger = createLedger();
const company = registerParty(ledger, 'test:company', 'company');
const auditor = registerParty(ledger, 'test:auditor', 'auditor');
const entries = [makeEntry('coal', '1.5'), makeEntry('power', '2')];
const inventory = signRecord({ by: company, entries });
const opinion = signRecord({ by: auditor, kind: 'assurance', answers: inventory });

const check = (...lines: Line[]): CheckedLines =>
  checkLines({ domain: TEST_DOMAIN, recover: recoverByNoble }, bytesOfLines(lines));
const faultsOf = (...lines: Line[]): string[] =>
  check(...lines).faults.map(({ index, code }) => `${index} ${code}`);

describe('the lines of a publication', () => {
  it('give id, stream, sources, signer and answer of each record', () => {
    const lines = check(lineOf(inventory), lineOf(opinion));
    expect(lines.faults).toEqual([]);
    expect([...lines.sound]).toEqual([1, 1]);
    expect(formatHex(hashAt(lines.ids, 1))).toBe(opinion.id);
    expect(formatHex(hashAt(lines.streams, 0))).toBe(inventory.stream);
    expect([...lines.sourceCounts]).toEqual([0, 1]);
    expect(formatHex(lines.sources)).toBe(inventory.id);
    expect(formatHex(lines.signers.subarray(20))).toBe(auditor.key.address.toLowerCase());
    expect([...lines.answers.indexes]).toEqual([1]);
    expect(formatHex(lines.answers.ids)).toBe(inventory.id);
    expect(formatHex(lines.answers.streams)).toBe(inventory.stream);
  });

  it('may show their entries, which must be all that were signed', () => {
    expect(faultsOf({ ...lineOf(inventory), entries })).toEqual([]);
    expect(faultsOf({ ...lineOf(inventory), entries: entries.slice(1) })).toEqual(['0 content-differs']);
    const changed = [{ ...entries[0]!, value: '9' }, entries[1]!];
    expect(faultsOf({ ...lineOf(inventory), entries: changed })).toEqual(['0 content-differs']);
  });

  it('are the fault of the copy where they do not hold what was sealed', () => {
    const line = lineOf(inventory);
    const record = line['record'] as object;
    expect(faultsOf({ ...line, receipt: 'none' })).toEqual(['0 copy-damaged']);
    expect(faultsOf({ ...line, record: { ...record, subject: 'other' } })).toEqual(['0 content-differs']);
    expect(faultsOf({ ...line, statement: { title: 'other' } })).toEqual(['0 content-differs']);
  });

  it('are the fault of the operator where what was sealed breaks a rule', () => {
    const sketch = { by: company, record: { subject: 'NOT ALLOWED' } };
    expect(faultsOf(lineOf(signRecord(sketch)))).toEqual(['0 malformed']);
    const statement = signRecord({ by: company, statement: { title: 7 } });
    expect(faultsOf(lineOf(statement))).toEqual(['0 malformed']);
    const signature = `0x${'00'.repeat(65)}`;
    expect(faultsOf({ ...lineOf(inventory), signature })).toEqual(['0 bad-signature']);
  });

  it('leave out no record: one that cannot be read has an id of zeros, and the others are checked', () => {
    const lines = check({ id: 'nothing' }, lineOf(inventory));
    expect(lines.faults.map(({ index, code }) => [index, code])).toEqual([[0, 'malformed']]);
    expect([...lines.sound]).toEqual([0, 1]);
    expect(formatHex(hashAt(lines.ids, 0))).toBe(`0x${'00'.repeat(32)}`);
    expect(lines.count).toBe(2);
  });

  it('can be copied into and out of a thread', () => {
    const lines = check(lineOf(inventory), lineOf(opinion));
    expect(structuredClone(lines)).toEqual(lines);
  });
});
