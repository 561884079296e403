import { describe, expect, it } from 'vitest';
import { signerOfKey } from '../../../client/keys/signer.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { hashStream, type LedgerRecord } from '../../../core/records/record.ts';
import type { DraftPorts } from '../../../jobs/ports.ts';
import {
  type Draft,
  formatDraftLine,
  idOfDraft,
  parseDraft,
  signerOfDraft,
} from '../../../jobs/register/draft.ts';
import { draftLines } from '../../../jobs/register/draft-lines.ts';
import { signLines, summariseLines } from '../../../jobs/register/sign-lines.ts';
import { makeKey, TEST_DOMAIN } from '../../helpers/registry.ts';

const [NEWEST, ANSWERED]: [Hex, Hex] = [`0x${'a1'.repeat(32)}`, `0x${'b2'.repeat(32)}`];
const ANSWERED_RECORD = { party: hashParty('test:other'), kind: KINDS.result, subject: 'inventory' };
const ENTRY = { key: 'total', value: '1', unit: 't', from: 0, until: 0, detail: null };

function bytesOf(...lines: unknown[]): AsyncIterable<Uint8Array> {
  const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
  return new Blob([texts.join('\n')]).stream();
}

/** Builds the lines; the stream `old` has a version already. */
async function build(lines: unknown[], part: object = {}, asked: string[] = []): Promise<Draft[]> {
  const ports: DraftPorts = {
    readDomain: () => Promise.resolve(TEST_DOMAIN),
    readNewest({ subject }) {
      asked.push(subject);
      return Promise.resolve(subject === 'old' ? { sequence: 7, record: NEWEST } : null);
    },
    readRecord: () => Promise.resolve({ record: ANSWERED_RECORD as LedgerRecord, statement: {} }),
  };
  const sketch = {
    ...{ name: 'year.ndjson', party: hashParty('test:company'), kind: 'dataset' as const },
    ...{
      statement: { title: 'All', period: '2024', standard: '' },
      salts: 'derived' as const,
      public: false,
    },
    ...part,
  };
  const drafts: Draft[] = [];
  for await (const draft of draftLines(bytesOf(...lines), sketch, { ...ports, check: () => {} }))
    drafts.push(draft);
  return drafts;
}

describe('records of the lines of a file', () => {
  it('follow each other in their streams, which are asked for once', async () => {
    const asked: string[] = [];
    const drafts = await build([{ subject: 'old' }, { subject: 'new' }, '', { subject: 'old' }], {}, asked);
    expect(drafts.map(({ record: { subject, sequence } }) => `${subject} ${sequence}`)).toEqual([
      'old 8',
      'new 1',
      'old 9',
    ]);
    expect(drafts[2]!.record.previous).toBe(idOfDraft(drafts[0]!));
    expect(asked.toSorted()).toEqual(['new', 'old']);
  });

  it('state what all have in common, unless a line states it', async () => {
    const own = { subject: 'a', statement: { title: 'Own' }, entries: [ENTRY] };
    const [draft] = await build([own]);
    expect(draft).toMatchObject({ statement: { title: 'Own', period: '2024' }, entries: [{ key: 'total' }] });
    expect(draft!.secret).not.toBeNull();
  });

  it('that answer a record get its stream as their subject', async () => {
    const statement = { outcome: 'accepted', reason: 'as agreed' };
    const [draft] = await build([{ answers: ANSWERED, statement }], { kind: 'decision' });
    expect(draft!.record).toMatchObject({
      subject: hashStream(ANSWERED_RECORD).slice(2),
      sources: [ANSWERED],
    });
    expect(draft!.statement['answers']).toBe(ANSWERED);
  });

  it.each([
    ['no JSON', '{"subject":', 'json-syntax'],
    ['an unknown member', { subjekt: 'a' }, 'unknown-member'],
    ['no subject', { entries: [] }, 'missing-member'],
    ['a subject in upper case', { subject: 'A' }, 'subject-syntax'],
    ['an entry that is wrong', { subject: 'a', entries: [{ ...ENTRY, value: '1,5' }] }, 'decimal-syntax'],
  ])('name a line with %s', async (_, line, code) => {
    await expect(build([{ subject: 'a' }, line])).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/^year\.ndjson, line 2: /),
    });
  });
});

describe('record files, one a line', async () => {
  const drafts = await build([
    { subject: 'old' },
    { subject: 'new', statement: { title: '' }, entries: [ENTRY] },
  ]);
  const [key, other] = [makeKey('company'), makeKey('other')].map((each) => signerOfKey(each));

  const signAll = async (lines: string[], by = key!): Promise<string[]> => {
    const signed: string[] = [];
    for await (const line of signLines(bytesOf(...lines), 'year.ndjson', by)) signed.push(line.trimEnd());
    return signed;
  };

  it('are summarised before they are signed', async () => {
    const lines = drafts.map((draft) => formatDraftLine(draft).trimEnd());
    expect(await summariseLines(bytesOf(lines[0], '', lines[1]), 'year.ndjson')).toEqual({
      ...{ count: 2, entries: 1, kinds: new Map([['dataset', 2]]), titles: ['All', 'new'] },
      ...{ signing: [{ domain: TEST_DOMAIN, party: hashParty('test:company') }], signers: [] },
    });
  });

  it('are all signed by one key, and say who signed them before', async () => {
    const lines = drafts.map((draft) => formatDraftLine(draft).trimEnd());
    const [first] = await signAll([lines[0]!], other);
    const { signers } = await summariseLines(bytesOf(lines[1], first), 'year.ndjson');
    expect(signers).toEqual([{ signer: other!.address, line: 2 }]);
    const signed = await signAll([first!, lines[1]!]);
    expect(signed.map((line) => signerOfDraft(parseDraft(line)))).toEqual([key!.address, key!.address]);
  });

  it('are refused by the line that was changed', async () => {
    const changed = formatDraftLine({ ...drafts[1]!, statement: { title: 'Other' } }).trimEnd();
    await expect(signAll([formatDraftLine(drafts[0]!).trimEnd(), changed])).rejects.toMatchObject({
      code: 'statement-hash',
      message: expect.stringMatching(/^year\.ndjson, line 2: /),
    });
  });
});
