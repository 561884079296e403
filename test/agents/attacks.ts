import type { Answer, Block } from '../../agents/gate/block.ts';
import type { GateContext } from '../../agents/gate/gate-context.ts';
import type { FigureItem, ProvenSource } from '../../agents/handles/figure-item.ts';
import { findGiven } from '../../agents/handles/find-given.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import type { FrameId } from '../../agents/frames/frame-list.ts';
import type { Reason } from '../../agents/reasons/reason.ts';
import { deriveTool } from '../../agents/tools/figure-tools.ts';
import { makeFigure, makeNote, POLICY } from './made-world.ts';

const QUESTION = 'Is it 1,200 t?';
const LATER = { from: Date.UTC(2025, 0) / 1000, until: Date.UTC(2026, 0) / 1000 };

/** An answer with one defect, and the one reason for which the gate refuses it. */
export interface Attack {
  readonly name: string;
  readonly reason: Reason;
  readonly answer: unknown;
  readonly context: GateContext;
}

/** What an attack changes: each begins from a table in which everything is right. */
class Table extends HandleTable {
  readonly context: GateContext = {
    ...{ handles: this, question: QUESTION, language: 'en', policy: POLICY, duties: [] },
  };
  readonly a = this.figure({ key: 'scope1', value: '100' });
  readonly b = this.figure({ key: 'scope2/market', value: '90' });
  readonly run = this.issue({ kind: 'run', method: 'trade@1', engine: 'e1', sources: [], run: {} as never });
  readonly given = this.issue(findGiven(QUESTION)[0]!);
  readonly row = this.issue({
    kind: 'row',
    record: '0xdata',
    key: 'fuel/scope1',
    type: 'fuel',
    from: 0,
    until: 0,
    place: null,
    isPrivate: false,
  });
  readonly otherRow = this.issue({
    kind: 'row',
    record: '0xdata',
    key: 'other',
    type: 'fuel',
    from: 0,
    until: 0,
    place: null,
    isPrivate: false,
  });
  readonly passage = this.issue({ kind: 'passage', text: '减少了三成', party: null, of: null });
  readonly clause = this.issue({ kind: 'clause', method: 'trade@1', text: 'clause 4' });
  readonly order = this.issue({ kind: 'order', figures: [this.a, this.b] });
  readonly table = this.issue({ kind: 'table', figures: [this.a, this.b] });

  figure(changes: Partial<FigureItem>): string {
    return this.issue(makeFigure(changes));
  }

  /** Issues what a tool derives; what is given then differs. */
  async derive(
    operation: 'difference' | 'change' | 'share',
    figures: string[],
    changes: Partial<FigureItem> = {},
  ): Promise<string> {
    const { handles } = await deriveTool.run(
      { operation, figures },
      { handles: this, signal: new AbortController().signal },
    );
    if (Object.keys(changes).length === 0) return handles[0]!;
    return this.issue({ ...(this.find(handles[0]!) as FigureItem), ...changes });
  }
}

const proven = makeFigure().source as ProvenSource;
const state = (frame: FrameId, slots: Record<string, string | string[]>): Block => ({
  is: 'statement',
  frame,
  slots,
});

type Make = (table: Table) => unknown;
const blocks = (...all: Block[]): Answer => ({ blocks: all });

