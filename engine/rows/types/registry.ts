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
  size,
  year,
} from './common.ts';
import { integer, listOf, matching, objectOf, oneOf, optional, text, url } from './member.ts';
import { document, quantity } from './row-type.ts';

const entity = document(
  'entity',
  { identifier, name: phrase, geography: area },
  { words: { en: 'organisations', 'zh-CN': '法人' }, found: ['identifier'], subject: 'identifier' },
);

const facility = document(
  'facility',
  { facility: name, entity: identifier, name: phrase, geography: area },
  { words: { en: 'facilities', 'zh-CN': '设施' }, found: ['facility'], subject: 'facility' },
);

const method = document(
  'method',
  {
    method: matching(/^[a-z0-9-]+@\d+$/, 'expected id@version, such as scope2@2'),
    standard: phrase,
  },
  { words: { en: 'methods', 'zh-CN': '方法' }, found: ['method'], subject: 'method' },
);

/** A global warming potential. `origin` is that of the carbon, where the set gives two values (methane of AR6). */
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

/** D8: entities, facilities, methods, GWP sets, units, verifiers, and goods by regulation. */
export const REGISTRY_ROWS = [entity, facility, method, gwp, unit, verifier, cbamGood] as const;

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
