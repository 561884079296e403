import { blocks, state, type MadeAttack } from './attack-table.ts';

/** Answers that are no answers, and handles where they do not belong. */
export const FORM_ATTACKS: readonly MadeAttack[] = [
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
];
