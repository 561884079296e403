import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import {
  fillParameters,
  getAt,
  listChanged,
  setAt,
  suggestParameters,
} from '../../../jobs/compute/suggest-parameters.ts';

const entry = (detail: Entry['detail'], from = 0, until = 0, value = '1'): Entry => ({
  ...{ key: 'k', value, unit: 't', from, until, detail },
  salt: `0x${'0'.repeat(64)}`,
});

describe('parameters of a run', () => {
  const schema = { properties: { gwpSet: {}, grids: {}, period: {}, entities: {} } };

  it('are filled in where the chosen data leave one choice, and the period covers all activities', () => {
    const found = suggestParameters(
      [
        entry({ row: 'gwp', gwpSet: 'AR5', horizon: 100 }),
        entry({ row: 'grid-factor', mix: 'average', grid: 'east' }),
        entry({ row: 'grid-factor', mix: 'average', grid: 'national' }),
        entry({ row: 'grid-factor', mix: 'residual', grid: 'national' }),
        entry({ row: 'fuel-use' }, 200, 300),
        entry({ row: 'electricity-use' }, 100, 250),
        entry({ row: 'precursor' }, 250, 320),
        entry({ row: 'emission-factor' }, 1, 900),
        entry({ row: 'national-emission' }, 1, 900),
        entry({ row: 'instrument', retirement: { for: 'urn:example:company' } }, 150, 200),
        entry({ row: 'instrument', retirement: { for: 'urn:example:other' } }, 150, 200),
      ],
      ['lei:1', 'urn:example:company'],
    );
    expect(found.period).toEqual({ from: 100, until: 320 });
    expect(fillParameters({}, found, schema)).toEqual({
      gwpSet: 'AR5',
      grids: { location: 'national', residual: 'national' },
      period: { from: 100, until: 320 },
      entities: ['urn:example:company'],
    });
  });

  it('are the lists of groups of a table, each for what it names, and the period of the table', () => {
    const table = { row: 'matrix-document', regions: ['AT', 'CN'], sectors: ['rice', 'steel'] };
    const member = (list: string, name: string) =>
      entry({ row: 'group-member', list, group: 'g', member: name });
    const rows = [entry(table, 100, 200), member('eu', 'AT'), member('kinds', 'rice'), entry({ row: 'gwp' })];
    const found = suggestParameters(rows, []);
    expect(found.period).toEqual({ from: 100, until: 200 });
    expect(found.values).toMatchObject({ 'groups.regions': ['eu'], 'groups.sectors': ['kinds'] });
    const ofTrade = { properties: { period: {}, groups: {} } };
    const groups = { regions: 'eu', sectors: 'kinds' };
    expect(fillParameters({}, found, ofTrade)).toEqual({ groups, period: { from: 100, until: 200 } });
  });

  it('are offered to the items of a list, and make no item', () => {
    const made = { row: 'process-exchange', process: 'mill', product: 'flour', direction: 'output' };
    const found = suggestParameters(
      [entry(made), entry({ ...made, product: 'power', direction: 'input' })],
      [],
    );
    expect(found.values['functionalUnits.product']).toEqual(['flour']);
    expect(fillParameters({}, found, { properties: { functionalUnits: { type: 'array' } } })).toEqual({});
  });

  it('that are given stay, and those that the method does not have are not filled in', () => {
    const found = suggestParameters(
      [entry({ row: 'gwp', gwpSet: 'AR5', horizon: 100 }), entry({ row: 'fuel-use' }, 1, 2)],
      [],
    );
    expect(fillParameters({ gwpSet: 'AR6' }, found, schema)).toMatchObject({ gwpSet: 'AR6' });
    expect(fillParameters({}, found, { properties: {} })).toEqual({});
    const two = suggestParameters(
      [
        entry({ row: 'gwp', gwpSet: 'AR5', horizon: 100 }),
        entry({ row: 'gwp', gwpSet: 'AR6', horizon: 100 }),
      ],
      [],
    );
    expect(fillParameters({}, two, schema)).toEqual({});
  });

  it('that are emptied are gone, with the object that they were alone in', () => {
    const value = setAt({ a: 1 }, ['totals', 'co2Only'], 'list');
    expect(value).toEqual({ a: 1, totals: { co2Only: 'list' } });
    expect(setAt(value, ['totals', 'co2Only'], undefined)).toEqual({ a: 1 });
  });

  it('of a file that differ are named, whatever the order of their members', () => {
    const before = { gwpSet: 'AR5', period: { from: 1, until: 2 }, listed: 10 };
    const after = { period: { until: 2, from: 1 }, gwpSet: 'AR6', totals: { co2Only: 'list' } };
    expect(listChanged(before, after)).toEqual(['gwpSet', 'listed', 'totals']);
    expect(listChanged(before, { ...before })).toEqual([]);
  });

  it('are read at a path, where there is something', () => {
    expect(getAt({ grids: { location: 'east' } }, ['grids', 'location'])).toBe('east');
    for (const object of [null, undefined, 'text', {}, { grids: null }])
      expect(getAt(object, ['grids', 'location'])).toBeUndefined();
  });
});
