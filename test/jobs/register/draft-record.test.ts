import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import { deriveSalt } from '../../../core/records/entry.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { hashStream, type LedgerRecord } from '../../../core/records/record.ts';
import type { DraftPorts, NamedStream } from '../../../jobs/ports.ts';
import { draftRecord, type DraftSketch, isSubject } from '../../../jobs/register/draft-record.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';

const [NEWEST, ANSWERED, SOURCE]: [Hex, Hex, Hex] = [
  `0x${'a1'.repeat(32)}`,
  `0x${'b2'.repeat(32)}`,
  `0x${'0c'.repeat(32)}`,
];
const RESULT = { party: hashParty('test:company'), kind: KINDS.result, subject: 'inventory/2024' };
const ENTRY = { key: 'total', value: '12.5', unit: 't', from: 0, until: 0, detail: null };
const STATED = { title: 'Disclosure', period: '2024', standard: '' };
const SKETCH: DraftSketch = {
  ...{ party: 'test:company', kind: 'disclosure', subject: 'exchange/2024' },
  ...{ statement: STATED, entries: [ENTRY], sources: [NEWEST, SOURCE] },
};

interface Ledger {
  /** The sequence of the newest version; 0 for an empty stream. */
  readonly sequence?: number;
  /** What that version states. */
  readonly statement?: JsonObject;
  readonly asked?: NamedStream[];
}

/** A ledger that has one record, and what was asked of it. */
const portsOf = ({ sequence = 0, statement = {}, asked = [] }: Ledger = {}): DraftPorts => ({
  readDomain: () => Promise.resolve(TEST_DOMAIN),
  readNewest: (stream) => {
    asked.push(stream);
    return Promise.resolve(sequence === 0 ? null : { sequence, record: NEWEST });
  },
  readRecord: (id) =>
    id === ANSWERED || id === NEWEST
      ? Promise.resolve({ record: RESULT as LedgerRecord, statement })
      : Promise.reject(new Error(`asked for ${id}`)),
});

describe('the draft of a record', () => {
  it('begins a stream that is empty, and follows the newest version of another', async () => {
    const asked: NamedStream[] = [];
    const first = await draftRecord(SKETCH, portsOf({ asked }));
    expect(first.record).toMatchObject({ sequence: 1, previous: ZERO_HASH, kind: KINDS.disclosure });
    expect(first).toMatchObject({ domain: TEST_DOMAIN, signature: null, receipt: null });
    expect(asked).toEqual([
      { party: hashParty('test:company'), kind: 'disclosure', subject: 'exchange/2024' },
    ]);
    const second = await draftRecord(SKETCH, portsOf({ sequence: 4 }));
    expect(second.record).toMatchObject({ sequence: 5, previous: NEWEST });
  });

  it('names each source once, in ascending order', async () => {
    const { record } = await draftRecord({ ...SKETCH, sources: [NEWEST, SOURCE, NEWEST] }, portsOf());
    expect(record.sources).toEqual([SOURCE, NEWEST]);
  });

  it('takes a party by its id too', async () => {
    const { record } = await draftRecord({ ...SKETCH, party: hashParty('test:other') }, portsOf());
    expect(record.party).toBe(hashParty('test:other'));
  });

  it('has salts from a new secret, random ones if asked for, and none where it is public or has no entries', async () => {
    const [one, other] = [await draftRecord(SKETCH, portsOf()), await draftRecord(SKETCH, portsOf())];
    expect(one.entries[0]!.salt).toBe(deriveSalt(one.secret!, 'total'));
    expect(one.secret).not.toBe(other.secret);
    const random = await draftRecord({ ...SKETCH, salts: 'random' }, portsOf());
    expect(random.secret).toBeNull();
    expect(random.entries[0]!.salt).not.toBe(ZERO_HASH);
    const open = await draftRecord({ ...SKETCH, public: true, salts: 'random' }, portsOf());
    expect(open).toMatchObject({ secret: null, public: true, entries: [{ salt: ZERO_HASH }] });
    expect(await draftRecord({ ...SKETCH, entries: [] }, portsOf())).toMatchObject({
      secret: null,
      entries: [],
    });
  });

  it.each([
    ['no subject and answers nothing', { subject: undefined }, { name: 'SketchError', code: 'option' }],
    ['a subject in upper case', { subject: 'Exchange' }, { code: 'subject-syntax' }],
    ['a party without an identifier', { party: 'company' }, { code: 'identifier-syntax' }],
    ['a change without a reason', { statement: { ...STATED, change: 'correction' } }, { code: 'statement' }],
    ['no title', { statement: { period: '', standard: '' } }, { code: 'statement' }],
    ['an entry twice', { entries: [ENTRY, ENTRY] }, { code: 'entry-repeated' }],
    [
      'the same parties twice',
      { statement: { ...STATED, addressees: [NEWEST, NEWEST] } },
      { code: 'statement' },
    ],
    ['a private entry whose salt is zero', { entries: [{ ...ENTRY, salt: ZERO_HASH }] }, { code: 'salt' }],
  ])('is refused with %s', async (_, part, error) => {
    await expect(draftRecord({ ...SKETCH, ...part }, portsOf())).rejects.toMatchObject(error);
  });
});

