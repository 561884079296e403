import type { FigureItem } from '../../handles/figure-item.ts';
import { itemOf } from '../../handles/handle-table.ts';
import { type AttackTable, blocks, proven, record, state, unsure, type MadeAttack } from './attack-table.ts';
import { makeNote, PARTIES } from './made-figure.ts';

/** Statements that nearly hold: of what their frame demands, one thing is missing. */
export const NEAR_ATTACKS: readonly MadeAttack[] = [
  [
    'higher than an uncertain figure, without their difference',
    'unsure-comparison',
    (table) => blocks(state('higher', { a: table.a, b: unsure(table, '90', 1, 'x') })),
  ],
  [
    'a difference from another figure',
    'foreign-difference',
    async (table) => {
      const d = await table.derive('difference', [table.figure({ key: 'o', value: '110' }), table.b]);
      return blocks(state('higher', { a: table.a, b: table.b, d }));
    },
  ],
  [
    'a difference to another figure',
    'foreign-difference',
    async (table) => {
      const d = await table.derive('difference', [table.a, table.figure({ key: 'o', value: '80' })]);
      return blocks(state('higher', { a: table.a, b: table.b, d }));
    },
  ],
  [
    'a ratio as a difference',
    'foreign-difference',
    async (table) => {
      const { a, b } = table;
      return blocks(state('higher', { a, b, d: await table.derive('ratio', [a, b]) }));
    },
  ],
  [
    'a difference in another unit',
    'foreign-difference',
    (table) => {
      const { a, b } = table;
      const names = [a, b].map((handle) => itemOf(table, handle, 'figure').parts.entries[0]!);
      const parts = { entries: ['run#d', ...names], sets: [] };
      return blocks(state('difference', { a, b, d: computed(table, { value: '10', unit: 'GJ', parts }) }));
    },
  ],
  [
    'as stated, where nothing is uncertain',
    'decided',
    async (table) => {
      const { a, b } = table;
      return blocks(state('higher-as-stated', { a, b, d: await table.derive('difference', [a, b]) }));
    },
  ],
  [
    'a width in tonnes',
    'false-statement',
    (table) => blocks(state('reached', { a: unsure(table, '100', 1, 'x'), g: table.given })),
  ],
  [
    'the width of the near end alone',
    'false-statement',
    (table) => {
      const uncertainty = { ...makeNote(100, 5, 'x'), below: '-50' };
      return blocks(state('reached', { a: table.figure({ uncertainty }), g: table.givenPercent }));
    },
  ],
  ...(['low', 'high'] as const).map((end): MadeAttack => {
    const { [end]: _end, ...uncertainty } = makeNote(1234.5, 5, 'x');
    const make = (table: AttackTable) => blocks(state('interval', { a: table.figure({ uncertainty }) }));
    return [`an interval without its end ${end}`, 'false-statement', make];
  }),
  [
    'a rounding of another unit',
    'false-statement',
    (table) =>
      blocks(state('given-rounds', { g: table.given, a: table.figure({ value: '1200.4', unit: 'GJ' }) })),
  ],
  ...Object.entries({ key: 'o', party: PARTIES[1]! }).map(([member, value]): MadeAttack => [
    `versions with another ${member}`,
    'false-statement',
    (table) => {
      const b = table.figure({ source: { ...proven, sequence: 3 }, [member]: value });
      return blocks(state('differ-by-version', { a: table.a, b }));
    },
  ]),
  [
    'versions of another record',
    'false-statement',
    (table) => {
      const b = table.figure({ source: { ...proven, stream: 'result emissions/2023', sequence: 3 } });
      return blocks(state('differ-by-version', { a: table.a, b }));
    },
  ],
  ...(['a', 'b'] as const).map((slot): MadeAttack => [
    `a computed figure in ${slot} as a version`,
    'false-statement',
    (table) => {
      const { a } = table;
      return blocks(state('differ-by-version', { a, b: a, [slot]: computed(table, { key: 'scope1' }) }));
    },
  ]),
  [
    'the least sure row, of another record',
    'foreign-row',
    (table) => {
      const w = table.issue({ ...itemOf(table, table.row, 'row'), record: '0xother', key: 'x' });
      return blocks(state('least-sure-row', { a: unsure(table, '1', 1, 'x'), w }));
    },
  ],
  [
    'as many other rows as a run has changed',
    'foreign-row',
    (table) =>
      blocks(state('improved-rows', { u: table.makeRun({ changed: [table.row] }), w: [table.otherRow] })),
  ],
  ['a figure made from itself', 'foreign-row', ({ a }) => blocks(state('made-from', { a, m: [a] }))],
  [
    'a figure that depends on its own record',
    'foreign-row',
    (table) => {
      const parts = { entries: ['total', 'scope1'].map((key) => `${proven.record}#${key}`), sets: [] };
      const r = record(table, { record: proven.record });
      return blocks(state('depends-on', { m: [table.figure({ key: 'total', parts })], r }));
    },
  ],
  [
    'a split of what no run computed',
    'unknown-run',
    async (table) => {
      const { a, b } = table;
      const other = table.figure({ key: 'o', value: '110' });
      const [part, all] = [[a, b] as const, [other, a] as const].map((figures) =>
        table.derive('difference', [...figures]),
      );
      return blocks(state('closes', { m: [await part!], b: await all! }));
    },
  ],
  [
    'a split over two runs',
    'unknown-run',
    (table) => {
      const source = { is: 'computed', run: table.makeRun({ engine: 'e2' }) } as const;
      const [part, all] = [computed(table, { value: '10' }), computed(table, { value: '10', source })];
      return blocks(state('closes', { m: [part], b: all }));
    },
  ],
  [
    'a ratio as a share',
    'foreign-share',
    async (table) => {
      const { a, b } = table;
      return blocks(state('share', { s: await table.derive('ratio', [a, b]), a, b }));
    },
  ],
  ...(['a', 'b'] as const).map((slot): MadeAttack => [
    `a share whose ${slot === 'a' ? 'part' : 'whole'} is another one`,
    'foreign-share',
    async (table) => {
      const b = wholeOf(table, 'whole');
      const s = await table.derive('share', [table.a, b]);
      return blocks(state('share', { s, a: table.a, b, [slot]: wholeOf(table, 'other') }));
    },
  ]),
  [
    'a rise throughout one figure',
    'false-statement',
    ({ a }) => blocks(state('rose-throughout', { m: [a] })),
  ],
  [
    'one account as two',
    'false-statement',
    (table) => {
      const [a, b] = ['avoided', 'avoided/wind'].map((key) => table.figure({ key })) as [string, string];
      return blocks(state('not-netted', { a, b }));
    },
  ],
];

/** Issues what a run computed. */
function computed(table: AttackTable, changes: Partial<FigureItem>): string {
  return table.figure({ key: 'd', source: { is: 'computed', run: table.run }, ...changes });
}

/** Issues a figure that has the one in a as a part. */
function wholeOf(table: AttackTable, key: string): string {
  const { entries } = itemOf(table, table.a, 'figure').parts;
  return table.figure({ key, value: '200', parts: { entries: [`0x2#${key}`, ...entries], sets: [] } });
}
