import { describe, expect, it } from 'vitest';
import { createDraft, type DraftParts } from '../../../jobs/register/draft.ts';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';

const [company, exchange, auditor] = ['company', 'exchange', 'auditor'].map((name) =>
  hashParty(`test:${name}`),
);
const PARTS: DraftParts = {
  domain: TEST_DOMAIN,
  record: {
    party: company!,
    kind: KINDS.disclosure,
    subject: 'exchange/2024',
    sequence: 1,
    previous: ZERO_HASH,
    sources: [],
  },
  statement: { title: 'Disclosure', period: '2024', standard: '' },
  entries: [],
  secret: null,
  public: true,
};

describe('createDraft', () => {
  it('names the parties that the record is meant for by their ids, in their order', () => {
    const { statement } = createDraft({ ...PARTS, addressees: ['test:exchange', auditor!] });
    expect(statement).toEqual({ ...PARTS.statement, addressees: [exchange, auditor] });
  });

  it('leaves a statement as it is where it is meant for nobody', () => {
    expect(createDraft(PARTS).statement).toEqual(PARTS.statement);
    expect(createDraft({ ...PARTS, addressees: [] }).statement).toEqual(PARTS.statement);
  });

  it.each([
    ['the same party twice', ['test:exchange', exchange!], 'statement'],
    ['a text that is not an identifier', ['exchange'], 'identifier-syntax'],
    ['17 parties', Array.from({ length: 17 }, (_, at) => `test:${at}`), 'statement'],
  ])('refuses %s', (_, addressees, code) => {
    expect(() => createDraft({ ...PARTS, addressees })).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a statement that names its addressees otherwise than intake takes them', () => {
    const statement = { ...PARTS.statement, addressees: ['test:exchange'] };
    expect(() => createDraft({ ...PARTS, statement })).toThrow(
      expect.objectContaining({ code: 'statement', path: 'statement.addressees.0' }),
    );
  });
});