describe('the draft of an answer', () => {
  const OPINION = {
    title: '',
    period: '',
    standard: '',
    level: 'limited',
    scope: 'all',
    opinion: 'qualified',
  };
  const ANSWER: DraftSketch = {
    ...{ party: 'test:auditor', kind: 'assurance', answers: ANSWERED, statement: OPINION },
  };

  it('has the stream of the record as its subject, and names the record in its statement and sources', async () => {
    const { record, statement } = await draftRecord({ ...ANSWER, sources: [SOURCE] }, portsOf());
    expect(record).toMatchObject({ subject: hashStream(RESULT).slice(2), sources: [SOURCE, ANSWERED] });
    expect(statement).toEqual({ ...OPINION, answers: ANSWERED });
  });

  it('needs no record where its subject is given', async () => {
    const { readRecord: _, ...ports } = portsOf();
    const readRecord = (): Promise<never> => Promise.reject(new Error('no server'));
    const subject = hashStream(RESULT).slice(2);
    const { record } = await draftRecord({ ...ANSWER, subject }, { ...ports, readRecord });
    expect(record.subject).toBe(subject);
  });
});

describe('the draft of a withdrawal', () => {
  const before = {
    title: 'Before',
    period: '2023',
    standard: 'ISO',
    level: 'limited',
    scope: 'all',
    more: 1,
  };

  it('keeps title, period and standard of the version before, where it does not state them', async () => {
    const change = { change: 'withdrawal', reason: 'an error' };
    const kept = await draftRecord(
      { ...SKETCH, entries: [], statement: change },
      portsOf({ sequence: 2, statement: before }),
    );
    expect(kept.statement).toEqual({ title: 'Before', period: '2023', standard: 'ISO', ...change });
    const stated = { ...STATED, ...change };
    const own = await draftRecord({ ...SKETCH, entries: [], statement: stated }, portsOf({ sequence: 2 }));
    expect(own.statement).toEqual(stated);
  });

  it('of an opinion keeps level and scope too, with an empty text for what was not stated', async () => {
    const sketch: DraftSketch = {
      ...{ party: 'test:auditor', kind: 'assurance', answers: ANSWERED },
      statement: { title: 'Withdrawn', opinion: 'withdrawn', reason: 'an error' },
    };
    const { statement } = await draftRecord(
      sketch,
      portsOf({ sequence: 1, statement: { level: 'limited', scope: 'all' } }),
    );
    expect(statement).toEqual({
      ...{ title: 'Withdrawn', period: '', standard: '', level: 'limited', scope: 'all' },
      ...{ opinion: 'withdrawn', reason: 'an error', answers: ANSWERED },
    });
  });

  it('is refused where nothing is there to withdraw', async () => {
    const statement = { change: 'withdrawal', reason: 'an error' };
    await expect(draftRecord({ ...SKETCH, statement }, portsOf())).rejects.toMatchObject({
      ...{ name: 'SketchError', code: 'option' },
      message: 'there is no earlier version in this stream to withdraw',
    });
  });
});

describe('a subject', () => {
  it.each([
    ['inventory/2024', true],
    ['a', true],
    ['', false],
    ['Inventory', false],
    ['a//b', false],
    ['a/', false],
    ['x'.repeat(129), false],
  ])('%j: %s', (text, isOne) => {
    expect(isSubject(text)).toBe(isOne);
  });
});
