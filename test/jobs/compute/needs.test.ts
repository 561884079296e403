import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import { readMethodsCatalogue } from '../../../jobs/engines/methods-catalogue.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import {
  kindsOfSources,
  listActivities,
  listNeeds,
  listOpenNeeds,
  splitReads,
} from '../../../jobs/compute/needs.ts';
import { type Candidate, proposeSources } from '../../../jobs/compute/propose-sources.ts';

const idOf = (digit: number): Hex => `0x${String(digit).padStart(64, '0')}`;
const row = (detail: Entry['detail'], from = 0, until = 0) => ({ detail, from, until });
const record = (digit: number, ...entries: Candidate['entries']) => ({ id: idOf(digit), entries });
const own = (digit: number, ...entries: Candidate['entries']) => ({
  ...record(digit, ...entries),
  isOwn: true,
});
const other = (digit: number, ...entries: Candidate['entries']) => ({
  ...record(digit, ...entries),
  isOwn: false,
});

const [Y2022, Y2023, Y2024] = [1640995200, 1672531200, 1704067200];
const PERIOD = { from: Y2023, until: Y2024 };
const COAL = row({ row: 'fuel-use', fuel: 'anthracite' }, Y2023, Y2024);
const GAS = row({ row: 'fuel-use', fuel: 'natural-gas' }, Y2023, Y2024);
const POWER = row({ row: 'electricity-use' }, Y2023, Y2024);
const COAL_FACTOR = row({ row: 'emission-factor', fuel: 'anthracite' });
const GAS_FACTOR = row({ row: 'carbon-content', fuel: 'natural-gas' });
const GWP = row({ row: 'gwp', gwpSet: 'AR5' });
const grid = (mix: string, from = Y2023, until = Y2024) => row({ row: 'grid-factor', mix }, from, until);

const { methods } = await readMethodsCatalogue();
const readsOf = (name: string) => methods.find((method) => method.name === name)!.reads;
const INVENTORY = readsOf('inventory@2');

describe('what a method needs', () => {
  it('depends on the chosen activities, and is met by factors about the same subjects', () => {
    const chosen = [record(1, COAL, GAS), record(2, COAL_FACTOR)];
    expect(listActivities(INVENTORY, chosen, null)).toEqual([
      { type: 'fuel-use', count: 2, from: [idOf(1)] },
    ]);
    expect(listNeeds(INVENTORY, chosen, null)).toEqual([
      { name: 'fuel', missing: ['natural-gas'], isMet: false, from: [idOf(2)] },
      { name: 'potentials', missing: [], isMet: false, from: [] },
    ]);
    const whole = [...chosen, record(3, GAS_FACTOR, GWP)];
    expect(listNeeds(INVENTORY, whole, null).every(({ isMet }) => isMet)).toBe(true);
  });

  it('is open where nothing meets it, with other methods of the catalogue that do without it', () => {
    const PROCESS = row({ row: 'process-activity', process: 'clinker' }, Y2023, Y2024);
    const needs = listNeeds(INVENTORY, [record(1, COAL, POWER, PROCESS), record(2, COAL_FACTOR)], PERIOD);
    const open = listOpenNeeds(needs, 'inventory@2');
    expect(open).toEqual([
      { name: 'grid', missing: [], methods: [] },
      { name: 'residual', missing: [], methods: [] },
      { name: 'process', missing: ['clinker'], methods: ['plant@1'] },
      { name: 'potentials', missing: [], methods: [] },
    ]);
    const everything = ['fuel', 'heat', 'process', 'item'] as const;
    const named = everything.flatMap((name) =>
      listOpenNeeds([{ name, missing: [], isMet: false, from: [] }], '').flatMap(({ methods: own }) => own),
    );
    expect(methods.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    expect(listOpenNeeds(needs, 'plant@1')[2]?.methods).toEqual([]);
  });

  it('counts a factor only in its own time, and both mixes of a grid', () => {
    const old = record(2, grid('average', Y2022, Y2023), grid('residual', Y2022, Y2023));
    const met = (factors: typeof old) =>
      listNeeds(INVENTORY, [record(1, POWER), factors], PERIOD).map(({ name, isMet }) => [name, isMet]);
    expect(met(old)).toEqual([
      ['grid', false],
      ['residual', false],
    ]);
    expect(met(record(3, grid('average')))).toEqual([
      ['grid', true],
      ['residual', false],
    ]);
  });

  it('leaves out what the method does not read', () => {
    expect(listNeeds(readsOf('scope2@2'), [record(1, COAL)], null)).toEqual([]);
    expect(listNeeds(readsOf('combustion@2'), [record(1, COAL)], null).map(({ name }) => name)).toEqual([
      'fuel',
    ]);
  });

  it('is split into activities and all other rows', () => {
    expect(splitReads(['fuel-use', 'gwp'])).toEqual({ activities: ['fuel-use'], others: ['gwp'] });
  });
});

describe('the records that a method reads', () => {
  it('are results where it reads figures, and datasets where it reads anything else', () => {
    const kinds = ['group@1', 'inventory@2', 'trade@1', 'scope2@2'].map((name) =>
      kindsOfSources(readsOf(name)),
    );
    expect(kinds).toEqual([['result', 'dataset'], ['result', 'dataset'], ['dataset'], ['dataset']]);
    expect(kindsOfSources(['figure'])).toEqual(['result']);
  });
});

describe('proposed sources', () => {
  const FACTORS = [
    other(7, grid('average'), grid('residual')),
    other(6, grid('average', Y2022, Y2023), grid('residual', Y2022, Y2023)),
    other(5, COAL_FACTOR, GAS_FACTOR),
    other(4, COAL_FACTOR),
    other(3, GWP),
  ];
  const ask = { reads: INVENTORY, chosen: [], period: null };

  it('are the newest own activities of each kind, and the newest factors that they need', () => {
    const proposed = proposeSources(ask, [own(9, COAL, POWER), own(8, COAL), ...FACTORS]);
    expect(proposed).toEqual([9, 7, 5, 3].map(idOf));
  });

  it('are of the period of the run, where it has one', () => {
    const later = row({ row: 'fuel-use', fuel: 'anthracite' }, Y2024, Y2024 + 1);
    const candidates = [own(9, later), own(8, COAL), ...FACTORS];
    expect(proposeSources({ ...ask, period: PERIOD }, candidates)).toEqual([8, 5, 3].map(idOf));
  });

  it('complete what is chosen, and add nothing where nothing is missing', () => {
    const chosen = [record(9, GAS, GWP), record(4, COAL_FACTOR)];
    expect(proposeSources({ ...ask, chosen }, FACTORS)).toEqual([idOf(5)]);
    expect(proposeSources({ ...ask, chosen: [...chosen, record(5, GAS_FACTOR)] }, FACTORS)).toEqual([]);
    expect(proposeSources(ask, FACTORS)).toEqual([]);
    const others = [own(9, POWER), ...FACTORS];
    expect(proposeSources({ ...ask, chosen }, others)).toEqual([idOf(5)]);
  });
});
