import type { FigureKind } from '../method.ts';
import { WASTE_GAS_FIGURES } from './waste-gas.ts';

/** The figures of what is attributed to goods. */
export const ATTRIBUTION_FIGURES: readonly FigureKind[] = [
  {
    key: 'plant/{plant}/{unit}/attributable',
    unit: 't{CO2e}',
    meaning:
      'What a unit emits, with the emissions of the heat that other units hand to it, and what waste gases add and take off.',
  },
  {
    key: 'plant/{plant}/{unit}/output/{material}',
    unit: 't{CO2e}',
    meaning: 'The part of heat or power in what a unit emits that makes no good.',
  },
  {
    key: 'plant/{plant}/{unit}/output/{material}/weight',
    unit: 'MW.h',
    meaning: 'By what heat and power of a unit are weighed, as heat-and-power@1 does.',
  },
  {
    key: 'plant/{plant}/energy/from/{unit}/to/{unit}/{material}',
    unit: 'MW.h',
    meaning: 'Heat or power that a unit hands to another.',
  },
  {
    key: 'plant/{plant}/emissions/from/{unit}/to/{unit}/{material}',
    unit: 't{CO2e}',
    meaning: 'The emissions of this heat or power.',
  },
  {
    key: 'plant/{plant}/good/{good}/direct',
    unit: 't{CO2e}',
    meaning: 'Direct emissions that are attributed to a good.',
  },
  {
    key: 'plant/{plant}/good/{good}/indirect',
    unit: 't{CO2e}',
    meaning: 'Emissions of the power that the units of a good use.',
  },
  {
    key: 'plant/{plant}/rest/units',
    unit: 't{CO2e}',
    meaning: 'Direct emissions that are attributed to no good: of units that serve none.',
  },
  { key: 'plant/{plant}/rest/heat', unit: 't{CO2e}', meaning: 'The same, of heat that leaves the plant.' },
  {
    key: 'plant/{plant}/rest/heat-imported',
    unit: 't{CO2e}',
    meaning:
      'Emissions of heat from outside that units use, below 0: they are attributed, and the plant does not emit them.',
  },
  {
    key: 'plant/{plant}/rest/power',
    unit: 't{CO2e}',
    meaning: 'The same, of all power that is made: it is indirect for those who use it.',
  },
  {
    key: 'plant/{plant}/rest/waste-gas',
    unit: 't{CO2e}',
    meaning:
      'What waste gases give off less what is attributed for them: below 0 where goods bear more than the plant emits.',
  },
  ...WASTE_GAS_FIGURES,
  {
    key: 'plant/{plant}/rest/indirect',
    unit: 't{CO2e}',
    meaning:
      'Of this power, what is indirect for no good of the plant: power that leaves it, or that other units use.',
  },
  {
    key: 'plant/{plant}/attributed',
    unit: 't{CO2e}',
    meaning:
      'Direct emissions of all goods and of what is attributed to none: equal to the total of the plant.',
  },
];
