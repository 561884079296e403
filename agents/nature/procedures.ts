import type { Pick } from '../procedures/pick.ts';
import type { Procedure } from '../procedures/procedure.ts';

const lines: Pick = { figures: '^nature/[^/]+/[^/]+/[^/]+/(?:emission|removal)/', of: 'a' };
const LAND = ['short-history', 'land-year-missing', 'land-area-gap', 'stock-area-differs', 'old-factor'];
const scope1: Pick = { figures: '^scope1/total$', of: 'a' };
const removed: Pick = { figures: '^nature/[^/]+/removals/', of: 'b' };

/** What the agent of nature answers. */
export const NATURE: readonly Procedure[] = [
  {
    agent: 'nature',
    question: 'land-year',
    asks: { en: 'What does land emit or take up in a year?', 'zh-CN': '土地一年排放或吸收多少？' },
    words: [['land', 'emit'], ['land', 'take up'], ['forest', 'take up'], ['土地'], ['农田'], ['吸收']],
    runs: [
      {
        ...{ run: 'a', methods: ['nature@1'], optional: false },
        about: { en: 'the land, its pools and years', 'zh-CN': '土地及其碳库和年份' },
        figures: [
          '^nature/[^/]+/[^/]+/[^/]+/(?:emission|removal)/',
          '^nature/[^/]+/[^/]+/area/',
          '^nature/[^/]+/(?:emissions|removals)/',
        ],
      },
    ],
    steps: [],
    obligations: [
      { name: 'land', is: 'computed', run: 'a' },
      { name: 'areas-close', is: 'withheld', what: { refusal: 'a' } },
      { name: 'conversion', is: 'asked', what: { refusal: 'a' } },
      { name: 'pools', is: 'stated', what: lines },
      { name: 'areas', is: 'stated', what: { figures: '/area/', of: 'a' } },
      { name: 'tier', is: 'framed', frames: ['clause'], with: [lines, { clause: 'a' }] },
      { name: 'approach', is: 'stated', what: { findings: LAND, of: 'a' } },
    ],
    blocks: [
      { frames: ['withheld'], slots: { e: { refusal: 'a' } } },
      { frames: ['ask-conversion'], slots: { e: { refusal: 'a' } } },
      { frames: ['removal', 'zero', 'value'], slots: { a: lines }, each: 'a' },
      { frames: ['values'], slots: { m: { figures: '/area/', of: 'a' } } },
      { frames: ['clause'], slots: { a: lines, k: { clause: 'a' } } },
      { frames: ['found'], slots: { e: { findings: LAND, of: 'a' } }, each: 'e' },
    ],
  },
  {
    agent: 'nature',
    question: 'forest-and-scope1',
    asks: {
      en: 'May land that takes up carbon be subtracted from what a company emits?',
      'zh-CN': '土地的碳吸收能否抵减企业的排放？',
    },
    words: [
      ...[
        ['net', 'forest'],
        ['net', 'scope'],
        ['forest', 'against'],
        ['subtract', 'forest'],
        ['offset', 'forest'],
      ],
      ...[['抵减'], ['抵消'], ['抵扣'], ['冲抵'], ['碳汇', '排放'], ['碳汇', '冲抵', '排放']],
    ],
    runs: [
      {
        ...{ run: 'a', methods: ['inventory@2'], optional: false },
        about: { en: 'what the company emits', 'zh-CN': '企业的排放' },
        figures: ['^scope1/total$'],
      },
      {
        ...{ run: 'b', methods: ['nature@1'], optional: false },
        about: { en: 'what the land emits and takes up', 'zh-CN': '土地的排放和吸收' },
        figures: ['^nature/[^/]+/(?:emissions|removals)/'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'company', is: 'computed', run: 'a' },
      { name: 'land', is: 'computed', run: 'b' },
      { name: 'two-accounts', is: 'framed', frames: ['not-netted'], with: [scope1, removed] },
      { name: 'both-lines', is: 'stated', what: { figures: '^nature/', of: 'b' } },
    ],
    blocks: [
      { frames: ['not-netted'], slots: { a: scope1, b: removed } },
      { frames: ['value'], slots: { a: { figures: '^nature/', of: 'b' } }, each: 'a' },
    ],
  },
];
