import type { RuleSet } from './rule-set.ts';

/**
 * China's accounting and reporting guides. Their texts were not read: titles and contents are those of notices and tables of contents, decimals
 * those of reporting forms made after the guides.
 */
export const CHINA = {
  'cn-power': {
    title: 'China, guide for power generation facilities (发电设施, 2022)',
    constants: 'CN-POWER',
    clauses: { combustion: 'combustion of fossil fuels 化石燃料燃烧' },
    // 2022-04-01
    from: { day: '2022-04-01', at: 1_648_771_200 },
    digits: { amount: 2, calorific: 3, perEnergy: 5, carbon: { decimals: 4, isStep: true }, emission: 2 },
  },
  'cn-cement': {
    title: 'China, GB/T 32151.8 (水泥), guide CETS-AG-02.01-V01-2024',
    constants: 'CN-CEMENT',
    clauses: {
      combustion: 'combustion of fossil fuels 化石燃料燃烧',
      process: 'clinker production 熟料生产过程',
      'mass-balance': 'carbon in raw meal besides carbonates 生料中非燃料碳煅烧',
    },
    digits: { amount: 2, calorific: 3, perEnergy: 5, carbon: { decimals: 4 }, emission: 2 },
  },
  'cn-steel': {
    title: 'China, GB/T 32151.5 (钢铁)',
    constants: 'CN-STEEL',
    clauses: {
      combustion: 'combustion of fossil fuels 化石燃料燃烧',
      process: 'fluxes, electrodes and bought materials 熔剂、电极、外购含碳原料',
      'mass-balance': 'combustion of fossil fuels 化石燃料燃烧',
      'fixed-carbon': 'carbon fixed in products 固碳产品隐含的排放',
    },
    digits: {
      amount: 2,
      calorific: 3,
      perEnergy: 5,
      carbon: { decimals: 4 },
      factor: 3,
      emission: 2,
    },
  },
  'cn-aluminium': {
    title: 'China, GB/T 32151.4 (铝冶炼), guide CETS-AG-04.01-V01-2024',
    constants: 'CN-ALUMINIUM',
    clauses: {
      combustion: 'section 7, combustion of fossil fuels 化石燃料燃烧',
      process: 'section 6, anode effects 阳极效应',
      'mass-balance': 'section 6, anodes as raw material 能源作为原材料用途',
    },
    digits: { amount: 2, calorific: 3, perEnergy: 5, carbon: { decimals: 4 }, emission: 2 },
  },
} as const satisfies Readonly<Record<string, RuleSet>>;
