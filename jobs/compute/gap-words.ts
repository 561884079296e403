import { MEMBER_WORDS } from '../../tables/layout/member-words.ts';
import { spaced } from '../../pictures/words/spaced.ts';

/** What a gap is about, so that a page can say it in its language: which kind of factor, of what, and which one. */
export interface GapWords {
  readonly is: (typeof PATTERNS)[number][0] | 'other';
  /** What the factor is of: a fuel, a gas, a grid, or all that the engine says. */
  readonly of: string;
  /** Which factor of it, such as a gas; empty where there is one. */
  readonly name: string;
}

/** How the engine names what it lacks. The first that matches counts. */
const PATTERNS = [
  ['potential', /^(?<name>\S+) potential of (?<of>.+)$/],
  ['conversion', /^conversion factor (?<of>.+)$/],
  ['average-mix', /^average mix of (?:the grid )?(?<of>.+)$/],
  ['residual-mix', /^residual mix of (?:the grid )?(?<of>.+)$/],
  ['carbon-content', /^carbon content of (?<of>.+)$/],
  ['net-calorific-value', /^net calorific value of (?<of>.+)$/],
  ['gross-calorific-value', /^gross calorific value of (?<of>.+)$/],
  ['calorific-ratio', /^calorific ratio of (?<of>.+)$/],
  ['density', /^density of (?<of>.+)$/],
  ['oxidation', /^oxidation of (?<of>.+)$/],
  ['biomass-fraction', /^biomass fraction of (?<of>.+)$/],
  ['land-factor', /^land-factor (?<name>.+) of (?<of>.+)$/],
  ['factor', /^(?<name>.+?) factor of (?<of>.+)$/],
  ['any-factor', /^factor of (?<of>.+)$/],
  ['meaning', /^a chosen meaning of “(?<name>.*)” in (?<of>.+)$/s],
  ['reading', /^a chosen reading of (?<of>.+)$/s],
  ['choice', /^a chosen (?<of>.+)$/],
  ['share', /^share of (?<name>\S+) in (?<of>.+)$/],
] as const;

/** Returns what a gap is about, from the words of the engine: what these do not say in a known way stays whole. */
export function readGapWords(what: string): GapWords {
  for (const [is, pattern] of PATTERNS) {
    const { of, name = '' } = pattern.exec(what)?.groups ?? {};
    if (of !== undefined) return { is, of, name };
  }
  return { is: 'other', of: what, name: '' };
}

type GapWriters = Readonly<Record<GapWords['is'], (of: string, name: string) => string>>;

const ENGLISH: GapWriters = {
  potential: (of, name) => `${name} potential of ${of}`,
  conversion: (of) => `conversion factor ${of}`,
  'average-mix': (of) => `average mix of the grid ${of}`,
  'residual-mix': (of) => `residual mix of the grid ${of}`,
  'carbon-content': (of) => `carbon content of ${of}`,
  'net-calorific-value': (of) => `net calorific value of ${of}`,
  'gross-calorific-value': (of) => `gross calorific value of ${of}`,
  'calorific-ratio': (of) => `ratio of net and gross calorific value of ${of}`,
  density: (of) => `density of ${of}`,
  oxidation: (of) => `oxidation of ${of}`,
  'biomass-fraction': (of) => `biomass fraction of ${of}`,
  'land-factor': (of, name) => `factor ${name} of ${of}`,
  factor: (of, name) => `${name} factor of ${of}`,
  'any-factor': (of) => `factor of ${of}`,
  share: (of, name) => `share of ${name} in ${of}`,
  other: (of) => of,
  meaning: (of, name) => `a chosen meaning of “${name}” in ${of}`,
  reading: (of) => `a chosen reading of ${of}`,
  choice: (of) => `a chosen ${of}`,
};

/** What can be chosen: a boundary, or what a member of rows says. */
const CHOSEN: Readonly<Record<string, string>> = {
  ...{ consolidation: '合并方法', allocation: '分配方法' },
  ...Object.fromEntries(Object.values(MEMBER_WORDS).map((words) => [words.en.toLowerCase(), words['zh-CN']])),
};

const CHINESE: GapWriters = {
  potential: (of, name) => `${spaced(of)}的全球变暖潜势（${name}）`,
  conversion: (of) => `换算系数 ${of}`,
  'average-mix': (of) => `电网 ${spaced(of)}的平均排放因子`,
  'residual-mix': (of) => `电网 ${spaced(of)}的剩余电力组合因子`,
  'carbon-content': (of) => `${spaced(of)}的含碳量`,
  'net-calorific-value': (of) => `${spaced(of)}的低位发热量`,
  'gross-calorific-value': (of) => `${spaced(of)}的高位发热量`,
  'calorific-ratio': (of) => `${spaced(of)}的低位与高位发热量之比`,
  density: (of) => `${spaced(of)}的密度`,
  oxidation: (of) => `${spaced(of)}的氧化率`,
  'biomass-fraction': (of) => `${spaced(of)}的生物质比例`,
  'land-factor': (of, name) => `${spaced(of)}的土地因子 ${name}`,
  factor: (of, name) => `${spaced(of)}的 ${name} 因子`,
  'any-factor': (of) => `${spaced(of)}的因子`,
  share: (of, name) => `${spaced(of)}中 ${name} 的比例`,
  other: (of) => of,
  meaning: (of, name) => `${spaced(of)}列中“${name}”的含义`,
  reading: (of) => `${spaced(of)}的读法`,
  choice: (of) => `对${Object.hasOwn(CHOSEN, of) ? CHOSEN[of]! : ` ${spaced(of)}`}的选择`,
};

/** What a run lacks in words, in each language: which factor, and of what. */
export const GAP_WRITERS = { en: ENGLISH, 'zh-CN': CHINESE };
