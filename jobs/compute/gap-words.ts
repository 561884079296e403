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
