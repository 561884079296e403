import { activityMembers, calorific, conditions, name, year } from './common.ts';
import { integer, oneOf, optional } from './member.ts';
import { quantity } from './row-type.ts';

/**
 * What becomes of the carbon of a stream in the unit that it enters: it is burned, it is set free by a process, or it stays in the mass balance of
 * the unit until it leaves in another stream. Of an `output`, a process gives off per amount that it makes, in the unit that the stream leaves.
 * A `measured` stream is a gas that the unit gives off, as it was measured: its unit of mass names it.
 */
const TREATMENTS = ['combustion', 'process', 'mass-balance', 'output', 'measured'] as const;

/**
 * Where CO2 goes that leaves a plant, or its boundary, without being emitted there; N2O goes to another installation that reports it
 * (`installation`). What goes elsewhere (`other`) counts as emitted.
 */
const TRANSFERS = ['inherent', 'storage', 'bound', 'installation', 'other'] as const;

/** What a stream is besides a material: energy that is handed on, or a gas of a process that is burned elsewhere. */
const CARRIERS = ['heat', 'power', 'waste-gas'] as const;

/** An amount of a material that flows between two units of a plant; into the plant without `fromUnit`, out of it without `toUnit`. */
const plantStream = quantity(
  'plant-stream',
  {
    plant: name,
    material: name,
    fromUnit: optional(name),
    toUnit: optional(name),
    treatment: optional(oneOf(TREATMENTS)),
    transfer: optional(oneOf(TRANSFERS)),
    carrier: optional(oneOf(CARRIERS)),
    /** The tier by which its amount is determined: 1 is the least exact. */
    tier: optional(integer(1, 4)),
    ...activityMembers,
    calorific: optional(calorific),
    conditions,
    /** `none`: the amount was not measured, and balances can determine it where flows are reconciled. */
    measurement: optional(oneOf(['none'])),
    meter: optional(name),
    /** Another meter of the same flow, whose readings are compared and not counted. */
    checkMeter: optional(name),
  },
  {
    words: { en: 'streams of plants', 'zh-CN': '装置物料流' },
    role: 'activity',
    units: ['kg', 'm3', 'J'],
    period: 'required',
    found: null,
    series: ['plant', 'material', 'fromUnit', 'toUnit', 'category', 'geography'],
    subject: 'plant',
  },
);

/**
 * What a stream counts in a balance of its plant besides its mass: below 0 it leaves. The balance is that of a unit, or another one, which has
 * only such terms. A stream in m3 or J counts in a balance of mass by its density or its mass per energy.
 */
const balanceTerm = quantity(
  'balance-term',
  { plant: name, balance: name, material: name, fromUnit: optional(name), toUnit: optional(name) },
  {
    words: { en: 'terms of balances', 'zh-CN': '平衡式的项' },
    role: 'cell',
    units: ['1', 'kg/m3', 'kg/J', 'm3/kg', 'J/kg', 'J/m3', 'm3/J'],
    signed: true,
    period: 'optional',
    found: ['plant', 'balance', 'material', 'fromUnit', 'toUnit'],
    subject: 'plant',
  },
);

/** The good that a unit of a plant makes. The value is its share in what the unit emits: 1 where the unit makes nothing else. */
const plantUnit = quantity(
  'plant-unit',
  { plant: name, unit: name, good: name, year },
  {
    words: { en: 'units of plants', 'zh-CN': '装置单元' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a share of a whole' }],
    period: 'optional',
    found: ['plant', 'unit', 'good'],
    subject: 'plant',
  },
);

/**
 * By how much the amount of a stream may be wrong for a tier of a rule set: half the width of its 95 % interval, over the amount. One of a material
 * takes the place of that of its treatment, as for flare gas.
 */
const tierLimit = quantity(
  'tier-limit',
  { ruleSet: name, tier: integer(1, 4), treatment: oneOf(TREATMENTS), material: optional(name), year },
  {
    words: { en: 'limits of tiers', 'zh-CN': '层级的不确定度上限' },
    role: 'factor',
    units: ['1'],
    possible: [{ unit: '1', most: '1', why: 'it is a part of the amount' }],
    period: 'optional',
    found: ['ruleSet', 'treatment', 'material', 'tier'],
    subject: 'ruleSet',
  },
);

/** D1: plants as networks of units and streams. */
export const PLANT_ROWS = [plantStream, balanceTerm, plantUnit, tierLimit] as const;
