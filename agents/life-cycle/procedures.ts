import type { Pick } from '../procedures/pick.ts';
import type { RunName } from '../handles/run-name.ts';
import type { Procedure } from '../procedures/procedure.ts';

const totals = (of: RunName): Pick => ({ figures: '^product/[^/]+/total$', of });
const CHOICES = [
  'cut-off',
  'without-process',
  'avoided-product',
  'other-period',
  'origin-assumed',
  'data-unstated',
];
const made: Pick = { figures: '^scope1/total$', of: 'a' };
const avoided: Pick = { figures: '^avoided/', of: 'b' };

const PUBLISHED_MADE: Pick = { figures: '^panorama/[^/]+/production/', of: 'c' };
const PUBLISHED_AVOIDED: Pick = { figures: '^panorama/[^/]+/avoided/', of: 'c' };

/** What the agent of life cycles answers. */
export const LIFE_CYCLE: readonly Procedure[] = [
  {
    agent: 'life-cycle',
    question: 'allocation',
    asks: {
      en: 'What is the footprint of a product by two ways of allocation?',
      'zh-CN': '产品足迹按两种分配方法各是多少？',
    },
    words: [['allocation'], ['分配']],
    runs: (['a', 'b'] as const).map((run) => ({
      ...{ run, methods: ['life-cycle@1'], optional: false },
      about: run === 'a' ? { en: 'by mass', 'zh-CN': '按质量' } : { en: 'by price', 'zh-CN': '按经济价值' },
      figures: ['^product/[^/]+/total$', '^share/'],
    })),
    steps: [],
    obligations: [
      { name: 'first-way', is: 'computed', run: 'a' },
      { name: 'other-way', is: 'computed', run: 'b' },
      { name: 'side-by-side', is: 'framed', frames: ['side-by-side'], with: [totals('a'), totals('b')] },
      { name: 'parts', is: 'stated', what: { figures: '^share/', of: 'a' } },
      { name: 'other-parts', is: 'stated', what: { figures: '^share/', of: 'b' } },
      { name: 'standard', is: 'framed', frames: ['clause'], with: [totals('a'), { clause: 'a' }] },
    ],
    blocks: [
      { frames: ['side-by-side'], slots: { m: { all: [totals('a'), totals('b')] } } },
      { frames: ['value'], slots: { a: { figures: '^share/', of: 'a' } }, each: 'a' },
      { frames: ['value'], slots: { a: { figures: '^share/', of: 'b' } }, each: 'a' },
      { frames: ['clause'], slots: { a: totals('a'), k: { clause: 'a' } } },
    ],
  },
  {
    agent: 'life-cycle',
    question: 'compare-products',
    asks: { en: 'By what do two products differ?', 'zh-CN': '两种产品的差别在哪里？' },
    words: [['compare'], ['比较']],
    runs: [
      {
        ...{ run: 'a', methods: ['life-cycle@1'], optional: false },
        about: { en: 'both products, compared', 'zh-CN': '两种产品及其比较' },
        figures: ['^product/[^/]+/total$', '^comparison/'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'cycles', is: 'computed', run: 'a' },
      { name: 'boundary', is: 'withheld', what: { refusal: 'a' } },
      { name: 'alignment', is: 'asked', what: { refusal: 'a' } },
      { name: 'totals', is: 'stated', what: totals('a') },
      {
        name: 'contributions',
        is: 'framed',
        frames: ['closes'],
        with: [{ figures: '^comparison/[^/]+/[^/]+$', of: 'a' }],
      },
      { name: 'cut-off', is: 'stated', what: { findings: CHOICES, of: 'a' } },
    ],
    blocks: [
      { frames: ['withheld'], slots: { e: { refusal: 'a' } } },
      { frames: ['ask-confirm'], slots: { e: { refusal: 'a' } } },
      { frames: ['values'], slots: { m: totals('a') } },
      {
        frames: ['closes'],
        slots: {
          b: { figures: '^comparison/([^/]+)/([^/]+)$', of: 'a' },
          m: { figures: '^comparison/{1}/{2}/(?:process/[^/]+|other-processes)$', of: 'a' },
        },
        each: 'b',
      },
      { picture: { pictures: 'a' } },
      { frames: ['found'], slots: { e: { findings: CHOICES, of: 'a' } }, each: 'e' },
    ],
  },
  {
    agent: 'life-cycle',
    question: 'made-and-avoided',
    asks: {
      en: 'What does a product emit where it is made, and what does it avoid?',
      'zh-CN': '产品制造排放多少，又避免多少排放？',
    },
    words: [['avoid'], ['避免']],
    runs: [
      {
        ...{ run: 'a', methods: ['inventory@2'], optional: false },
        about: { en: 'what is emitted where it is made', 'zh-CN': '制造环节的排放' },
        figures: ['^scope1/total$'],
      },
      {
        ...{ run: 'b', methods: ['avoided@2'], optional: false },
        about: { en: 'what is avoided', 'zh-CN': '避免的排放' },
        figures: ['^avoided/'],
      },
      {
        ...{ run: 'c', methods: ['panorama@1'], optional: true },
        about: { en: 'what others published', 'zh-CN': '他人公布的数值' },
        figures: ['^panorama/'],
      },
    ],
    steps: [],
    obligations: [
      { name: 'made', is: 'computed', run: 'a' },
      { name: 'avoided', is: 'computed', run: 'b' },
      { name: 'two-accounts', is: 'framed', frames: ['not-netted'], with: [made, avoided] },
      { name: 'published', is: 'stated', what: { figures: '^panorama/', of: 'c' } },
      { name: 'no-netting', is: 'apart', one: PUBLISHED_MADE, other: PUBLISHED_AVOIDED },
    ],
    blocks: [
      { frames: ['not-netted'], slots: { a: made, b: avoided }, each: 'b' },
      { frames: ['values'], slots: { m: { figures: '^panorama/', of: 'c' } } },
    ],
  },
];
