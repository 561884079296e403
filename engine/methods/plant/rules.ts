import { CHINA } from './china.ts';
import type { RuleSet } from './rule-set.ts';

/** The names of rule sets, as the parameter `rules` takes them. */
export const RULE_SETS = [
  'ipcc-2006',
  'eu-ets',
  'cn-power',
  'cn-cement',
  'cn-steel',
  'cn-aluminium',
] as const;
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
  ...CHINA,
};

/** Returns a rule set by its name. */
export function findRuleSet(name: RuleSetName): RuleSet {
  return SETS[name];
}
