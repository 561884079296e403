import type { FigureItem } from '../../handles/figure-item.ts';
import { itemOf } from '../../handles/handle-table.ts';
import { blocks, state, unsure, type MadeAttack } from './attack-table.ts';

/** Statements that do not hold of their figures, rows, clauses and counts. */
export const CLAIM_ATTACKS: readonly MadeAttack[] = [
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
    'a figure that another one is not made from',
    'foreign-row',
    ({ a, b }) => blocks(state('made-from', { a, m: [b] })),
  ],
  [
    'a choice that nobody accepted',
    'false-statement',
    (table) =>
      blocks(
        state('accepted-choice', {
          h: table.issue({
            ...{ kind: 'candidate', run: 'a', name: 'x', needed: 'y', place: 1, reason: null, effect: null },
            ...{ isAccepted: false, isPrivate: false },
          }),
        }),
      ),
  ],
  [
    'rows that a run has not changed',
    'foreign-row',
    ({ run, row }) => blocks(state('improved-rows', { u: run, w: [row] })),
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
  ...(
    [
      [-1, null],
      [1.5, null],
      [2, 'twice'],
    ] as const
  ).map(([count, members]): MadeAttack => [
    `a count of ${count}`,
    'wrong-tally',
    (table) => {
      const named = members === null ? null : [table.row, table.row];
      const c = table.issue({ kind: 'count', count, of: 'rows', members: named });
      return blocks(state('counted', { c }));
    },
  ]),
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
  ...Object.entries({ unit: null, from: 5, until: 12 }).map(([member, value]): MadeAttack => [
    `a number of the question with another ${member}`,
    'foreign-given',
    (table) => {
      const given = { ...itemOf(table, table.given, 'given'), [member]: value };
      return blocks(state('given-above', { a: table.a, g: table.issue(given) }));
    },
  ]),
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
  [
    'nothing of a passage',
    'outside-passage',
    ({ a, passage }) => blocks(state('value', { a }), { is: 'quotation', passage, from: 3, until: 3 }),
  ],
  [
    'more than a quotation takes',
    'outside-passage',
    (table) => {
      const passage = table.issue({ kind: 'passage', text: 'a'.repeat(700), party: null, of: null });
      return blocks(state('value', { a: table.a }), { is: 'quotation', passage, from: 0, until: 601 });
    },
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
