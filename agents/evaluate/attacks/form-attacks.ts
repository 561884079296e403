import type { Block } from '../../gate/block.ts';
import { blocks, state, type MadeAttack } from './attack-table.ts';

const REMARK = { is: 'remark', language: 'en', words: 'see the table' } as const;
/** A block of each kind. */
const BLOCKS: readonly Block[] = [
  state('value', { a: 'f1' }),
  { is: 'table', table: 't1' },
  { is: 'picture', picture: 'p1' },
  { is: 'link', link: 'l1' },
  { is: 'quotation', passage: 'q1', from: 0, until: 3 },
  REMARK,
];

/** Answers that are no answers, and handles where they do not belong. */
export const FORM_ATTACKS: readonly MadeAttack[] = [
  ['prose in place of blocks', 'not-an-answer', () => 'Emissions fell by 12 %.'],
  ['prose beside blocks', 'not-an-answer', ({ a }) => ({ ...blocks(state('value', { a })), text: '12 %' })],
  ...BLOCKS.map((block): MadeAttack => {
    const name = `prose in a member of a ${block.is}`;
    return [
      name,
      'not-an-answer',
      ({ a }) => ({ blocks: [state('value', { a }), { ...block, text: '12 %' }] }),
    ];
  }),
  ['prose as a slot', 'not-an-answer', ({ a }) => blocks(state('value', { a, 'fell by 12 %': a }))],
  ['prose around a handle', 'not-an-answer', () => blocks(state('value', { a: 'f1 fell by 12 %' }))],
  ['a handle that begins with a zero', 'not-an-answer', () => blocks(state('value', { a: 'f01' }))],
  [
    'more figures than a slot takes',
    'not-an-answer',
    () => blocks(state('values', { m: Array.from({ length: 41 }, (_, at) => `f${at + 1}`) })),
  ],
  [
    'more blocks than an answer has',
    'not-an-answer',
    ({ a }) => blocks(...Array.from({ length: 61 }, () => state('value', { a }))),
  ],
  [
    'a remark in another language than any',
    'not-an-answer',
    ({ a }) => ({ blocks: [state('value', { a }), { ...REMARK, language: 'fr' }] }),
  ],
  [
    'a remark without end',
    'not-an-answer',
    ({ a }) => blocks(state('value', { a }), { ...REMARK, words: 'see '.repeat(151) }),
  ],
  ...(
    [
      [-3, 3],
      [0.5, 3],
      [0, 3.5],
    ] as const
  ).map(([from, until]): MadeAttack => {
    const name = `bytes from ${from} to ${until}`;
    return [
      name,
      'not-an-answer',
      ({ a, passage }) => blocks(state('value', { a }), { is: 'quotation', passage, from, until }),
    ];
  }),
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
  ['a remark alone', 'nothing-stated', () => blocks(REMARK)],
  ['no block', 'nothing-stated', () => blocks()],
  ['an empty slot', 'missing-slot', ({ a }) => blocks(state('higher', { a }))],
  ['an empty list', 'missing-slot', () => blocks(state('values', { m: [] }))],
  ['a slot that the frame lacks', 'unknown-slot', ({ a, b }) => blocks(state('value', { a, b }))],
  [
    'a slot with a name that every object has',
    'unknown-slot',
    ({ a, b }) => blocks(state('value', { a, constructor: b })),
  ],
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
    'a quotation of a figure',
    'wrong-kind',
    ({ a }) => blocks(state('value', { a }), { is: 'quotation', passage: a, from: 0, until: 3 }),
  ],
  [
    'a table of rows',
    'wrong-kind',
    (table) => blocks({ is: 'table', table: table.issue({ kind: 'table', figures: [table.row] }) }),
  ],
  [
    'a picture of rows',
    'wrong-kind',
    (table) => blocks({ is: 'picture', picture: table.picture([table.row]) }),
  ],
  [
    'an order with a row',
    'wrong-kind',
    (table) =>
      blocks(state('in-order', { o: table.issue({ kind: 'order', figures: [table.a, table.row] }) })),
  ],
];
