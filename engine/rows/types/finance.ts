import { area, chainMembers, factorMembers, gasList, gwpSetName, name } from './common.ts';
import { integer, oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/** The asset classes of PCAF part A whose investees are companies, projects and buildings. */
export const ASSET_CLASSES = [
  'listed-equity',
  'corporate-bond',
  'business-loan',
  'unlisted-equity',
  'project-finance',
  'commercial-real-estate',
  'mortgage',
  'motor-vehicle-loan',
] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/** What the outstanding amount is divided by. */
export const VALUE_KINDS = ['evic', 'equity-and-debt', 'value-at-origination'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

/** What an investor has outstanding in an investee: an equity, a bond or a loan. `category` is that of the GHG Protocol. */
const financing = quantity(
  'financing',
  {
    investee: name,
    assetClass: oneOf(ASSET_CLASSES),
    category: oneOf(['3.15']),
    geography: optional(area),
    facility: optional(name),
    ...chainMembers,
  },
  {
    words: { en: 'financing', 'zh-CN': '投融资余额' },
    role: 'activity',
    units: ['{currency}'],
    period: 'required',
    found: null,
    subject: 'investee',
  },
);

/**
 * The value of an investee, by which an outstanding amount is divided: enterprise value including cash, total equity and debt of a company or
 * project, or the value of a building or vehicle at origination.
 */
const investeeValue = quantity(
  'investee-value',
  { investee: name, kind: oneOf(VALUE_KINDS), ...factorMembers },
  {
    words: { en: 'values of investees', 'zh-CN': '被投资方价值' },
    role: 'factor',
    units: ['{currency}'],
    period: 'optional',
    found: ['investee', 'kind', 'geography'],
    subject: 'investee',
  },
);

/** Emissions of an investee in one scope, or in scope 1 and 2 together, with a score of data quality from 1 (best) to 5. */
const investeeEmissions = quantity(
  'investee-emissions',
  {
    investee: name,
    scope: oneOf(['1', '2', '1+2', '3']),
    score: integer(1, 5),
    gases: gasList,
    gwpSet: optional(gwpSetName),
    ...factorMembers,
  },
  {
    words: { en: 'emissions of investees', 'zh-CN': '被投资方排放' },
    role: 'factor',
    units: ['kg'],
    period: 'optional',
    found: ['investee', 'scope', 'geography'],
    ofGas: true,
    subject: 'investee',
  },
);

/** D1: what a financial institution finances, and the companies, projects and buildings behind it. */
export const FINANCE_ROWS = [financing, investeeValue, investeeEmissions] as const;
