import type { Pick } from '../procedures/pick.ts';
import type { RunName } from '../handles/run-name.ts';
import type { Procedure } from '../procedures/procedure.ts';

const total = (of: RunName): Pick => ({ figures: '^plant/[^/]+/total$', of });
const METERS = ['meter-drift', 'meter-uncalibrated', 'meter-gap', 'meter-substituted', 'tier-not-reached'];
const embedded: Pick = { figures: '^cbam/[^/]+/specific/total$', of: 'a' };
const SEARCHED = ['factors-found', 'no-factor', 'factors-not-shown'];
const DIFFERENCE = '^scenario-difference/[^/]+/plant/[^/]+/total$';

/** What the agent of industrial processes answers. */
export const INDUSTRIAL_PROCESS: readonly Procedure[] = [
  {
    agent: 'industrial-process',
    question: 'plant-year',
    asks: {
      en: 'What did a plant emit in a year, by two sets of rules?',
      'zh-CN': '一座工厂一年排放多少（按两套规则）？',
    },
    words: [
      ['plant', 'emit'],
      ['plant', 'rules'],
      ['工厂', '排放'],
      ['工厂', '规则'],
    ],
    runs: [
      {
        ...{ run: 'a', methods: ['plant@1'], optional: false },
        about: {
          en: 'the plant by the first rules, such as eu-ets',
          'zh-CN': '按第一套规则计算的工厂，如 eu-ets',
        },
        figures: ['^plant/[^/]+/total$', '^plant/[^/]+/carbon/gap$'],
      },
      {
        ...{ run: 'b', methods: ['plant@1'], optional: false },
        about: {
          en: 'the same plant by other rules, such as cn-steel',
          'zh-CN': '按另一套规则计算的同一工厂，如 cn-steel',
        },
        figures: ['^plant/[^/]+/total$'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'first-rules', is: 'computed', run: 'a' },
      { name: 'other-rules', is: 'computed', run: 'b' },
      { name: 'side-by-side', is: 'framed', frames: ['side-by-side'], with: [total('a'), total('b')] },
      { name: 'carbon-balance', is: 'stated', what: { figures: '/carbon/gap$', of: 'a' } },
      { name: 'rule-set', is: 'framed', frames: ['clause'], with: [total('a'), { clause: 'a' }] },
      { name: 'gaps', is: 'asked', what: { findings: ['missing-months', 'meter-gap'], of: 'a' } },
      {
        name: 'slips',
        is: 'asked',
        what: { findings: ['implausible-value', 'likely-double', 'likely-total'], of: 'a' },
      },
      {
        name: 'left-out',
        is: 'stated',
        what: { findings: ['missing-gases', 'carbon-gap', 'calorific-basis-assumed'], of: 'a' },
      },
    ],
    blocks: [
      { frames: ['side-by-side'], slots: { m: { all: [total('a'), total('b')] } } },
      { frames: ['clause'], slots: { a: total('a'), k: { clause: 'a' } } },
      { frames: ['value'], slots: { a: { figures: '/carbon/gap$', of: 'a' } }, each: 'a' },
      {
        frames: ['ask-missing'],
        slots: { e: { findings: ['missing-months', 'meter-gap'], of: 'a' } },
        each: 'e',
      },
      {
        frames: ['ask-confirm'],
        slots: { e: { findings: ['implausible-value', 'likely-double', 'likely-total'], of: 'a' } },
        each: 'e',
      },
      {
        frames: ['found'],
        slots: { e: { findings: ['missing-gases', 'carbon-gap', 'calorific-basis-assumed'], of: 'a' } },
        each: 'e',
      },
    ],
  },
  {
    agent: 'industrial-process',
    question: 'plant-scenario',
    asks: {
      en: 'What would a change of a plant change in its emissions and its electricity?',
      'zh-CN': '工厂的一项改造会使排放和用电发生什么变化？',
    },
    words: [
      ...[['scenario'], ['furnace', 'change'], ['would', 'change'], ['what if'], ['add', 'furnace']],
      ...[['炉', '变化'], ['情景'], ['改造'], ['如果', '炉'], ['新增', '炉'], ['第二座']],
    ],
    runs: [
      {
        ...{ run: 'a', methods: ['uncertainty@1', 'plant@1'], optional: false },
        about: { en: 'the plant with its scenarios', 'zh-CN': '带有情景的工厂' },
        figures: [DIFFERENCE, '^scenario/[^/]+/plant/[^/]+/total$', '^plant/[^/]+/total$'],
      },
      {
        ...{ run: 'b', methods: ['scope2@2'], optional: false },
        about: { en: 'the electricity that is bought in addition', 'zh-CN': '额外购买的电力' },
        figures: ['^scope2/(location|market)$'],
      },
    ],
    steps: [{ step: 'draft', tool: 'draft', of: [{ run: 'a' }] }],
    obligations: [
      { name: 'plant', is: 'computed', run: 'a' },
      { name: 'electricity-run', is: 'computed', run: 'b' },
      { name: 'changed-rows', is: 'stated', what: { findings: ['scenario-change'] } },
      {
        name: 'interval',
        is: 'framed',
        frames: ['interval', 'interval-none'],
        with: [{ figures: DIFFERENCE, of: 'a' }],
      },
      { name: 'electricity', is: 'stated', what: { figures: '^scope2/location$', of: 'b' } },
      { name: 'signature', is: 'framed', frames: ['ask-to-sign'], with: [{ step: 'draft' }] },
    ],
    blocks: [
      { frames: ['interval', 'interval-none'], slots: { a: { figures: DIFFERENCE, of: 'a' } }, each: 'a' },
      { frames: ['values'], slots: { m: { all: [total('a'), { figures: '^scenario/', of: 'a' }] } } },
      { frames: ['value'], slots: { a: { figures: '^scope2/location$', of: 'b' } } },
      { frames: ['value'], slots: { a: { figures: '^scope2/market$', of: 'b' } } },
      {
        frames: ['found'],
        slots: { e: { findings: ['scenario-change', 'no-uncertainty'], of: 'a' } },
        each: 'e',
      },
      { frames: ['ask-to-sign'], slots: { l: { step: 'draft' } } },
    ],
  },
  {
    agent: 'industrial-process',
    question: 'cbam-good',
    asks: {
      en: 'What are the embedded emissions of a good under CBAM, and what part of them are defaults?',
      'zh-CN': '一种货物在CBAM下的隐含排放是多少，其中默认值占多少？',
    },
    words: [['cbam'], ['embedded'], ['precursor'], ['隐含排放'], ['碳边境'], ['前体']],
    runs: [
      {
        ...{ run: 'a', methods: ['cbam@2'], optional: false },
        about: { en: 'the good', 'zh-CN': '该货物' },
        figures: ['^cbam/[^/]+/specific/total$'],
        rows: ['embedded-emissions', 'default-markup'],
      },
      {
        ...{ run: 'b', methods: ['cbam@2'], optional: true },
        about: {
          en: 'the good without the precursors that count by defaults',
          'zh-CN': '不含以默认值计的前体的该货物',
        },
        figures: ['^cbam/[^/]+/specific/total$'],
      },
    ],
    steps: [
      {
        step: 'default-part',
        tool: 'derive',
        operation: 'difference',
        of: [embedded, { ...embedded, of: 'b' }],
      },
      { step: 'default-share', tool: 'derive', operation: 'ratio', of: [{ step: 'default-part' }, embedded] },
    ],
    obligations: [
      { name: 'good', is: 'computed', run: 'a' },
      { name: 'total', is: 'framed', frames: ['value'], with: [embedded] },
      {
        name: 'defaults',
        is: 'framed',
        frames: ['from-row'],
        with: [{ rows: ['embedded-emissions'], of: 'a' }],
      },
      { name: 'mark-up', is: 'framed', frames: ['from-row'], with: [{ rows: ['default-markup'], of: 'a' }] },
      { name: 'share-of-defaults', is: 'framed', frames: ['intensity'], with: [{ step: 'default-share' }] },
      { name: 'calibration', is: 'stated', what: { findings: METERS, of: 'a' } },
    ],
    blocks: [
      { frames: ['value'], slots: { a: embedded }, each: 'a' },
      {
        frames: ['from-row'],
        slots: { a: embedded, w: { rows: ['embedded-emissions', 'default-markup'], of: 'a' } },
        each: 'w',
      },
      { frames: ['intensity'], slots: { a: { step: 'default-share' } } },
      {
        frames: ['found'],
        slots: { e: { findings: [...METERS, 'missing-gases', 'exempt-good'], of: 'a' } },
        each: 'e',
      },
    ],
  },
  {
    agent: 'industrial-process',
    question: 'which-factor',
    asks: {
      en: 'Which factors are there for an activity, and where are they stated?',
      'zh-CN': '某项活动有哪些因子，出自何处？',
    },
    words: [['factor'], ['因子']],
    runs: [],
    steps: [{ step: 'factors', tool: 'find-factors', of: [] }],
    obligations: [
      { name: 'searched', is: 'computed', run: 'factors' },
      { name: 'rows', is: 'asked', what: { factors: 'found' } },
      { name: 'how', is: 'stated', what: { findings: SEARCHED, of: 'factors' } },
    ],
    blocks: [
      { frames: ['ask-factor'], slots: { w: { factors: 'found' } } },
      { frames: ['found'], slots: { e: { findings: SEARCHED, of: 'factors' } }, each: 'e' },
    ],
  },
];
