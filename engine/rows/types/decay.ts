import { area, chainMembers, factorMembers, name, year } from './common.ts';
import { oneOf, optional } from './member.ts';
import { quantity, type PossibleRange } from './row-type.ts';

/**
 * What becomes of wood in a calendar year, as carbon (`t{C}`), or as a volume or mass with conversion factors to it.
 *
 * - `production`, `import`, `export`: of a product, such as sawnwood.
 * - `harvest`, `feedstock-import`, `feedstock-export`: of what products are made of, such as industrial roundwood, chips and wood residues. They
 *   say which part of the production is of domestic harvest.
 * - `opening-stock`: the carbon of a product that is in use when the year begins.
 */
const woodFlow = quantity(
  'wood-flow',
  {
    product: name,
    flow: oneOf([
      'production',
      'import',
      'export',
      'harvest',
      'feedstock-import',
      'feedstock-export',
      'opening-stock',
    ]),
    geography: area,
    year,
    ...chainMembers,
  },
  {
    words: { en: 'harvested wood', 'zh-CN': '采伐的木材' },
    role: 'activity',
    units: ['kg', 'm3'],
    period: 'none',
    found: null,
    subject: 'product',
  },
);

/** What is deposited in a landfill in a calendar year. `management` and `climate` are names by which its factors are found. */
const wasteDeposit = quantity(
  'waste-deposit',
  { site: name, waste: name, management: name, climate: optional(name), geography: area, year },
  {
    words: { en: 'waste in landfills', 'zh-CN': '填埋的废弃物' },
    role: 'activity',
    units: ['kg'],
    period: 'none',
    found: null,
    subject: 'site',
  },
);

/** Methane that is recovered from a landfill in a calendar year, and burned or used. */
const recoveredMethane = quantity(
  'recovered-methane',
  { site: name, geography: area, year },
  {
    words: { en: 'recovered landfill gas', 'zh-CN': '填埋气回收量' },
    role: 'activity',
    units: ['kg'],
    period: 'none',
    found: null,
    ofGas: true,
    subject: 'site',
  },
);

/** How fast a wood product or a waste decays: its half-life, such as 35 a, or the part that decays in a year, such as 0.05 per a. */
const decayRate = quantity(
  'decay-rate',
  { material: name, ruleSet: optional(name), climate: optional(name), ...factorMembers },
  {
    words: { en: 'half-lives', 'zh-CN': '半衰期' },
    role: 'factor',
    units: ['s', '1/s'],
    period: 'optional',
    found: ['material', 'ruleSet', 'climate', 'geography'],
    subject: 'material',
    plausible: [
      {
        unit: 'a',
        least: '1',
        most: '100',
        source:
          '2006 IPCC Guidelines, volume 5, table 3.3, as a public program has it: from 0.01 to 0.7 a year, which are 69 years and 1',
      },
    ],
  },
);

const A_SHARE: PossibleRange = { unit: '1', most: '1', why: 'it is a share of a whole' };

/**
 * Factors of a landfill (2006 IPCC Guidelines, volume 5, chapter 3): degradable organic carbon of a waste (`DOC`), the part of it that
 * decomposes (`DOCf`), the correction for air by management (`MCF`), methane in the gas by volume (`F`), and what the cover oxidises (`OX`).
 * `of` names the waste or the management; absent: any.
 */
const landfillFactor = quantity(
  'landfill-factor',
  { factor: oneOf(['DOC', 'DOCf', 'MCF', 'F', 'OX']), of: optional(name), ...factorMembers },
  {
    words: { en: 'factors of landfills', 'zh-CN': '填埋场参数' },
    role: 'factor',
    units: ['1'],
    possible: [A_SHARE],
    period: 'optional',
    found: ['factor', 'of', 'geography'],
    subject: 'factor',
  },
);

/** D7: wood products and landfills, whose carbon decays over years. */
export const DECAY_ROWS = [woodFlow, wasteDeposit, recoveredMethane, decayRate, landfillFactor] as const;
