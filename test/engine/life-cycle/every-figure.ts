import { ATTRIBUTES } from '../../../engine/methods/footprint/pact.ts';
import { entry, gwp } from '../dataset.ts';
import { emission, exchange, factor, makes, needs, property, unitOf } from './rows.ts';

/** Two bottles whose life cycles have every kind of figure of life-cycle@1: under EN 15804 those of modules too. */
export const CYCLE = {
  rows: [
    ...[makes('bottler', 'bottle', '1000'), needs('bottler', 'resin', '30', { module: 'A1' })],
    ...[needs('bottler', 'power', '20', { module: 'A3' }, 'kW.h'), needs('bottler', 'label', '1')],
    emission('bottler', 'CO2', '2', { origin: 'fossil', module: 'A3', data: 'primary' }),
    exchange('bottler', 'scrap', '2', { direction: 'output', kind: 'waste', module: 'C4' }),
    exchange('bottler', 'heat', '5', { direction: 'output', kind: 'avoided', module: 'D' }, 'MJ'),
    ...[
      makes('cracker', 'resin', '0.9'),
      makes('cracker', 'gas', '0.1'),
      needs('cracker', 'power', '1', {}, 'kW.h'),
    ],
    ...[
      emission('cracker', 'CO2', '1.5', { origin: 'fossil' }),
      emission('cracker', 'CH4', '0.01', { origin: 'biogenic' }),
    ],
    emission('cracker', 'SO2', '0.003'),
    emission('cracker', 'CO2', '0.2', { compartment: 'resource' }),
    ...[makes('grid', 'power', '1', {}, 'kW.h'), emission('grid', 'CO2', '0.4', { origin: 'fossil' })],
    emission('grid', 'CO2', '0.2', { origin: 'land-use', landUse: 'conversion' }),
    emission('grid', 'CO2', '0.01', { origin: 'land-use', landUse: 'indirect' }),
    ...[makes('boiler', 'heat', '1', {}, 'MJ'), emission('boiler', 'CO2', '0.07', { origin: 'fossil' })],
    exchange('landfill', 'scrap', '1', { direction: 'input', kind: 'waste' }),
    emission('landfill', 'CO2', '0.1', { origin: 'fossil' }),
    ...[makes('glassworks', 'glass', '1'), emission('glassworks', 'CO2', '0.9', { origin: 'fossil' })],
    property('bottle', 'biogenic-carbon', '0.002', 'kg{C}/kg'),
    factor('acidification', 'SO2', '1.2', {}, 'kg{SO2e}/kg'),
    gwp('CH4', 'AR5', '28'),
  ],
  parameters: {
    functionalUnits: [
      unitOf('bottle', '1000', 'plastic', { function: 'hold 1000 L' }),
      unitOf('glass', '400', 'glass', { function: 'hold 1000 L' }),
    ],
    gwpSet: 'AR5',
    allocation: 'mass',
    categories: ['acidification'],
    cutOff: ['label'],
    show: ['inventory', 'processes', 'flows', 'inputs', 'links', 'runs'],
    most: 2,
    compare: [['plastic', 'glass']],
  },
};

/** A footprint with every attribute, which are the figures of footprint@1. */
export const FOOTPRINT = {
  rows: ATTRIBUTES.map(({ name, substance }) => {
    const isRemoval = /Removals$|Capture$/.test(name);
    const unit = substance === null ? '%' : `kg{${substance}}/kg`;
    const detail = { row: 'product-footprint', productId: 'urn:gtin:4712345060507', attribute: name };
    return entry(name, isRemoval ? '-0.1' : '0.5', unit, detail);
  }),
  parameters: {
    gwpSet: 'AR6',
    products: [{ product: 'urn:gtin:4712345060507', declaredUnit: { amount: '1', unit: 'kg' } }],
  },
};
