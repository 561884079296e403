import { describe, expect, it } from 'vitest';
import {
  NO_PLANT,
  NO_STREAM,
  type PlantSketch,
  readStreams,
  writeStreams,
} from '../../../jobs/import/plant-streams.ts';
import { inspectFile, readTable } from '../../../jobs/import/read-table.ts';
import { hasSameRows } from '../../../jobs/import/same-rows.ts';
import type { ImportAnswer } from '../../../jobs/import/table-request.ts';
import type { UnsaltedEntry } from '../../../core/records/entry.ts';
import { readDataFile } from '../../helpers/data-file.ts';

/** Imports the streams of a plant as the page does. */
async function importPlant(plant: PlantSketch): Promise<ImportAnswer> {
  const file = new File([writeStreams(plant)], 'plant.csv');
  const { mapping } = await inspectFile(file, 'activity', undefined);
  const style = { sheet: undefined, style: null } as const;
  const source = { title: 'Plant', provider: 'urn:example:company', licence: 'internal' };
  return readTable({ file, dataset: 'activity', mapping, ...style, source }, () => {});
}

async function entriesOf(plant: PlantSketch): Promise<readonly UnsaltedEntry[]> {
  const answer = await importPlant(plant);
  if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
  return answer.entries;
}

const PLANT: PlantSketch = {
  ...NO_PLANT,
  ...{
    plant: 'north works',
    firstDay: '2024-01-01',
    lastDay: '2024-12-31',
    geography: 'DE',
    category: '2.C.1',
  },
  streams: [
    { ...NO_STREAM, to: 'blast furnace', material: 'coke', amount: '1000' },
    {
      ...NO_STREAM,
      from: 'blast furnace',
      to: 'boiler',
      material: 'gas',
      amount: '4',
      unit: 'TJ',
      fate: 'combustion',
    },
    { ...NO_STREAM, from: 'boiler', material: 'CO2', amount: '50', fate: 'storage' },
    { ...NO_STREAM, to: 'blast furnace', material: 'coke', amount: ' 5 ' },
    { ...NO_STREAM, from: 'boiler', material: 'steam', amount: '2', unit: 'TJ', fate: 'heat' },
  ],
};

describe('the streams of a plant that a person enters', () => {
  it('have a tier and a meter, and a waste gas is one where it is burned and where it leaves', async () => {
    const gas = { ...NO_STREAM, from: 'oven', material: 'gas', amount: '4', fate: 'waste-gas' };
    const streams = [
      { ...NO_STREAM, to: 'oven', material: 'coal', amount: '9', tier: ' 3 ', meter: 'belt scale' },
      { ...gas, to: 'boiler' },
      gas,
    ];
    const rows = (await entriesOf({ ...PLANT, streams })).filter(({ key }) => key !== 'source');
    expect(rows.map(({ detail }) => detail)).toMatchObject([
      { material: 'coal', tier: 3, meter: 'belt-scale' },
      { carrier: 'waste-gas', treatment: 'combustion', toUnit: 'boiler' },
      { carrier: 'waste-gas' },
    ]);
    expect(rows[2]!.detail).not.toHaveProperty('treatment');
    const read = readStreams(rows)!;
    expect(read.streams.map(({ fate, tier, meter }) => [fate, tier, meter])).toEqual([
      ['', '3', 'belt-scale'],
      ['waste-gas', '', ''],
      ['waste-gas', '', ''],
    ]);
    expect((await entriesOf(read)).filter(({ key }) => key !== 'source')).toEqual(rows);
    const wrong = await importPlant({ ...PLANT, streams: [{ ...streams[0]!, tier: 'high' }] });
    expect(wrong.isValid).toBe(false);
  });

  it('become rows that a run takes: named by their ends, with hyphens for blanks, each name once', async () => {
    const rows = (await entriesOf(PLANT)).filter(({ key }) => key !== 'source');
    const common = { row: 'plant-stream', plant: 'north-works', geography: 'DE', category: '2.C.1' };
    const YEAR_2024 = { from: 1704067200, until: 1735689600 };
    const coke = { ...common, material: 'coke', toUnit: 'blast-furnace' };
    expect(rows).toMatchObject([
      { key: 'stream/outside/blast-furnace/coke', value: '1000', unit: 't', ...YEAR_2024, detail: coke },
      {
        ...{ key: 'stream/blast-furnace/boiler/gas', value: '4', unit: 'TJ' },
        detail: {
          ...common,
          material: 'gas',
          fromUnit: 'blast-furnace',
          toUnit: 'boiler',
          treatment: 'combustion',
        },
      },
      {
        key: 'stream/boiler/outside/CO2',
        detail: { ...common, material: 'CO2', fromUnit: 'boiler', transfer: 'storage' },
      },
      { key: 'stream/outside/blast-furnace/coke/2', value: '5', detail: coke },
      {
        key: 'stream/boiler/outside/steam',
        detail: { ...common, material: 'steam', fromUnit: 'boiler', carrier: 'heat' },
      },
    ]);
  });

  it('begin with a dataset, and keep its names, its uncertainties and its rows of other types', async () => {
    const steelworks = await readDataFile('example/steelworks-streams.csv');
    const entries = [...steelworks, ...(await readDataFile('activity-2023.csv'))];
    const read = readStreams(entries)!;
    expect(read).toMatchObject({
      ...{ plant: 'harbour', firstDay: '2024-01-01', lastDay: '2024-12-31', facility: 'works-2' },
      ...{ streams: { length: steelworks.length }, others: { length: entries.length - steelworks.length } },
    });
    expect(hasSameRows(entries, await entriesOf(read))).toBe(true);
    const [first, ...others] = read.streams;
    const changed = { ...read, streams: [{ ...first!, amount: '401000' }, ...others, PLANT.streams[0]!] };
    const written = await entriesOf(changed);
    expect(written.find(({ key }) => key === first!.row!.key)).toEqual({ ...steelworks[0], value: '401000' });
    expect(written).toHaveLength(entries.length + 2);
  });

  it('are refused at their row where something is missing or is not a number', async () => {
    const streams = [
      { ...PLANT.streams[0]!, amount: '1,000 t' },
      { ...PLANT.streams[1]!, unit: 'bushels' },
    ];
    const answer = await importPlant({ ...PLANT, geography: '', streams });
    if (answer.isValid) throw new Error('it was accepted');
    expect(answer.problems.map(({ row, column }) => [row, column])).toEqual([
      [2, 'value'],
      [2, 'detail'],
      [3, 'unit'],
      [3, 'detail'],
    ]);
  });

  it('are none where a dataset has no streams', async () => {
    expect(readStreams(await readDataFile('activity-2023.csv'))).toBeNull();
  });
});
