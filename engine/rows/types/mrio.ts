import type * as z from 'zod';
import { currency, gwpSetName, label as name, mediaType, sha256, size } from './common.ts';
import { integer, listOf, matching, objectOf, oneOf, optional, pairOf, text } from './member.ts';
import { document, quantity } from './row-type.ts';

/** One cell of Z: sales of a sector in a region to another sector. */
const intermediateFlow = quantity(
  'intermediate-flow',
  { fromRegion: name, fromSector: name, toRegion: name, toSector: name },
  {
    words: { en: 'flows between sectors', 'zh-CN': '部门间流量' },
    role: 'cell',
    units: ['{currency}'],
    signed: true,
    period: 'required',
    found: ['fromRegion', 'fromSector', 'toRegion', 'toSector'],
    matrix: 'Z',
    subject: 'toSector',
  },
);

/** One cell of Y: sales of a sector to final demand. */
const finalDemand = quantity(
  'final-demand',
  { fromRegion: name, fromSector: name, toRegion: name, category: name },
  {
    words: { en: 'final demand', 'zh-CN': '最终需求' },
    role: 'cell',
    units: ['{currency}'],
    signed: true,
    period: 'required',
    found: ['fromRegion', 'fromSector', 'toRegion', 'category'],
    matrix: 'Y',
    subject: 'fromSector',
  },
);

/** One cell of F: emissions or resource use of a sector. */
const sectorStressor = quantity(
  'sector-stressor',
  { stressor: name, region: name, sector: name },
  {
    words: { en: 'emissions of sectors', 'zh-CN': '部门排放' },
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['stressor', 'region', 'sector'],
    matrix: 'F',
    subject: 'stressor',
  },
);

/** One cell of F_Y: direct emissions of final demand. */
const demandStressor = quantity(
  'demand-stressor',
  { stressor: name, region: name, category: name },
  {
    words: { en: 'emissions of households', 'zh-CN': '居民排放' },
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['stressor', 'region', 'category'],
    matrix: 'F_Y',
    subject: 'stressor',
  },
);

/** A name in a matrix: of a region, a sector, a stressor or a category of final demand. */
const label = matching(
  /^[^/\p{Cc}]{1,256}$/u,
  'expected 1 to 256 characters, none of them a slash or a control character',
);

/**
 * Value added of a sector, or one component of it, such as wages. With its purchases it is its output. Nothing is computed from it: a table is
 * checked by it.
 */
const valueAdded = quantity(
  'value-added',
  { region: label, sector: label, component: optional(name) },
  {
    words: { en: 'value added of sectors', 'zh-CN': '部门增加值' },
    role: 'cell',
    units: ['{currency}'],
    signed: true,
    period: 'required',
    found: ['region', 'sector', 'component'],
    subject: 'sector',
  },
);

/**
 * A matrix that is too large for rows: one document, identified by its hash. Rows and columns of Z, rows of Y, and columns of F are `REGION/SECTOR`, each
 * region with all sectors, in the order of both lists. Columns of Y and F_Y are `REGION/CATEGORY` in the same way. Rows of F and F_Y are
 * the stressors.
 */
const matrixDocument = document(
  'matrix-document',
  {
    matrix: oneOf(['Z', 'Y', 'F', 'F_Y']),
    mediaType,
    size,
    sha256,
    shape: pairOf(integer(1)),
    regions: listOf(label),
    sectors: listOf(label),
    /** Of Y and F_Y. */
    categories: optional(listOf(label)),
    /** Of F and F_Y. */
    stressors: optional(listOf(label, 0)),
    /** The UCUM unit of each stressor, in the same order, such as kg{CO2}. */
    units: optional(listOf(text(64), 0)),
    currency,
    /** How many units of the currency one is: 1000000 where the table is in millions. Absent: 1. */
    multiple: optional(integer(1)),
    /**
     * Of Z: regions that are parts of another one, such as CN1 and CN2 of CHN in the tables of the OECD. They have industries of their own and
     * follow the whole region, or each other where it has none. Figures are of the whole.
     */
    parts: optional(listOf(objectOf({ part: label, whole: label }))),
    /** Of Z: regions that the publisher divides into parts elsewhere, and this table has only as a whole. */
    undivided: optional(listOf(label)),
  },
  { words: { en: 'matrices in documents', 'zh-CN': '文件中的矩阵' }, found: ['matrix'], subject: 'matrix' },
);

/**
 * One industry of a table, and the one that it becomes part of. A concordance names each industry of the table once, and moves all
 * industries of a region to one region. Its value is 1.
 */
const industryConcordance = quantity(
  'industry-concordance',
  { concordance: name, fromRegion: label, fromSector: label, toRegion: label, toSector: label },
  {
    words: { en: 'concordances of industries', 'zh-CN': '行业对照表' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a share of a whole' }],
    period: 'optional',
    found: ['concordance', 'fromRegion', 'fromSector'],
    subject: 'concordance',
  },
);

/**
 * One region or sector of a table, and the group to which a list assigns it, such as `AT` to `EU27`. Figures of the table are added up by
 * group after it is solved. Its value is 1.
 */
const groupMember = quantity(
  'group-member',
  { list: name, group: label, member: label },
  {
    words: { en: 'groups of regions or sectors', 'zh-CN': '地区或部门分组' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a share of a whole' }],
    period: 'optional',
    found: ['list', 'member'],
    subject: 'list',
  },
);

/**
 * Which gas a stressor of a table is, such as `CO2 - combustion - air` CO2: stressors of one gas add up. Its value is the mass of the gas, or of
 * CO2e, in one unit of the stressor, such as 1 kg{CO2}/kg. `origin` tells apart CO2 that is `biogenic`, which is in no sum, and methane
 * that is `fossil` and whose carbon no CO2 counts, as that of leaks. `gwpSet` is the set of a stressor in CO2e, where its publisher states it.
 */
const stressorGas = quantity(
  'stressor-gas',
  {
    stressor: label,
    gas: name,
    origin: optional(oneOf(['fossil', 'biogenic'])),
    gwpSet: optional(gwpSetName),
  },
  {
    words: { en: 'gases of stressors', 'zh-CN': '排放项对应的气体' },
    role: 'factor',
    units: ['kg/*'],
    ofGas: true,
    period: 'optional',
    found: ['stressor'],
    subject: 'stressor',
  },
);

/**
 * How far what a region emits of a stressor can be from what the documents of a table state: its `uncertainty` is that of all of these cells of F and
 * F_Y, which move together. Its value is 1. Without a region it is about each region that has no row of its own.
 */
const stressorSpread = quantity(
  'stressor-spread',
  { stressor: label, region: optional(label) },
  {
    words: { en: 'spreads of stressors', 'zh-CN': '排放对象的离散度' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is the ratio to what the documents state' }],
    period: 'optional',
    found: ['stressor', 'region'],
    subject: 'stressor',
  },
);

/** The cells of a table that is given in rows. */
export const CELL_ROWS = [intermediateFlow, finalDemand, sectorStressor, demandStressor] as const;

export type CellType = z.infer<(typeof CELL_ROWS)[number]['schema']>['row'];

/** D4: input-output tables. */
export const MRIO_ROWS = [
  ...CELL_ROWS,
  valueAdded,
  matrixDocument,
  industryConcordance,
  groupMember,
  stressorGas,
  stressorSpread,
] as const;
