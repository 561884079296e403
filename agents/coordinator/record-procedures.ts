import type { FrameId } from '../frames/frame-list.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { foundOfRecords, LEFT_OUT, OPEN_STEPS, RECORD_DUTIES, STANDINGS } from './record-parts.ts';

const OPENED = { step: 'opened', kind: 'figure' } as const;
const EXPLAINED = { all: [OPENED, { step: 'explained', kind: 'figure' }] } as const;
const COMPARED = { step: 'compared', kind: 'figure' } as const;
const UNEXPLAINED = ['no-derivation', 'made-from-set', 'parts-not-shown', 'parts-not-listed'];
const NOT_COMPARED = [
  ...['not-two-records', 'in-one-record', 'nothing-differs', 'entries-not-shown', 'records-not-compared'],
];
const FOLLOWED = ['no-figure-touched', 'not-made-from', 'no-dependent', 'dependents-not-listed'];

/** What two figures say of each other: the first of these that holds is stated. */
const AGAINST: readonly FrameId[] = [
  ...(['higher', 'lower', 'equal', 'higher-as-stated', 'lower-as-stated', 'cant-tell'] as const),
  ...(['rose', 'fell', 'unchanged', 'rose-as-stated', 'fell-as-stated', 'cant-tell-trend'] as const),
  'not-comparable',
];
/** In what they differ: the first of each list that holds is stated. */
const CAUSES: readonly (readonly FrameId[])[] = [
  ['differ-by-version', 'differ-by-party'],
  ['differ-by-method'],
  ['differ-by-unit', 'differ-by-gases', 'differ-by-gwp-set', 'differ-by-conditions'],
  ['differ-by-period'],
  ['differ-by-rows'],
];
const PAIR = {
  e: { findings: ['stated-otherwise'], of: 'records' },
  a: { aboutOf: 'each', at: 0 },
  b: { aboutOf: 'each', at: 1 },
  d: { aboutOf: 'each', at: 2 },
} as const;

/** What is answered of registered records besides their figures: where these come from, how records differ, and what a change touches. */
export const RECORD_PROCEDURES: readonly Procedure[] = [
  {
    agent: 'coordinator',
    question: 'figure-origin',
    asks: {
      en: 'Where does a registered figure come from?',
      'zh-CN': '已登记的数值从何而来？',
    },
    words: [
      ['where', 'come', 'from'],
      ['what', 'made from'],
      ['computed from'],
      ['从何而来'],
      ['登记', '从何而来'],
      ['如何得出'],
    ],
    runs: [],
    records: {
      about: {
        en: 'proof files or records; without them, those of the ledger that the words of the question find',
        'zh-CN': '证明文件或记录；未指明时，按问题中的词在账本中查找',
      },
      figures: '',
      most: 3,
    },
    steps: [...OPEN_STEPS, { step: 'explained', tool: 'explain', of: [{ records: 'verified' }] }],
    obligations: [
      ...RECORD_DUTIES,
      { name: 'figures', is: 'stated', what: OPENED },
      { name: 'rows', is: 'stated', what: { step: 'explained', kind: 'row' } },
      { name: 'clause', is: 'stated', what: { step: 'explained', kind: 'clause' } },
      { name: 'unexplained', is: 'stated', what: { findings: UNEXPLAINED, of: 'records' } },
    ],
    blocks: [
      {
        frames: ['made-from'],
        slots: { a: EXPLAINED, m: { citedBy: 'each' }, w: { citedBy: 'each', kind: 'row' } },
        each: 'a',
      },
      { frames: ['clause'], slots: { a: OPENED, k: { citedBy: 'each', kind: 'clause' } }, each: 'a' },
      ...[STANDINGS, LEFT_OUT, foundOfRecords(...UNEXPLAINED)],
    ],
  },
  {
    agent: 'coordinator',
    question: 'records-differ',
    asks: {
      en: 'How do two registered records or versions differ?',
      'zh-CN': '两条已登记的记录或两个版本有何不同？',
    },
    words: [
      ['record', 'differ'],
      ['version', 'differ'],
      ['compare', 'record'],
      ['compare', 'version'],
      ['记录', '不同'],
      ['版本', '不同'],
      ['比较', '记录'],
    ],
    runs: [],
    records: {
      about: {
        en: 'two proof files or records, of one stream or of several',
        'zh-CN': '两个证明文件或两条记录，可出自同一序列或不同序列',
      },
      figures: '',
    },
    steps: [...OPEN_STEPS, { step: 'compared', tool: 'compare', of: [{ records: 'verified' }] }],
    obligations: [
      ...RECORD_DUTIES,
      { name: 'compared', is: 'stated', what: COMPARED },
      { name: 'cause', is: 'framed', frames: CAUSES.flat(), with: [COMPARED] },
      { name: 'not-compared', is: 'stated', what: { findings: NOT_COMPARED, of: 'records' } },
    ],
    blocks: [
      { frames: AGAINST, slots: PAIR, each: 'e' },
      ...CAUSES.map((frames) => ({ frames, slots: PAIR, each: 'e' })),
      ...[STANDINGS, LEFT_OUT, foundOfRecords(...NOT_COMPARED)],
    ],
  },
  {
    agent: 'coordinator',
    question: 'what-changes',
    asks: {
      en: 'What would be touched if a registered record changed?',
      'zh-CN': '若某条已登记的记录变更，会影响哪些结果？',
    },
    words: [
      ['if', 'dataset', 'change'],
      ['if', 'record', 'change'],
      ['what', 'depends on'],
      ['touched', 'change'],
      ['变更', '影响'],
      ['受影响'],
      ['依赖'],
    ],
    runs: [],
    records: {
      about: {
        en: 'the proof file or record that would change; with proof files, also those that may be made from it',
        'zh-CN': '会变更的记录或其证明文件；如给出证明文件，还包括可能依据它的记录的证明文件',
      },
      figures: '',
      kinds: ['dataset', 'result'],
    },
    steps: [OPEN_STEPS[0]!, { step: 'followed', tool: 'impact', of: [{ records: 'found' }] }],
    obligations: [
      ...RECORD_DUTIES,
      { name: 'touched', is: 'stated', what: { step: 'followed', kind: 'figure' } },
      { name: 'followed', is: 'stated', what: { findings: FOLLOWED, of: 'records' } },
    ],
    blocks: [
      {
        frames: ['depends-on'],
        slots: { r: { records: 'verified' }, m: { usersOf: 'each' } },
        each: 'r',
      },
      ...[STANDINGS, LEFT_OUT, foundOfRecords(...FOLLOWED)],
    ],
  },
];
