import { describe, expect, it } from 'vitest';
import { chooseDisclosures, type InboxFilters } from '../../web/pages/exchange/inbox/choose-disclosures.ts';
import { formatCsv, listExported } from '../../web/pages/exchange/inbox/export-disclosures.ts';
import { judge as judgeDisclosure, PARTY, SUBJECT } from '../jobs/decide/judged.ts';

/** A verdict with the members that choosing reads. */
function judge(
  verdict: 'verified' | 'not-verified',
  { opinion, decision, period = '2024' }: { opinion?: string; decision?: string; period?: string } = {},
) {
  const answers = [
    ...(opinion === undefined ? [] : [{ kind: 'assurance', party: '0xbb', says: opinion, counts: true }]),
    ...(decision === undefined ? [] : [{ kind: 'decision', party: PARTY, says: decision, counts: true }]),
  ];
  const bundle = { records: [{ statement: { period } }] };
  const why = verdict === 'verified' ? { verdict } : { verdict, cause: 'other', isGenuine: false };
  return { outcome: { verdict, why, summary: { answers }, bundle, checks: [], unchecked: [] } } as never;
}

const item = (id: string, acceptedAt: number, title: string) =>
  ({ id, acceptedAt, title, record: { party: id } }) as never;
const ITEMS = [item('0x01', 3, 'B'), item('0x02', 2, 'A'), item('0x03', 1, 'C')];
const VERDICTS: Readonly<Record<string, never>> = {
  '0x01': judge('verified', { opinion: 'unqualified', decision: 'accepted' }),
  '0x02': judge('not-verified', { opinion: 'qualified', period: '2023' }),
};
const idsOf = (filters: InboxFilters): string[] =>
  chooseDisclosures(ITEMS, (id) => VERDICTS[id], filters, PARTY).map(({ id }) => id);

describe('choosing disclosures', () => {
  it('lets those pass that are not verified yet, whatever the filters', () => {
    expect(idsOf({})).toEqual(['0x01', '0x02', '0x03']);
    expect(idsOf({ open: true })).toEqual(['0x02', '0x03']);
    expect(idsOf({ verdict: 'verified' })).toEqual(['0x01', '0x03']);
    expect(idsOf({ opinion: 'qualified' })).toEqual(['0x02', '0x03']);
    expect(idsOf({ opinion: 'none' })).toEqual(['0x03']);
    expect(idsOf({ period: '2023' })).toEqual(['0x02', '0x03']);
  });

  it('sorts without changing what was read', () => {
    expect(idsOf({ sort: 'oldest' })).toEqual(['0x03', '0x02', '0x01']);
    expect(idsOf({ sort: 'title' })).toEqual(['0x02', '0x01', '0x03']);
    expect(idsOf({})).toEqual(['0x01', '0x02', '0x03']);
  });

  it('exports texts that a spreadsheet would compute as texts, and numbers as numbers', () => {
    const csv = formatCsv([
      { title: '=HYPERLINK("x")', value: '-12.5', reason: '@SUM', opinion: '+1+1', unit: '\tx' },
    ]);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    expect(csv).toMatch(/,-12\.5,/);
    expect(csv).toContain(`,'@SUM,`);
    expect(csv).toContain(`,'+1+1,`);
    expect(csv).toContain(`,'\tx,`);
  });
});

const accepted = { says: 'accepted', about: SUBJECT };
const REPLACED = { verdict: 'not-verified', failed: 'basis-superseded' } as const;

describe('choosing what must be decided again', () => {
  it('is found by a filter once it is not verified any more', () => {
    const items = [{ id: '0x0a' }, { id: '0x0b' }] as never;
    const verdicts: Record<string, never> = {
      '0x0a': judgeDisclosure({ decision: accepted }),
      '0x0b': judgeDisclosure({ ...REPLACED, decision: accepted, replacedIn: 6 }),
    };
    const chosen = chooseDisclosures(items, (id) => verdicts[id], { again: true }, PARTY);
    expect(chosen.map(({ id }) => id)).toEqual(['0x0b']);
  });
});

describe('an export of disclosures', () => {
  it('gives a decision on another version apart from one on this version', () => {
    const item = { id: SUBJECT, record: { party: PARTY, subject: 's', sequence: 2 }, acceptedAt: 0 } as never;
    const rowOf = (about: string) =>
      listExported([{ item, judged: judgeDisclosure({ decision: { says: 'queried', about } }) }], PARTY)[0];
    expect(rowOf(SUBJECT)).toMatchObject({ decision: 'queried', otherVersionDecision: '' });
    expect(rowOf('0x99')).toMatchObject({ decision: '', otherVersionDecision: 'queried' });
  });

  it('gives levels, warnings, the name in the result and the origin of figures, and periods that never end', () => {
    const item = { id: SUBJECT, record: { party: PARTY, subject: 's', sequence: 2 }, acceptedAt: 0 } as never;
    const given = { opinions: ['unqualified', ''], warned: ['answer-rejected'], renamed: 'scope2/market' };
    const answers = [{ says: 'adverse', objects: true }] as never;
    const known = { item, judged: judgeDisclosure(given), sources: { answers, isWhole: true } };
    expect(listExported([known], PARTY)[0]).toMatchObject({
      level: 'limited limited',
      warnings: 'answer-rejected',
      citedKey: 'scope2/market',
      origin: 'cited',
      sourceAnswers: 'adverse',
      until: '9007199254740991',
    });
  });
});
