import {
  area,
  gas,
  gwpSetName,
  identifier,
  mediaType,
  name,
  phrase,
  ratio,
  sha256,
  share,
  size,
  year,
} from './common.ts';
import { integer, listOf, matching, objectOf, oneOf, optional, text, url } from './member.ts';
import { document, quantity } from './row-type.ts';

/**
 * An entity of a group, and how one holder holds it. Without a holder it is the reporting organisation, or held by it. An entity with
 * several holders has a row for each.
 */
const entity = document(
  'entity',
  {
    identifier,
    name: phrase,
    geography: area,
    heldBy: optional(identifier),
    /** The economic interest of the holder. */
    interest: optional(share),
    financialControl: optional(oneOf(['full', 'joint', 'none'])),
    /** Whether a company of the group operates it. */
    operationalControl: optional(oneOf(['yes', 'no'])),
    /** What it is in the financial accounts of the group: a subsidiary, an associate, a joint venture, a fixed asset investment. */
    accounting: optional(oneOf(['group', 'associate', 'joint', 'investment'])),
  },
  {
    words: { en: 'organisations', 'zh-CN': '法人' },
    found: ['identifier', 'heldBy'],
    subject: 'identifier',
  },
);

const facility = document(
  'facility',
  { facility: name, entity: identifier, name: phrase, geography: area },
  { words: { en: 'facilities', 'zh-CN': '设施' }, found: ['facility'], subject: 'facility' },
);

/** The masses of gases per mass of an element in them. */
export const CONSTANTS = ['CO2/C', 'CH4/C', 'N2O/N', 'waste-gas'] as const;
const divisor = matching(
  /^[1-9]\d{0,17}(\.\d{0,17}[1-9])?$/,
  'expected a decimal of at least 1 as text, such as "12"',
);

const method = document(
  'method',
  {
    method: matching(/^[a-z0-9-]+@\d+$/, 'expected id@version, such as scope2@2'),
    standard: phrase,
  },
  { words: { en: 'methods', 'zh-CN': '方法' }, found: ['method'], subject: 'method' },
);

/**
 * The potential of a gas over `horizon` years: a global warming potential, or a global temperature change potential where `metric` is GTP.
 * The set AR6 of parameters and factors is that of 100-year global warming potentials, AR6/GWP20 and AR6/GTP100 are others. `origin` is that of
 * the carbon, where the set gives two values (methane of AR6).
 */
const gwp = quantity(
  'gwp',
  {
    gas,
    gwpSet: gwpSetName,
    horizon: integer(1),
    metric: optional(oneOf(['GWP', 'GTP'])),
    year,
    origin: optional(oneOf(['fossil', 'biogenic'])),
  },
  {
    words: { en: 'warming potentials', 'zh-CN': '全球变暖潜势' },
    role: 'factor',
    units: ['kg/kg'],
    period: 'optional',
    found: ['gas', 'gwpSet', 'horizon', 'metric', 'origin'],
    subject: 'gas',
    plausible: [
      {
        unit: 'kg/kg',
        least: '0.0001',
        most: '31000',
        source: 'IPCC AR4, AR5 and AR6: up to 25 200 (GWP of SF6) and 30 600 (its GTP)',
      },
    ],
  },
);

/**
 * A constant of a rule set: the mass of a gas per mass of an element in it, such as 44/12 (a value of 44, `under` 12) of the IPCC Guidelines
 * or 3.664 of Regulation (EU) 2018/2066. `waste-gas` is the efficiency of the use of a waste gas over that of natural gas.
 */
const constant = quantity(
  'constant',
  { constant: oneOf(CONSTANTS), ruleSet: name, under: optional(divisor), year },
  {
    words: { en: 'constants', 'zh-CN': '常数' },
    role: 'factor',
    units: ['1'],
    period: 'optional',
    found: ['constant', 'ruleSet'],
    subject: 'constant',
  },
);

/** The meaning of a unit spelling: `factor` times a UCUM unit. */
const unit = document(
  'unit',
  { spelling: text(64), factor: ratio, unit: text(64) },
  { words: { en: 'spellings of units', 'zh-CN': '单位写法' }, found: ['spelling'], subject: 'spelling' },
);

const verifier = document(
  'verifier',
  { identifier, name: phrase, geography: area, accreditation: optional(phrase) },
  { words: { en: 'verifiers', 'zh-CN': '核查机构' }, found: ['identifier'], subject: 'identifier' },
);

/** The first digits of CN codes. The longest that begins the code of a good is about it. */
const cnPrefix = matching(/^\d{2,10}$/, 'expected 2 to 10 digits, with which CN codes begin');

/** Which embedded emissions of a good under CBAM count: the direct ones alone, or the indirect ones too. */
const cbamGood = document(
  'cbam-good',
  {
    cn: cnPrefix,
    scope: oneOf(['direct', 'direct-and-indirect']),
    sector: name,
  },
  { words: { en: 'goods of CBAM', 'zh-CN': 'CBAM 产品' }, found: ['cn'], subject: 'cn' },
);

/** A place whose goods CBAM does not apply to: as a precursor of other goods, one of them counts as zero. */
const cbamExempt = document(
  'cbam-exempt',
  { geography: area },
  {
    words: { en: 'places that CBAM exempts', 'zh-CN': 'CBAM 豁免地区' },
    found: ['geography'],
    subject: 'geography',
  },
);

/** D8: entities, facilities, methods, GWP sets, constants, units, verifiers, goods by regulation, and places that it exempts. */
export const REGISTRY_ROWS = [
  entity,
  facility,
  method,
  gwp,
  constant,
  unit,
  verifier,
  cbamGood,
  cbamExempt,
] as const;

/** Where a dataset comes from: the document, its provider and licence. */
const source = document(
  'source',
  {
    dataset: text(),
    title: phrase,
    provider: phrase,
    licence: phrase,
    url: optional(url()),
    published: optional(phrase),
    mediaType,
    size,
    sha256,
  },
  { words: { en: 'sources', 'zh-CN': '数据来源' }, found: null, subject: 'title' },
);

const recordId = matching(/^0x[0-9a-f]{64}$/, 'expected a record id: 0x and 64 hex digits');

/** How several versions were fused into one: the rule, the source records, and their conflicts. */
const fusion = document(
  'fusion',
  {
    rule: phrase,
    sources: listOf(recordId, 2),
    conflicts: listOf(objectOf({ key: text(), taken: text(), passed: text(), why: text() }), 0),
  },
  {
    words: { en: 'fusions of versions', 'zh-CN': '版本合并说明' },
    found: null,
    subject: 'rule',
    period: 'none',
  },
);

/** Rows that every dataset can hold. */
export const RECORD_ROWS = [source, fusion] as const;
