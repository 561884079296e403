import type { Procedure } from '../procedures/procedure.ts';

/** Why a record gives no figure. */
const UNRESOLVED = ['no-record', 'proof-fails', 'proof-unchecked', 'no-figure'];
const NOT_SEARCHED = ['records-not-listed', 'records-not-opened'];

/** What is answered before any agent: what registered records say. */
export const OWN_PROCEDURES: readonly Procedure[] = [
  {
    agent: 'coordinator',
    question: 'registered-figures',
    asks: {
      en: 'What do registered records say, and do their proofs verify?',
      'zh-CN': '已登记的记录给出哪些数值，其证明能否通过核验？',
    },
    words: [['registered'], ['the record'], ['disclos'], ['登记'], ['披露'], ['记录']],
    runs: [],
    records: {
      about: {
        en: 'proof files or records; without them, those of the ledger that the words of the question find',
        'zh-CN': '证明文件或记录；未指明时，按问题中的词在账本中查找',
      },
      figures: '',
    },
    steps: [
      { step: 'found', tool: 'find-records', of: [] },
      { step: 'opened', tool: 'open-record', of: [{ records: 'found' }] },
    ],
    obligations: [
      { name: 'records', is: 'computed', run: 'records' },
      { name: 'standing', is: 'stated', what: { records: 'verified' } },
      { name: 'figures', is: 'stated', what: { figures: '', of: 'records' } },
      { name: 'left-out', is: 'stated', what: { counted: 'figures-left-out' } },
      { name: 'unresolved', is: 'stated', what: { findings: UNRESOLVED, of: 'records' } },
      { name: 'not-searched', is: 'stated', what: { findings: NOT_SEARCHED, of: 'records' } },
    ],
    blocks: [
      {
        frames: ['record-withdrawn', 'record-replaced', 'record-stale', 'record-current', 'record'],
        slots: { r: { records: 'verified' } },
        each: 'r',
      },
      { frames: ['value'], slots: { a: { figures: '', of: 'records' } }, each: 'a' },
      { frames: ['counted'], slots: { c: { counted: 'figures-left-out' } }, each: 'c' },
      {
        frames: ['found'],
        slots: { e: { findings: [...UNRESOLVED, ...NOT_SEARCHED], of: 'records' } },
        each: 'e',
      },
    ],
  },
];
