import { ACCOUNTS } from '../../jobs/survey/panorama-sheet.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { foundOfRecords, LEFT_OUT, OPEN_STEPS, RECORD_DUTIES, STANDINGS } from './record-parts.ts';

const CITED = { figures: '^(?!panorama/)', of: 'records' } as const;
const LINES = { figures: '^panorama/', of: 'records' } as const;

/** What is answered before any agent: what registered records say. */
export const OWN_PROCEDURES: readonly Procedure[] = [
  {
    agent: 'coordinator',
    question: 'registered-figures',
    asks: {
      en: 'What do registered records say, and do their proofs verify?',
      'zh-CN': '已登记的记录给出哪些数值，其证明能否通过核验？',
    },
    words: [
      ...[['registered'], ['the record'], ['disclos'], ['inventory'], ['my emissions'], ['our emissions']],
      ...[['latest'], ['newest'], ['登记'], ['披露'], ['记录'], ['清单'], ['最新']],
    ],
    runs: [],
    records: {
      about: {
        en: 'proof files or records; without them, those of the ledger that the words of the question find',
        'zh-CN': '证明文件或记录；未指明时，按问题中的词在账本中查找',
      },
      figures: '',
    },
    steps: OPEN_STEPS,
    obligations: [...RECORD_DUTIES, { name: 'figures', is: 'stated', what: { figures: '', of: 'records' } }],
    blocks: [
      STANDINGS,
      { frames: ['value'], slots: { a: { figures: '', of: 'records' } }, each: 'a' },
      LEFT_OUT,
      foundOfRecords(),
    ],
  },
  {
    agent: 'coordinator',
    question: 'panorama',
    asks: {
      en: 'What are the accounts of a country or product, side by side?',
      'zh-CN': '一国或一种产品的各账户并列如何（全景）？',
    },
    words: [['panorama'], ['all accounts'], ['全景'], ['各国'], ['各省'], ['各国', '比较'], ['各省', '比较']],
    runs: [],
    records: {
      about: {
        en: 'results of panorama@1; without them, those of the ledger that have lines of the question',
        'zh-CN': 'panorama@1 的结果；未指明时，采用账本中含有所问内容的全景',
      },
      figures: '^panorama/{place}/(?!gap/)',
      standard: 'panorama@1',
    },
    steps: [...OPEN_STEPS, { step: 'cited', tool: 'panorama', of: [{ records: 'verified' }] }],
    obligations: [
      ...RECORD_DUTIES,
      { name: 'lines', is: 'stated', what: { all: [LINES, CITED] } },
      { name: 'rivals', is: 'stated', what: { findings: ['rival-lines'], of: 'records' } },
      { name: 'missing', is: 'stated', what: { findings: ['no-line'], of: 'records' } },
      {
        name: 'no-netting',
        is: 'apart',
        one: { figures: '^panorama/[^/]+/(?:production|consumption)/', of: 'records' },
        other: { figures: '^panorama/[^/]+/(?:nature|avoided)/', of: 'records' },
      },
    ],
    blocks: [
      ...ACCOUNTS.map((account) => ({
        frames: ['made-from'] as const,
        slots: {
          a: { figures: `^panorama/[^/]+/${account}/`, of: 'records' },
          m: { citedBy: 'each' },
        } as const,
        each: 'a',
      })),
      foundOfRecords('rival-lines', 'no-line'),
      LEFT_OUT,
      STANDINGS,
    ],
  },
];
