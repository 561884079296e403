import type { FrameId } from '../frames/frame-list.ts';
import type { HandleKind } from '../handles/handle.ts';
import type { Pick } from '../procedures/pick.ts';
import type { RunName } from '../handles/run-name.ts';
import type { PlannedBlock, Procedure } from '../procedures/procedure.ts';

const JUDGED: readonly FrameId[] = [
  ...(['lower', 'higher', 'equal', 'cant-tell'] as const),
  ...(['lower-as-stated', 'higher-as-stated'] as const),
];
const DIFFERENCES = '^comparison/[^/]+/[^/]+$|^scenario-difference/[^/]+/plant/[^/]+/total$';
const totals = (of: RunName): Pick => ({ figures: '/total$', of });
const chosen = (kind: HandleKind): Pick => ({ step: 'chosen', kind });
const CERTAIN = ['no-uncertainty', 'not-linear', 'wide-interval', 'negative-draws', 'taken-as-independent'];
const foundOf = (of: RunName): PlannedBlock => ({
  frames: ['found'],
  slots: { e: { findings: CERTAIN, of } },
  each: 'e',
});

/** What the agent of uncertainty answers. */
export const UNCERTAINTY: readonly Procedure[] = [
  {
    agent: 'uncertainty',
    question: 'is-lower',
    asks: {
      en: 'Is one of two figures lower, as far as their data tell?',
      'zh-CN': '就数据而言，两者中哪一个更低？',
    },
    words: [['is', 'lower'], ['lower than'], ['cleaner'], ['更低'], ['更高'], ['哪个', '低'], ['哪种', '低']],
    runs: [
      {
        ...{ run: 'a', methods: ['uncertainty@1'], optional: false },
        about: { en: 'both in one run, with their difference', 'zh-CN': '同一次计算中的两者及其差值' },
        figures: [DIFFERENCES, '^product/[^/]+/total$', '^(?:scenario/[^/]+/)?plant/[^/]+/total$'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'both', is: 'computed', run: 'a' },
      { name: 'difference', is: 'framed', frames: JUDGED, with: [{ figures: DIFFERENCES, of: 'a' }] },
      { name: 'certain-rows', is: 'stated', what: { findings: CERTAIN, of: 'a' } },
    ],
    blocks: [
      {
        frames: JUDGED,
        slots: {
          d: { figures: '^comparison/([^/]+)/([^/]+)$', of: 'a' },
          a: { figures: '^product/{2}/total$', of: 'a' },
          b: { figures: '^product/{1}/total$', of: 'a' },
        },
        each: 'd',
      },
      {
        frames: JUDGED,
        slots: {
          d: { figures: '^scenario-difference/([^/]+)/plant/([^/]+)/total$', of: 'a' },
          a: { figures: '^scenario/{1}/plant/{2}/total$', of: 'a' },
          b: { figures: '^plant/{2}/total$', of: 'a' },
        },
        each: 'd',
      },
      foundOf('a'),
    ],
  },
  {
    agent: 'uncertainty',
    question: 'which-meters',
    asks: {
      en: 'Which of the better meters bring a total within a given interval?',
      'zh-CN': '改进哪些计量表能使总量达到给定的区间？',
    },
    words: [['meters'], ['哪三块表'], ['计量表'], ['仪表']],
    runs: [
      {
        ...{ run: 'a', methods: ['uncertainty@1'], optional: false },
        about: { en: 'as it is measured now', 'zh-CN': '目前的计量' },
        figures: ['/total$'],
      },
      {
        ...{ run: 'b', methods: ['uncertainty@1'], optional: false },
        about: { en: 'with the better meters', 'zh-CN': '改进计量表之后' },
        figures: ['/total$'],
      },
    ],
    steps: [{ step: 'chosen', tool: 'choose-rows', of: [totals('a'), { given: 'numbers' }] }],
    obligations: [
      { name: 'now', is: 'computed', run: 'a' },
      { name: 'recomputed', is: 'computed', run: 'b' },
      { name: 'contributions', is: 'framed', frames: ['least-sure-row'], with: [{ leastSure: totals('a') }] },
      {
        name: 'reached',
        is: 'framed',
        frames: ['reached', 'not-reached'],
        with: [totals('b'), { given: 'numbers' }],
      },
      {
        name: 'fewest',
        is: 'framed',
        frames: ['improved-rows'],
        with: [chosen('run'), chosen('row')],
      },
      {
        name: 'fewest-reached',
        is: 'framed',
        frames: ['reached'],
        with: [chosen('figure'), { given: 'numbers' }],
      },
      { name: 'searched', is: 'stated', what: chosen('finding') },
      { name: 'certain-rows', is: 'stated', what: { findings: CERTAIN, of: 'b' } },
    ],
    blocks: [
      { frames: ['improved-rows'], slots: { u: chosen('run'), w: chosen('row') } },
      { frames: ['reached'], slots: { a: chosen('figure'), g: { given: 'numbers' } }, each: 'a' },
      { frames: ['found'], slots: { e: chosen('finding') }, each: 'e' },
      { frames: ['least-sure-row'], slots: { a: totals('a'), w: { leastSure: totals('a') } } },
      { frames: ['reached', 'not-reached'], slots: { a: totals('b'), g: { given: 'numbers' } }, each: 'a' },
      foundOf('b'),
    ],
  },
  {
    agent: 'uncertainty',
    question: 'published-interval',
    asks: { en: 'Is a figure with its interval right as it is given?', 'zh-CN': '给出的数值及其区间对吗？' },
    words: [['plus', 'minus'], ['interval'], ['outside'], ['加减'], ['区间'], ['之外']],
    runs: [
      {
        ...{ run: 'a', methods: ['uncertainty@1'], optional: false },
        about: { en: 'the figure, computed with its interval', 'zh-CN': '计算所得的数值及其区间' },
        figures: ['/total$'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'recomputed', is: 'computed', run: 'a' },
      {
        name: 'given',
        is: 'framed',
        frames: ['given-inside', 'given-outside'],
        with: [{ given: 'numbers' }, totals('a')],
      },
      {
        name: 'own-interval',
        is: 'framed',
        frames: ['outside-own-interval', 'interval-uneven', 'interval', 'interval-none'],
        with: [totals('a')],
      },
      { name: 'why', is: 'stated', what: { findings: ['outside-interval', 'off-mean'], of: 'a' } },
    ],
    blocks: [
      { frames: ['given-inside', 'given-outside'], slots: { g: { given: 'numbers' }, a: totals('a') } },
      {
        frames: ['outside-own-interval', 'interval-uneven', 'interval', 'interval-none'],
        slots: { a: totals('a') },
        each: 'a',
      },
      {
        frames: ['found'],
        slots: { e: { findings: ['outside-interval', 'off-mean', ...CERTAIN], of: 'a' } },
        each: 'e',
      },
    ],
  },
];
