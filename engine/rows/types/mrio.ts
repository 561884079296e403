import { currency, mediaType, name, sha256, size } from './common.ts';
import { integer, listOf, oneOf, optional, pairOf } from './member.ts';
import { document, quantity } from './row-type.ts';

/** One cell of Z: sales of a sector in a region to another sector. */
const intermediateFlow = quantity(
  'intermediate-flow',
  { fromRegion: name, fromSector: name, toRegion: name, toSector: name },
  {
    role: 'cell',
    units: ['{currency}'],
    signed: true,
    period: 'required',
    found: ['fromRegion', 'fromSector', 'toRegion', 'toSector'],
    subject: 'toSector',
  },
);

/** One cell of Y: sales of a sector to final demand. */
const finalDemand = quantity(
  'final-demand',
  { fromRegion: name, fromSector: name, toRegion: name, category: name },
  {
    role: 'cell',
    units: ['{currency}'],
    signed: true,
    period: 'required',
    found: ['fromRegion', 'fromSector', 'toRegion', 'category'],
    subject: 'fromSector',
  },
);

/** One cell of F: emissions or resource use of a sector. */
const sectorStressor = quantity(
  'sector-stressor',
  { stressor: name, region: name, sector: name },
  {
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['stressor', 'region', 'sector'],
    subject: 'stressor',
  },
);

/** One cell of F_Y: direct emissions of final demand. */
const demandStressor = quantity(
  'demand-stressor',
  { stressor: name, region: name, category: name },
  {
    role: 'cell',
    units: ['*'],
    signed: true,
    period: 'required',
    found: ['stressor', 'region', 'category'],
    subject: 'stressor',
  },
);

/** A matrix that is too large for rows: one document, identified by its hash. */
const matrixDocument = document(
  'matrix-document',
  {
    matrix: oneOf(['Z', 'Y', 'F', 'F_Y']),
    mediaType,
    size,
    sha256,
    shape: pairOf(integer(1)),
    regions: listOf(name),
    sectors: listOf(name),
    stressors: optional(listOf(name, 0)),
    currency,
  },
  { found: ['matrix'], subject: 'matrix' },
);

/** D4: input-output tables. */
export const MRIO_ROWS = [
  intermediateFlow,
  finalDemand,
  sectorStressor,
  demandStressor,
  matrixDocument,
] as const;
