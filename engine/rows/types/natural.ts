import { area, factorMembers, gas, name } from './common.ts';
import { integer, oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/** The six classes of land of the 2006 IPCC Guidelines, volume 4, chapter 3. */
export const LAND_CLASSES = [
  'forest',
  'cropland',
  'grassland',
  'wetlands',
  'settlements',
  'other-land',
] as const;

/** Where a stratum is. Areas close within a facility, or within a place where no facility is stated. */
const placeMembers = { geography: area, facility: optional(name) };

/**
 * The area of a stratum of land in whole calendar years, with what was converted in them. Its properties are the names by which factors are found:
 * of what grows there, of its climate and soil, and of the level of its use, management and input. A soil that is `drained` or `rewetted` is organic; land that is
 * `flooded` lies under a reservoir.
 */
const stratumArea = quantity(
  'stratum-area',
  {
    stratum: name,
    land: oneOf(LAND_CLASSES),
    ...placeMembers,
    vegetation: optional(name),
    climate: optional(name),
    soil: optional(name),
    landUse: optional(name),
    management: optional(name),
    input: optional(name),
    drained: optional(name),
    rewetted: optional(name),
    flooded: optional(name),
    /** The tier of what is known of it: 1 is the least exact. */
    tier: optional(integer(1, 3)),
  },
  {
    words: { en: 'areas of land', 'zh-CN': '土地面积' },
    role: 'cell',
    units: ['m2'],
    period: 'required',
    found: ['stratum', 'geography', 'facility'],
    subject: 'stratum',
  },
);

/** An area that goes from one stratum to another in a calendar year. */
const landConversion = quantity(
  'land-conversion',
  { fromStratum: name, toStratum: name, ...placeMembers },
  {
    words: { en: 'conversions of land', 'zh-CN': '土地转化' },
    role: 'cell',
    units: ['m2'],
    period: 'required',
    found: ['fromStratum', 'toStratum', 'geography', 'facility'],
    subject: 'fromStratum',
  },
);

/** The carbon in one pool of a stratum on a day. Two of these give a stock difference. */
const carbonStock = quantity(
  'carbon-stock',
  { stratum: name, pool: oneOf(['AB', 'BB', 'DW', 'LI', 'SO', 'HWP']), ...placeMembers },
  {
    words: { en: 'carbon stocks', 'zh-CN': '碳储量' },
    role: 'cell',
    units: ['kg'],
    period: 'point',
    found: ['stratum', 'pool', 'geography', 'facility'],
    subject: 'stratum',
  },
);

/**
 * What takes biomass from a stratum: wood or whole trees for fuel that are removed (a volume or a mass), parts of trees for fuel, an area that
 * is disturbed, or one that burns. Or peat that is extracted from it.
 */
const landEvent = quantity(
  'land-event',
  {
    stratum: name,
    event: oneOf(['wood-removal', 'fuelwood', 'fuelwood-parts', 'disturbance', 'fire', 'peat-extraction']),
    ...placeMembers,
    tier: optional(integer(1, 3)),
  },
  {
    words: { en: 'harvests, disturbances and fires', 'zh-CN': '采伐、干扰与火灾' },
    role: 'activity',
    units: ['m2', 'm3', 'kg'],
    period: 'required',
    found: null,
    subject: 'stratum',
  },
);

/**
 * A value of a table about land, found by the name of what it is of: a vegetation, a soil, a level of use, management or input, or a kind of drainage.
 * Growth and drainage are per area and year. A mass of biomass is dry matter, unless its unit says carbon. A `gain` or `loss` is of a stratum: the
 * carbon that one of its pools gains or loses per area and year.
 */
const landFactor = quantity(
  'land-factor',
  {
    factor: oneOf([
      ...(['soil-reference', 'land-use', 'management', 'input', 'drainage'] as const),
      ...(['growth', 'root-ratio', 'carbon-fraction', 'expansion', 'bark', 'density'] as const),
      ...(['biomass', 'biomass-after', 'dead-wood', 'litter', 'loss-fraction'] as const),
      ...(['gain', 'loss'] as const),
      ...([
        'dissolved',
        'soil-gas',
        'ditch-gas',
        'ditch-share',
        'peat-carbon',
        'nutrient-state',
        'downstream',
      ] as const),
      ...(['fuel', 'combustion', 'fire-gas'] as const),
    ]),
    of: name,
    climate: optional(name),
    gas: optional(gas),
    pool: optional(oneOf(['biomass', 'dead-wood', 'litter', 'soil'])),
    ...factorMembers,
  },
  {
    words: { en: 'factors of land', 'zh-CN': '土地因子' },
    role: 'factor',
    units: ['1', 'kg/m2', 'kg/m2.s', 'kg/m3'],
    period: 'optional',
    found: ['factor', 'of', 'climate', 'gas', 'pool', 'geography'],
    subject: 'of',
    requires: [
      ...(['gain', 'loss'] as const).map((factor) => ({
        when: ['factor', factor] as const,
        members: ['pool'] as const,
        why: 'expected the pool that gains or loses carbon: biomass, dead-wood, litter or soil' as const,
      })),
      ...(['fire-gas', 'soil-gas', 'ditch-gas'] as const).map((factor) => ({
        when: ['factor', factor] as const,
        members: ['gas'] as const,
        why: 'expected the gas that a fire, a soil or a ditch gives off, such as CH4' as const,
      })),
    ],
    possible: [
      ...(['combustion', 'loss-fraction', 'carbon-fraction', 'ditch-share'] as const).map((factor) => ({
        when: { factor },
        unit: '1',
        most: '1',
        why: 'it is a part of a whole',
      })),
    ],
  },
);

/** D7: land, what happens on it, and the carbon stored in it. */
export const NATURAL_ROWS = [stratumArea, landConversion, carbonStock, landEvent, landFactor] as const;
