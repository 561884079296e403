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
      measurement: 'volume 2, chapter 2',
      'measurement-N2O': 'volume 2, chapter 2',
      transfer: 'volume 2, chapter 5',
    },
    tiers: { combustion: 3, process: 3, 'mass-balance': 3, measurement: 3, 'measurement-N2O': 3 },
  },
  'eu-ets': {
    title: 'Implementing Regulation (EU) 2018/2066',
    constants: 'EU-2018-2066',
    clauses: {
      combustion: 'article 24(1)',
      process: 'article 24(2)',
      'mass-balance': 'article 25',
      measurement: 'articles 40 to 46',
      'measurement-N2O': 'articles 40 to 46',
      transfer: 'articles 48, 49 and 49a',
      'transfer-N2O': 'article 50',
    },
    // Of measured gases annex VIII, table 1; of amounts annex II, table 1, which has fewer for some streams.
    tiers: {
      ...{ combustion: 4, process: 4, 'mass-balance': 4 },
      ...{ measurement: 4, 'measurement-N2O': 3, transfer: 4, 'transfer-N2O': 3 },
    },
    // Article 2
    from: { day: '2021-01-01', at: 1_609_459_200 },
  },
  ...CHINA,
};

/** Returns a rule set by its name. */
export function findRuleSet(name: RuleSetName): RuleSet {
  return SETS[name];
}
