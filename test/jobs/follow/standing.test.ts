import { describe, expect, it } from 'vitest';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { isWithdrawn } from '../../../core/records/statement.ts';
import { readStanding, type StandingPorts } from '../../../jobs/follow/standing.ts';
import { recordId } from '../../engine/dataset.ts';

const [EXCHANGE, AUDITOR, COMPANY] = [recordId('e'), recordId('d'), recordId('c')];
const [FIRST, SECOND, SOURCE, NEWER] = [recordId('1'), recordId('2'), recordId('5'), recordId('6')];

interface Given {
  readonly state?: RecordView['state'];
  readonly statement?: object;
  /** Answers to the second version, and to the first. */
  readonly answers?: readonly object[];
  readonly earlier?: readonly object[];
  /** Whether the source has a newer version. */
  readonly isReplaced?: boolean;
}

const answer = (id: string, party: Hex, says: string, kind: number = KINDS.decision) => ({
  ...{ id: recordId(id), state: 'final', record: { party, kind, sequence: 1 } },
  statement: { [kind === KINDS.assurance ? 'opinion' : 'outcome']: says, reason: `why ${says}` },
});

function ledgerOf({
  state = 'final',
  statement = {},
  answers = [],
  earlier = [],
  isReplaced = false,
}: Given) {
  const own = { party: COMPANY, kind: KINDS.result, subject: 'inventory', sources: [SOURCE] };
  const views = [
    { id: SECOND, state, statement, record: { ...own, sequence: 2, previous: FIRST } },
    { id: FIRST, state: 'final', statement: {}, record: { ...own, sequence: 1 } },
    { id: SOURCE, record: { party: COMPANY, kind: KINDS.dataset, subject: 'activity', sequence: 3 } },
    ...answers,
    ...earlier,
  ] as RecordView[];
  return {
    readRecord: ({ id }) => Promise.resolve(views.find((view) => view.id === id)!),
    listRecords: (asked) =>
      Promise.resolve({ items: asked?.answers === SECOND ? answers : earlier, next: null } as never),
    readNewest: () =>
      Promise.resolve(isReplaced ? { sequence: 4, record: NEWER } : { sequence: 3, record: SOURCE }),
  } satisfies StandingPorts;
}

const read = (given: Given) => readStanding(ledgerOf(given), SECOND);

describe('how the newest version of a stream stands', () => {
  it('needs nothing while nobody objects and all sources are the newest', async () => {
    const answers = [answer('7', AUDITOR, 'unqualified', KINDS.assurance), answer('8', EXCHANGE, 'accepted')];
    expect(await read({ answers })).toMatchObject({
      ...{ flags: [], isWithdrawn: false, newerSource: null },
      answers: [
        { party: AUDITOR, kind: 'assurance', says: 'unqualified', reason: 'why unqualified', earlier: null },
        { party: EXCHANGE, kind: 'decision', says: 'accepted', earlier: null },
      ],
    });
  });

  it('is flagged by what others say against it, each once', async () => {
    const answers = [
      answer('7', AUDITOR, 'qualified', KINDS.assurance),
      answer('8', EXCHANGE, 'rejected'),
      answer('9', COMPANY, 'rejected'),
    ];
    expect((await read({ answers })).flags).toEqual(['qualified', 'rejected']);
  });

  it('keeps a query about an earlier version until its party answers this one', async () => {
    const earlier = [answer('7', EXCHANGE, 'queried'), answer('8', AUDITOR, 'adverse', KINDS.assurance)];
    const open = await read({ earlier });
    expect(open.answers.map(({ says, earlier: version }) => `${says} ${version}`)).toEqual(['queried 1']);
    expect(open.flags).toEqual(['queried']);
    expect((await read({ earlier, answers: [answer('9', EXCHANGE, 'accepted')] })).flags).toEqual([]);
  });

  it('is stale where a source was replaced, unless it was withdrawn', async () => {
    expect(await read({ isReplaced: true })).toMatchObject({ flags: ['stale'], newerSource: NEWER });
    const withdrawn = await read({ isReplaced: true, statement: { change: 'withdrawal', reason: 'r' } });
    expect(withdrawn).toMatchObject({ isWithdrawn: true, flags: [] });
  });

  it('says that the ledger rejected it', async () => {
    expect((await read({ state: 'rejected' })).flags).toEqual(['rejected-by-ledger']);
  });
});

describe('a record', () => {
  it.each([
    [KINDS.dataset, { change: 'withdrawal' }, true],
    [KINDS.dataset, { change: 'correction' }, false],
    [KINDS.assurance, { opinion: 'withdrawn' }, true],
    [KINDS.decision, { outcome: 'withdrawn' }, true],
    [KINDS.decision, { opinion: 'withdrawn' }, false],
  ])('of kind %i with %j is a withdrawal: %s', (kind, statement, isOne) => {
    expect(isWithdrawn({ record: { kind }, statement })).toBe(isOne);
  });
});
