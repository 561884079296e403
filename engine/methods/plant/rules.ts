/** A regulation or guideline by which plants report: its name in parameters, the rule set of its constants, and its clauses. */
export interface RuleSet {
  readonly title: string;
  /** The name of its constants in rows `constant`. */
  readonly constants: string;
  /** The clause by which each kind of stream is computed. */
  readonly clauses: Readonly<Record<'combustion' | 'process' | 'mass-balance' | 'transfer', string>>;
}

/** The names of rule sets, as the parameter `rules` takes them. */
export const RULE_SETS = ['ipcc-2006', 'eu-ets'] as const;
export type RuleSetName = (typeof RULE_SETS)[number];

const SETS: Readonly<Record<RuleSetName, RuleSet>> = {
  'ipcc-2006': {
    title: '2006 IPCC Guidelines',
    constants: 'IPCC-2006',
    clauses: {
      combustion: 'volume 2, chapter 2',
      process: 'volume 3, chapter 1',
      'mass-balance': 'volume 3, chapter 4',
      transfer: 'volume 2, chapter 5',
    },
  },
  'eu-ets': {
    title: 'Implementing Regulation (EU) 2018/2066',
    constants: 'EU-2018-2066',
    clauses: {
      combustion: 'article 24(1)',
      process: 'article 24(2)',
      'mass-balance': 'article 25',
      transfer: 'articles 48, 49 and 49a',
    },
  },
};

/** Returns a rule set by its name. */
export function findRuleSet(name: RuleSetName): RuleSet {
  return SETS[name];
}

/** What a clause is about: a treatment of streams, or CO2 that is handed over. */
export type ClauseKind = keyof RuleSet['clauses'];

/** Returns the rule set and its clauses as one text, such as `Implementing Regulation (EU) 2018/2066, article 25`. */
export function citeClauses({ title, clauses }: RuleSet, kinds: readonly ClauseKind[]): string {
  return [title, ...new Set(kinds.map((kind) => clauses[kind]))].join(', ');
}
