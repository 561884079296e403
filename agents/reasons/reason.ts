import { MISALIGNED } from '../../jobs/derive/derived.ts';

/** Why the gate refuses a block: code → what it means, for a model that repairs it and for a page of errors. The set is closed. */
export const REASONS = {
  'not-an-answer':
    'The answer does not have the form that the gate takes. Use the blocks and members of the schema, and no others.',
  'nothing-stated': 'The answer states nothing: give a statement, table or picture.',
  'missing-slot': 'A slot of the frame is empty.',
  'unknown-slot': 'The frame has no such slot.',
  'unknown-handle':
    'No tool issued this handle in this conversation. Call a tool, and use the handles that it returns.',
  'wrong-kind':
    'The handle stands for another kind of thing than this place takes. Quotations and given numbers are never figures.',
  'wrong-count': 'The slot takes a handle alone, or a list of different handles.',
  unproven:
    'The proof file of the figure or record does not verify, or was not checked. It cannot be shown as a figure.',
  'other-policy': 'The figure was verified under another policy than that of the reader.',
  'unknown-run': 'The figure names a run or figures that no tool issued.',
  'wrong-derivation': 'The figure is not what its operation gives with its operands.',
  ...MISALIGNED,
  'unsure-comparison':
    'The figures have intervals. Derive their difference with its interval, and name it in the slot of the difference.',
  'no-interval': 'The difference has no interval. Use a frame that says so.',
  undecided:
    'The interval of the difference has negative and positive values, so the data cannot tell. Use a frame that says so.',
  decided:
    'The data can tell: the interval of the difference does not change its sign, or nothing is uncertain.',
  'foreign-difference': 'The difference is not that of these figures, in this order.',
  'foreign-share': 'The share is not that of this part in this whole.',
  'foreign-row': 'The figure is not computed from this row or figure, as far as the ledger says.',
  'foreign-clause': 'The clause belongs to another method than that of the figure.',
  'not-in-order': 'The figure is not among those that the tool sorted.',
  'wrong-order': 'The figures are not in the order of their values.',
  'wrong-tally': 'The count is not the number of its members.',
  'foreign-given': 'The number is not at this place of the question, or was read differently.',
  'false-statement': 'The statement is false of these figures.',
  'outside-passage': 'The range is not inside the passage, or cuts a character.',
  'unmet-duty': 'The procedure of the agent is not done: a tool, check, finding or question is missing.',
} as const;
/** A code of `REASONS`. */
export type Reason = keyof typeof REASONS;

/** Something that the gate refuses. `block` is its place in the answer from 0; null where it is about the whole answer. */
export interface Problem {
  readonly code: Reason;
  readonly block: number | null;
  /** The slot, or the member of the block. */
  readonly slot: string | null;
  /** The handle, where it is about one. A text that is not a handle is never repeated. */
  readonly handle: string | null;
  /** Of an unmet duty: its name in the procedure, which is data of the program. */
  readonly duty: string | null;
}

/** Why a remark is not shown: the answer holds without it. */
export const WITHHELD = {
  'unknown-word': 'A word is not on the list of its language.',
  'other-language': 'It is in another language than the answer.',
  'too-many-remarks': 'The answer has remarks beyond its limit.',
} as const;
/** A code of `WITHHELD`. */
export type WithheldReason = keyof typeof WITHHELD;
