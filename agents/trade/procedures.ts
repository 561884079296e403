import type { FrameId } from '../frames/frame-list.ts';
import type { Pick } from '../procedures/pick.ts';
import type { Procedure } from '../procedures/procedure.ts';

const TABLE = [
  'unchecked-output',
  'unbalanced-table',
  'unlikely-table',
  'grouped-table',
  'undivided-region',
  'zero-output',
];
const DIFFERING: readonly FrameId[] = [
  ...(['differ-by-method', 'differ-by-gases', 'differ-by-conditions', 'differ-by-gwp-set'] as const),
  ...(['differ-by-period', 'differ-by-unit', 'differ-by-rows'] as const),
];
const one: Pick = { figures: '^(?!panorama/[^/]+/gap/)', of: 'a' };
const other: Pick = { figures: '^(?!panorama/[^/]+/gap/)', of: 'b' };
const exported: Pick = { figures: '^for-exports/', of: 'a' };
const produced: Pick = { figures: '^pba/', of: 'a' };

/** What the agent of trade answers. */
export const TRADE: readonly Procedure[] = [
  {
    agent: 'trade',
    question: 'for-whom',
    asks: {
      en: 'For whom does a region emit, by destination?',
      'zh-CN': '一个地区的排放是为谁产生的（按去向）？',
    },
    words: [['for whom'], ['destination'], ['为谁'], ['去向']],
    runs: [
      {
        ...{ run: 'a', methods: ['uncertainty@1', 'trade@1'], optional: false },
        about: {
          en: 'the accounts of a table of regions, with intervals',
          'zh-CN': '多区域投入产出表的账户及其区间',
        },
        figures: ['^flow/', '^pba/', '^household/'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'table', is: 'computed', run: 'a' },
      { name: 'closure', is: 'framed', frames: ['closes'], with: [produced] },
      { name: 'version', is: 'framed', frames: ['clause'], with: [{ clause: 'a' }] },
      { name: 'intervals', is: 'framed', frames: ['interval', 'interval-none'], with: [produced] },
      { name: 'balance', is: 'stated', what: { findings: TABLE, of: 'a' } },
      { name: 'certain-rows', is: 'stated', what: { findings: ['no-uncertainty'], of: 'a' } },
    ],
    blocks: [
      {
        frames: ['closes', 'does-not-add-up'],
        slots: {
          b: { figures: '^pba/([^/]+)/([^/]+)$', of: 'a' },
          m: {
            all: [
              { figures: '^flow/{1}/[^/]+/{2}$', of: 'a' },
              { figures: '^household/{1}/{2}$', of: 'a' },
            ],
          },
        },
        each: 'b',
      },
      { picture: { pictures: 'a' } },
      { frames: ['interval', 'interval-none'], slots: { a: produced }, each: 'a' },
      { frames: ['clause'], slots: { a: produced, k: { clause: 'a' } } },
      {
        frames: ['found'],
        slots: { e: { findings: [...TABLE, 'no-uncertainty', 'unproductive-industry'], of: 'a' } },
        each: 'e',
      },
    ],
  },
  {
    agent: 'trade',
    question: 'sources-differ',
    asks: {
      en: 'Two sources say different things: which one is right?',
      'zh-CN': '两个来源的数值不同：哪一个对？',
    },
    words: [
      ...[['differ'], ['which', 'right'], [' or -'], ['source', 'other'], ['why', ' and -']],
      ...[['到底'], ['还是'], ['来源', '不同'], ['来源', '不一致']],
    ],
    runs: [
      {
        ...{
          run: 'a',
          methods: ['panorama@1', 'national-trade@1', 'trade@1', 'trade-change@1'],
          optional: false,
        },
        about: { en: 'the first source', 'zh-CN': '第一个来源' },
        figures: ['^panorama/[^/]+/(?!gap/)', '^net-imports', '^balance/', '^change/'],
      },
      {
        ...{
          run: 'b',
          methods: ['panorama@1', 'national-trade@1', 'trade@1', 'trade-change@1'],
          optional: false,
        },
        about: { en: 'the other source', 'zh-CN': '另一个来源' },
        figures: ['^panorama/[^/]+/(?!gap/)', '^net-imports', '^balance/', '^change/'],
      },
      {
        ...{ run: 'c', methods: ['panorama@1'], optional: true },
        about: {
          en: 'both in one panorama, which says what they do not state',
          'zh-CN': '两者并列的全景，说明双方未说明之处',
        },
        figures: [],
      },
    ],
    steps: [],
    obligations: [
      { name: 'first-source', is: 'computed', run: 'a' },
      { name: 'other-source', is: 'computed', run: 'b' },
      { name: 'no-winner', is: 'framed', frames: ['no-winner'], with: [one, other] },
      { name: 'what-differs', is: 'framed', frames: DIFFERING, with: [one, other] },
      { name: 'what-is-unstated', is: 'stated', what: { findings: ['sources-differ'] } },
    ],
    blocks: [
      { frames: ['no-winner'], slots: { a: one, b: other } },
      ...DIFFERING.map((frame) => ({ frames: [frame], slots: { a: one, b: other } })),
      { frames: ['found'], slots: { e: { findings: ['sources-differ'] } }, each: 'e' },
    ],
  },
  {
    agent: 'trade',
    question: 'open-table',
    asks: {
      en: 'What does a country consume, by a table that has this country alone?',
      'zh-CN': '只有一国的投入产出表能否说明该国的消费排放？',
    },
    words: [['consume'], ['consumption'], ['消费']],
    runs: [
      {
        ...{ run: 'a', methods: ['trade@1'], optional: false },
        about: { en: 'the accounts that the table gives', 'zh-CN': '该表能给出的账户' },
        figures: ['^for-exports/', '^for-domestic-demand/', '^pba/', '^cba/'],
      },
      {
        ...{ run: 'b', methods: ['trade@1'], optional: true },
        about: {
          en: 'the same table, asked for trade with others',
          'zh-CN': '同一张表，要求给出与他国的贸易',
        },
        figures: [],
      },
    ],
    steps: [{ step: 'exported', tool: 'derive', operation: 'ratio', of: [exported, produced] }],
    obligations: [
      { name: 'table', is: 'computed', run: 'a' },
      { name: 'trade-with-others', is: 'computed', run: 'b' },
      { name: 'part-for-exports', is: 'framed', frames: ['intensity'], with: [{ step: 'exported' }] },
      { name: 'closure', is: 'framed', frames: ['closes'], with: [produced] },
    ],
    blocks: [
      { frames: ['found'], slots: { e: { refusal: 'b' } } },
      {
        frames: ['closes'],
        slots: {
          b: { figures: '^pba/([^/]+)/([^/]+)$', of: 'a' },
          m: { figures: '^for-(?:exports|domestic-demand)/{1}/{2}$', of: 'a' },
        },
        each: 'b',
      },
      { frames: ['intensity'], slots: { a: { step: 'exported' } }, each: 'a' },
    ],
  },
];