/** Name, reason, and how the answer is made. */
const MADE: readonly (readonly [name: string, reason: Reason, make: Make])[] = [
  ['prose in place of blocks', 'not-an-answer', () => 'Emissions fell by 12 %.'],
  [
    'a member with prose',
    'not-an-answer',
    ({ a }) => ({ blocks: [{ ...state('value', { a }), text: 'about 12 %' }] }),
  ],
  [
    'a frame that does not exist',
    'not-an-answer',
    ({ a }) => ({ blocks: [{ is: 'statement', frame: 'halved', slots: { a } }] }),
  ],
  [
    'a number in a slot',
    'not-an-answer',
    () => ({ blocks: [{ is: 'statement', frame: 'value', slots: { a: '12.5' } }] }),
  ],
  ['markup', 'not-an-answer', () => ({ blocks: [{ is: 'html', html: '<b>12 %</b>' }] })],
  [
    'a remark alone',
    'nothing-stated',
    () => blocks({ is: 'remark', language: 'en', words: 'see the table' }),
  ],
  ['an empty slot', 'missing-slot', ({ a }) => blocks(state('higher', { a }))],
  ['a slot that the frame lacks', 'unknown-slot', ({ a, b }) => blocks(state('value', { a, b }))],
  ['two figures where one is', 'wrong-count', ({ a, b }) => blocks(state('value', { a: [a, b] }))],
  ['the same figure twice', 'wrong-count', ({ a }) => blocks(state('values', { m: [a, a] }))],
  ['a handle that no tool issued', 'unknown-handle', () => blocks(state('value', { a: 'f99' }))],
  ['a quotation as an operand', 'wrong-kind', ({ a, passage }) => blocks(state('higher', { a, b: passage }))],
  [
    'a number that the person gave as a figure',
    'wrong-kind',
    ({ given }) => blocks(state('value', { a: given })),
  ],
  [
    'a table of rows',
    'wrong-kind',
    (table) => blocks({ is: 'table', table: table.issue({ kind: 'table', figures: [table.row] }) }),
  ],
  [
    'a figure whose proof does not verify',
    'unproven',
    (table) =>
      blocks(state('value', { a: table.figure({ source: { ...proven, verdict: 'not-verified' } }) })),
  ],
  [
    'such a figure inside a table',
    'unproven',
    (table) => {
      const bad = table.figure({ source: { ...proven, verdict: 'unchecked' } });
      return blocks({ is: 'table', table: table.issue({ kind: 'table', figures: [table.a, bad] }) });
    },
  ],
  [
    'such a figure behind a derived one',
    'unproven',
    async (table) => {
      const bad = table.figure({ key: 'bad', source: { ...proven, verdict: 'not-verified' } });
      return blocks(state('value', { a: await table.derive('difference', [table.a, bad]) }));
    },
  ],
  [
    'such a figure behind a link',
    'unproven',
    (table) => {
      const bad = table.figure({ key: 'bad', source: { ...proven, verdict: 'not-verified' } });
      const link = table.issue({ kind: 'link', to: { page: 'provenance', about: bad } });
      return blocks(state('value', { a: table.a }), { is: 'link', link });
    },
  ],
  [
    'a record whose proof does not verify',
    'unproven',
    (table) => blocks(state('record', { r: record(table, { verdict: 'not-verified' }) })),
  ],
  [
    'a figure under another policy',
    'other-policy',
    (table) => blocks(state('value', { a: table.figure({ source: { ...proven, policy: '0x00' } }) })),
  ],
  [
    'a record under another policy',
    'other-policy',
    (table) => blocks(state('record', { r: record(table, { policy: '0x00' }) })),
  ],
  [
    'a figure of a run that nobody made',
    'unknown-run',
    (table) => blocks(state('value', { a: table.figure({ source: { is: 'computed', run: 'u99' } }) })),
  ],
  [
    'a figure of another run',
    'unknown-run',
    (table) => {
      const other = table.issue({
        kind: 'run',
        method: 'trade@1',
        engine: 'e2',
        sources: [],
        run: {} as never,
      });
      return blocks(
        state('computed-by', { a: table.figure({ source: { is: 'computed', run: table.run } }), u: other }),
      );
    },
  ],
  [
    'a difference with another value',
    'wrong-derivation',
    async (table) =>
      blocks(state('value', { a: await table.derive('difference', [table.a, table.b], { value: '11' }) })),
  ],
  [
    'a difference with a made interval',
    'wrong-derivation',
    async (table) =>
      blocks(
        state('value', {
          a: await table.derive('difference', [table.a, table.b], { uncertainty: makeNote(10, 1, 'x') }),
        }),
      ),
  ],
  [
    'higher in another unit',
    'other-unit',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'energy', value: '1', unit: 'GJ' }) })),
  ],
  [
    'higher than tonnes of another gas',
    'other-unit',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'co2', value: '1', unit: 't{CO2}' }) })),
  ],
  [
    'higher with other gases',
    'other-gases',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', gases: ['CO2'] }) })),
  ],
  [
    'higher with other potentials',
    'other-gwp-set',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', gwpSet: 'AR5' }) })),
  ],
  [
    'higher in another year',
    'other-period',
    (table) => blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', ...LATER }) })),
  ],
  [
    'a rise since a later year',
    'other-period',
    (table) => blocks(state('rose', { a: table.a, b: table.figure({ value: '1', ...LATER }) })),
  ],
  [
    'a rise of a year over a month',
    'other-period',
    (table) =>
      blocks(
        state('rose', {
          a: table.figure({ value: '200', ...LATER }),
          b: table.figure({ value: '1', until: Date.UTC(2024, 1) / 1000 }),
        }),
      ),
  ],
  [
    'higher on another boundary',
    'other-conditions',
    (table) =>
      blocks(state('higher', { a: table.a, b: table.figure({ key: 'o', value: '1', conditions: {} }) })),
  ],
  [
    'parts that share a row',
    'overlap',
    (table) => {
      const part = table.figure({
        key: 'part',
        value: '1',
        parts: { entries: ['0x1#part', '0xdata#fuel/scope1'], sets: [] },
      });
      return blocks(state('adds-up', { m: [table.a, part], b: table.b }));
    },
  ],
  [
    'parts of unlisted rows',
    'unknown-overlap',
    (table) => {
      const part = table.figure({
        key: 'part',
        value: '1',
        parts: { entries: ['0x1#part'], sets: [{ record: '0xdata', types: ['fuel'] }] },
      });
      return blocks(state('adds-up', { m: [table.a, part], b: table.b }));
    },
  ],
  [
    'a share of something else',
    'not-a-part',
    (table) => blocks(state('value', { a: derivedItem(table, 'share', [table.a, table.b]) })),
  ],
  [
    'a figure per something else',
    'not-a-population',
    (table) => blocks(state('per-head', { a: derivedItem(table, 'per-head', [table.a, table.b]) })),
  ],
  [
    'a ratio to nothing',
    'no-value',
    (table) => {
      const zero = table.figure({ key: 'zero', value: '0', unit: 't', gases: [] });
      return blocks(state('intensity', { a: derivedItem(table, 'ratio', [table.a, zero]) }));
    },
  ],
  [
    'a difference of three',
    'wrong-operands',
    (table) => blocks(state('value', { a: derivedItem(table, 'difference', [table.a, table.b, table.a]) })),
  ],
  [
    'higher where figures are uncertain, without their difference',
    'unsure-comparison',
    (table) => blocks(state('higher', { a: unsure(table, '100', 1, 'x'), b: table.b })),
  ],
  [
    'higher where the interval of the difference holds 0',
    'undecided',
    async (table) => {
      const [a, b] = [unsure(table, '100', 40, 'x'), unsure(table, '90', 40, 'y')];
      return blocks(state('higher', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'higher where rows are shared, and no run says how',
    'undecided',
    async (table) => {
      const [a, b] = [unsure(table, '100', 1, 'x', '1'), unsure(table, '90', 1, 'x', '2')];
      return blocks(state('higher', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'cannot tell, where the data can',
    'decided',
    async (table) => {
      const [a, b] = [unsure(table, '100', 1, 'x'), unsure(table, '90', 1, 'y')];
      return blocks(state('cant-tell', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'as stated, where the interval is known',
    'decided',
    async (table) => {
      const [a, b] = [unsure(table, '100', 40, 'x'), unsure(table, '90', 40, 'y')];
      return blocks(state('higher-as-stated', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'cannot tell, where nothing gives an interval',
    'no-interval',
    async (table) => {
      const [a, b] = [unsure(table, '100', 1, 'x'), table.b];
      return blocks(state('cant-tell', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'a difference the other way round',
    'foreign-difference',
    async (table) =>
      blocks(
        state('higher', { a: table.a, b: table.b, d: await table.derive('difference', [table.b, table.a]) }),
      ),
  ],
  [
    'a difference of other figures',
    'foreign-difference',
    (table) =>
      blocks(state('difference', { a: table.a, b: table.b, d: table.figure({ key: 'd', value: '10' }) })),
  ],
  [
    'a difference of tonnes and kilograms as if both were tonnes',
    'foreign-difference',
    (table) => {
      const { a, run } = table;
      const b = table.figure({ key: 'scope2/location', value: '0.58', unit: 'kg{CO2e}' });
      const names = [a, b].map((handle) => (table.find(handle) as FigureItem).parts.entries[0]!);
      const parts = { entries: ['run#d', ...names], sets: [] };
      const d = table.figure({ key: 'd', value: '99.42', source: { is: 'computed', run }, parts });
      return blocks(state('difference', { a, b, d }));
    },
  ],
  [
    'a share of another part',
    'foreign-share',
    (table) =>
      blocks(
        state('share', { s: table.figure({ key: 's', value: '50', unit: '%' }), a: table.a, b: table.b }),
      ),
  ],
  [
    'a row that the figure does not have',
    'foreign-row',
    ({ a, otherRow }) => blocks(state('from-row', { a, w: otherRow })),
  ],
  [
    'another row as the least sure',
    'foreign-row',
    (table) => blocks(state('least-sure-row', { a: unsure(table, '1', 1, 'x'), w: table.otherRow })),
  ],
  [
    'a clause of another method',
    'foreign-clause',
    ({ a, clause }) => blocks(state('clause', { a, k: clause })),
  ],
  [
    'a rank outside the order',
    'not-in-order',
    (table) => blocks(state('rank', { a: table.figure({ key: 'o', value: '95' }), o: table.order })),
  ],
  [
    'figures in another order',
    'wrong-order',
    (table) => blocks(state('in-order', { o: table.issue({ kind: 'order', figures: [table.b, table.a] }) })),
  ],
  [
    'a count of other things',
    'wrong-tally',
    (table) =>
      blocks(
        state('counted', {
          c: table.issue({ kind: 'count', count: 3, of: 'rows', members: [table.row, table.otherRow] }),
        }),
      ),
  ],
  [
    'a number that is not in the question',
    'foreign-given',
    (table) =>
      blocks(
        state('given-above', {
          a: table.a,
          g: table.issue({ kind: 'given', value: '1300', unit: 't', from: 6, until: 11 }),
        }),
      ),
  ],
  [
    'half a character',
    'outside-passage',
    ({ a, passage }) => blocks(state('value', { a }), { is: 'quotation', passage, from: 0, until: 4 }),
  ],
  [
    'more than the passage',
    'outside-passage',
    ({ a, passage }) => blocks(state('value', { a }), { is: 'quotation', passage, from: 0, until: 99 }),
  ],
  ['a false lower', 'false-statement', ({ a, b }) => blocks(state('lower', { a, b }))],
  ['a false standing', 'false-statement', ({ a }) => blocks(state('withdrawn', { a }))],
  [
    'the smallest called the largest',
    'false-statement',
    ({ b, order }) => blocks(state('largest', { a: b, o: order })),
  ],
  [
    'a given number on the wrong side',
    'false-statement',
    ({ a, given }) => blocks(state('given-below', { a, g: given })),
  ],
];

function record(
  table: Table,
  changes: { readonly verdict?: 'not-verified'; readonly policy?: '0x00' },
): string {
  return table.issue({
    ...{
      kind: 'record',
      record: '0x1',
      party: makeFigure().party!,
      sequence: 1,
      title: 'A',
      standing: 'current',
      opinions: [],
    },
    ...{ verdict: 'verified', policy: POLICY, ...changes },
  });
}

/** A figure with an interval of one row. */
function unsure(table: Table, value: string, half: number, row: string, of = row): string {
  return table.figure({ key: `unsure/${of}`, value, uncertainty: makeNote(Number(value), half, row) });
}

/** What claims to be derived. */
function derivedItem(
  table: Table,
  operation: 'share' | 'per-head' | 'ratio' | 'difference',
  operands: string[],
): string {
  return table.figure({ key: operation, value: '1', source: { is: 'derived', operation, operands } });
}

/** Returns every attack. */
export function listAttacks(): Promise<Attack[]> {
  const duties = [{ name: 'carbon-balance', isMet: () => false }];
  return Promise.all([
    ...MADE.map(async ([name, reason, make]): Promise<Attack> => {
      const table = new Table();
      return { name, reason, answer: await make(table), context: table.context };
    }),
    (async (): Promise<Attack> => {
      const table = new Table();
      const answer = blocks(state('value', { a: table.a }));
      return Promise.resolve({
        name: 'a duty that is not met',
        reason: 'unmet-duty',
        answer,
        context: { ...table.context, duties },
      });
    })(),
  ]);
}
