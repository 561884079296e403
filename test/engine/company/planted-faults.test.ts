import { describe, expect, it } from 'vitest';
import { refuseRows } from '../../../engine/rows/checks/check-rows.ts';
import { indexRows } from '../../../engine/rows/row-index.ts';
import { dataset, documentOf, entry, figureOf, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';
import {
  adding,
  changing,
  idOf,
  refusal,
  runWith,
  stating,
  STREAM,
  without,
  type Change,
} from './changes.ts';
import type { RunResult } from '../../../engine/run.ts';
import { runChecked } from './checked-run.ts';
import { fuel, makeCompany, MONTHS, PARAMETERS, power, recordsOf } from './company.ts';

describe('activities that would count twice are refused:', () => {
  it('two versions of one stream, though their rows differ', () => {
    const company = makeCompany();
    const [activity, ...others] = recordsOf(company);
    const old = dataset(
      '7',
      ...company.activity.slice(0, 3).map((row) => ({ ...row, key: `old/${row.key}` })),
    );
    const inputs = [
      { ...activity!, stream: { ...STREAM, sequence: 2 } },
      ...others,
      { ...old, stream: STREAM },
    ];
    const { code, message, row } = refusal(() => runChecked('inventory', inputs, PARAMETERS));
    expect({ code, row }).toEqual({
      code: 'two-versions',
      row: { record: old.record, key: '', column: 'record' },
    });
    expect(message).toContain('activity/2023 is given in two versions: sequence 1');
    const other = { ...old, stream: { ...STREAM, subject: 'activity/2022' } };
    expect(runChecked('inventory', [...inputs.slice(0, -1), other], PARAMETERS).warnings).toEqual([]);
  });

  it('rows that two records hold', () => {
    const { activity } = makeCompany();
    const again = dataset('7', ...activity.filter(({ key }) => key.startsWith('diesel/depot-3')));
    const { code, message, row } = refusal(() => runWith({}, {}, [again]));
    expect({ code, row }).toEqual({
      code: 'repeated-row',
      row: { record: idOf('activity'), key: 'diesel/depot-3/2023-01', column: 'key' },
    });
    expect(message).toContain('diesel/depot-3/2023-10 and 2 more');
  });

  it.each([
    ['a month', MONTHS[3]!],
    ['a year', YEAR_2023],
  ])('a row of fuel for %s beside others, unless the periods are the same', (name, period) => {
    const more = entry('gas/works-2/again', '5000', 'm3', fuel('natural-gas', 'works-2', '1.A.2'), period);
    if (name === 'a month') {
      const before = Number(figureOf(runWith({}), 'scope1/combustion/natural-gas/CO2').value);
      const after = figureOf(runWith({ activity: adding(more) }), 'scope1/combustion/natural-gas/CO2').value;
      expect(Number(after) - before).toBeCloseTo((5000 * 36e-6 * 56100 * 0.995) / 1000, 5);
      return;
    }
    const { code, message, row } = refusal(() => runWith({ activity: adding(more) }));
    expect({ code, row: row?.key }).toEqual({ code: 'overlapping-periods', row: 'gas/works-2/2023-01' });
    expect(message).toContain('fuel-use of facility works-2, fuel natural-gas');
    expect(message).toContain('gas/works-2/2023-10 (2023-10-01 to 2023-11-01) and 3 more');
    expect(message).toContain('state detail.meter or detail.facility');
  });

  it('but not rows with one key that are of two facilities or entities', () => {
    const detail = fuel('diesel', 'depot-3', '1.A.3');
    const of = (facility: string, entity?: string): TestEntry =>
      entry('diesel', '5', 't', { ...detail, facility, ...(entity === undefined ? {} : { entity }) });
    const rows = [of('depot-6'), of('depot-7'), of('depot-6', 'lei:529900T8BM49AURSDO55')];
    const more = rows.map((row, index) => dataset(String(index + 6), row));
    expect(runWith({}, {}, more).warnings).toEqual([]);
    const again = dataset('9', rows[1]!);
    expect(refusal(() => runWith({}, {}, [...more, again])).code).toBe('repeated-row');
  });

  it('the year of a meter beside its months', () => {
    const year = entry('power/year', '9000', 'MW.h', power('mill-5', 'meter-mill-5'));
    const { code, message } = refusal(() => runWith({ activity: adding(year) }));
    expect(code).toBe('overlapping-periods');
    expect(message).toContain('electricity-use of facility mill-5, meter meter-mill-5');
    const other = entry('power/year', '9000', 'MW.h', power('mill-5', 'meter-other'));
    expect(runWith({ activity: adding(other) }).warnings).toEqual([]);
  });

  it('the year of a site beside its months, without meters', () => {
    const unmetered = (rows: TestEntry[]): TestEntry[] =>
      rows.map((row) =>
        row.detail!['meter'] === 'meter-mill-5' ? { ...row, detail: power('mill-5') } : row,
      );
    expect(runWith({ activity: unmetered }).warnings).toEqual([]);
    const year = entry('power/year', '9000', 'MW.h', power('mill-5'));
    expect(refusal(() => runWith({ activity: (rows) => [...unmetered(rows), year] })).code).toBe(
      'overlapping-periods',
    );
  });

  it('the year of a process beside its months', () => {
    const { detail } = makeCompany().activity.find(({ key }) => key === 'clinker/works-2/2023-01')!;
    const year = entry('clinker/year', '9000', 't', detail!);
    expect(refusal(() => runWith({ activity: adding(year) })).code).toBe('overlapping-periods');
  });

  it('but not rows of other years, places, fuels or uses', () => {
    const year = entry('diesel/heating', '5', 't', fuel('diesel', 'depot-3', '1.A.4'));
    const before = entry('diesel/2022', '5', 't', fuel('diesel', 'depot-3', '1.A.3'), YEAR_2022);
    expect(runWith({ activity: adding(year, before) }).warnings).toEqual([]);
  });
});

describe('factors that mean something else than they say are refused:', () => {
  it('CO2e in a row of methane whose unit does not name the gas', () => {
    const { code, message, row } = refusal(() =>
      runWith({ fuels: changing('natural-gas/CH4', { value: '28', unit: 'kg/TJ' }) }),
    );
    expect({ code, row }).toEqual({
      code: 'untyped-mass',
      row: { record: idOf('fuels'), key: 'natural-gas/CH4', column: 'unit' },
    });
    expect(message).toContain('Write kg{CH4}/TJ if it is a mass of CH4');
    expect(runWith({ fuels: changing('lignite/CH4', { unit: 'kg/TJ' }) }).warnings).toEqual([]);
  });

  it('a measured mass whose unit does not name the gas', () => {
    const { code, row } = refusal(() =>
      runWith({ activity: changing('stack/works-1/2023-05', { unit: 'kg' }) }),
    );
    expect({ code, row: row?.key }).toEqual({ code: 'untyped-mass', row: 'stack/works-1/2023-05' });
  });

  it('a potential of another set', () => {
    const { code, message, row } = refusal(() =>
      runWith({ potentials: changing('AR5/CH4', { value: '25' }) }),
    );
    expect({ code, row }).toEqual({
      code: 'other-gwp',
      row: { record: idOf('potentials'), key: 'AR5/CH4', column: 'value' },
    });
    expect(message).toContain('gives CH4 25, but AR5 gives 28');
    expect(runWith({ potentials: changing('AR4/CH4', { value: '28' }) }).warnings).toEqual([]);
  });

  it('the name of a set that no data defines, in the parameters', () => {
    const named = (rows: TestEntry[]): TestEntry[] =>
      rows.map((row) => ({ ...row, detail: { ...row.detail, gwpSet: 'AR5-new' } }));
    const change = { items: named, power: named };
    const { code, row } = refusal(() => runWith(change, { gwpSet: 'AR5-new' }));
    expect({ code, row }).toEqual({
      code: 'unknown-gwp-set',
      row: { record: '', key: '', column: 'parameters.gwpSet' },
    });
    const potentials = (rows: TestEntry[]): TestEntry[] =>
      named(rows.filter(({ key }) => key.startsWith('AR5')));
    expect(runWith({ ...change, potentials }, { gwpSet: 'AR5-new' }).warnings).toEqual([]);
  });

  it('but no set where a run is repeated from the rows that it used: those that define it can be missing', () => {
    const context = { inputs: [], reads: [], period: YEAR_2023, gwpSet: 'AR5-new' };
    expect(refusal(() => refuseRows(indexRows([]), context)).code).toBe('unknown-gwp-set');
    expect(() => refuseRows(indexRows([]), { ...context, isRepeated: true })).not.toThrow();
  });

  it('the name of a set that no data defines, in a factor', () => {
    const rows = [
      makeCompany().activity.find(({ key }) => key === 'power/mill-5/2023-01')!,
      ...makeCompany().power.map((row) => ({ ...row, detail: { ...row.detail, gwpSet: 'AR-5' } })),
    ].filter(({ key }) => !key.startsWith('certificate'));
    const { code, message, row } = refusal(() =>
      runChecked('scope2', [dataset('a', ...rows)], { ...withoutSet(PARAMETERS) }),
    );
    expect({ code, column: row?.column }).toEqual({ code: 'unknown-gwp-set', column: 'detail.gwpSet' });
    expect(message).toContain('"AR-5": name one of AR4, AR5, AR6');
  });

  it('an embedded value that does not name its set', () => {
    const stated = (account: string, set: object): TestEntry =>
      entry(`ore/${account}`, '1.7', 't{CO2e}/t', {
        row: 'embedded-emissions',
        good: 'ore',
        account,
        determination: 'actual',
        year: 2023,
        ...set,
      });
    const goods = entry('ore', '8', 't', { row: 'goods', good: 'ore', geography: 'DE' });
    const run = (set: object): RunResult =>
      runChecked(
        'cbam',
        [dataset('a', goods, stated('direct', set), stated('indirect', { gwpSet: 'AR5' }))],
        {
          ...withoutGrids(PARAMETERS),
        },
      );
    expect(refusal(() => run({}))).toMatchObject({
      code: 'missing-gwp-set',
      row: { key: 'ore/direct', column: 'detail.gwpSet' },
    });
    expect(run({ gwpSet: 'AR5' }).warnings).toEqual([]);
  });
});

describe('what a reader must know is a warning:', () => {
  it('emissions that were measured beside the fuel that gives them', () => {
    const stack = { category: '1.A.2', geography: 'DE', facility: 'mill-5' };
    const measured = entry('stack/mill-5', '900', 't{CO2}', {
      row: 'measured-emission',
      gas: 'CO2',
      source: 's',
      ...stack,
    });
    const { warnings } = runWith({ activity: adding(measured) });
    expect(warnings).toMatchObject([
      { code: 'measured-and-computed', row: { record: idOf('activity'), key: 'stack/mill-5' } },
    ]);
    const sulphur = { ...measured, unit: 't{SF6}', detail: { ...measured.detail, gas: 'SF6' } };
    const potentials = adding(
      entry('AR5/SF6', '23500', 'kg{CO2e}/kg', {
        row: 'gwp',
        gas: 'SF6',
        gwpSet: 'AR5',
        horizon: 100,
        year: 2013,
      }),
    );
    expect(runWith({ activity: adding(sulphur), potentials }).warnings).toEqual([]);
  });

  it('rows of two entities, and no row that says how they are held', () => {
    const entities = ['lei:5299000J2N45DDNE4Y28', 'lei:529900T8BM49AURSDO55'];
    const named = (rows: TestEntry[]): TestEntry[] =>
      rows.map((row) => {
        const entity = entities[row.detail!['facility'] === 'mill-5' ? 1 : 0];
        return { ...row, detail: { ...row.detail, entity } };
      });
    const { warnings } = runWith({ activity: named, travel: named });
    const held = entities.map((identifier, index) =>
      documentOf(`entity/${index}`, {
        ...{ row: 'entity', identifier, name: `${index}`, geography: 'DE', operationalControl: 'yes' },
      }),
    );
    const fuels = (rows: TestEntry[]): TestEntry[] => [...rows, ...held];
    expect(runWith({ activity: named, travel: named, fuels }).warnings).toEqual([]);
    expect(warnings).toMatchObject([{ code: 'several-entities', row: { record: idOf('activity') } }]);
    expect(warnings[0]!.message).toContain(`${entities[0]} (clinker/works-2/2023-01), ${entities[1]} (`);
  });

  it('months that are missing', () => {
    const { warnings } = runWith({
      activity: (rows) => without('power/depot-3/2023-07')(without('power/depot-3/2023-03')(rows)),
    });
    expect(warnings).toMatchObject([{ code: 'missing-months', row: { key: 'power/depot-3/2023-01' } }]);
    expect(warnings[0]!.message).toContain('none for 2023-03-01 to 2023-04-01, 2023-07-01 to 2023-08-01');
  });

  it('methane and nitrous oxide that a total in CO2e leaves out', () => {
    const { warnings } = runWith({ fuels: (rows) => without('diesel/CH4')(without('diesel/N2O')(rows)) });
    expect(warnings).toMatchObject([
      { code: 'missing-gases', row: { record: idOf('fuels'), key: 'diesel/CO2' } },
    ]);
    expect(warnings[0]!.message).toContain('no factor gives its CH4 and N2O');
  });

  it('an old factor without a valid time', () => {
    const old = (year: number): Change => ({
      fuels: (rows) => changing('diesel/CH4', { from: 0, until: 0 })(stating('diesel/CH4', { year })(rows)),
    });
    expect(runWith(old(2017)).warnings).toMatchObject([{ code: 'old-factor', row: { key: 'diesel/CH4' } }]);
    expect(runWith(old(2018)).warnings).toEqual([]);
    expect(runWith({ fuels: stating('diesel/CH4', { year: 2006 }) }).warnings).toEqual([]);
  });
});

describe('a value that is hardly possible is a warning:', () => {
  it.each([
    [
      'a calorific value per tonne in place of one per gigagram',
      'fuels',
      'diesel/calorific',
      { unit: 'TJ/t' },
    ],
    ['an oxidation of 0.98 per cent', 'fuels', 'diesel/oxidation', { value: '0.98', unit: '%' }],
    ['megatonnes for metric tons', 'activity', 'clinker/works-2/2023-01', { unit: 'Mt' }],
  ] as const)('%s', (_, name, key, change) => {
    const { warnings } = runWith({ [name]: changing(key, change) });
    expect(warnings).toMatchObject([{ code: 'implausible-value', row: { record: idOf(name), key } }]);
    expect(warnings[0]!.message).toMatch(/Usual are .* to .*: check|Mt is a million tonnes/);
  });
});

const VENTURE = 'urn:example:venture';

describe('a row that is left out has a reason:', () => {
  const reasonOf = ({ reconciliation }: RunResult, key: string): string | undefined =>
    reconciliation.flatMap(({ leftOut }) => leftOut).find(({ keys }) => keys.includes(key))?.reason;

  it.each([
    ['outside-period', entry('other', '5', 't', fuel('diesel', 'depot-3', '1.A.3'), YEAR_2022)],
    ['consolidation', entry('other', '5', 't', { ...fuel('diesel', 'depot-6', '1.A.3'), entity: VENTURE })],
    ['type-not-read', entry('other', '5', 't', { row: 'goods', good: 'steel' })],
  ])('%s', (reason, row) => {
    const venture = documentOf('venture', {
      ...{ row: 'entity', identifier: VENTURE, name: 'Venture', geography: 'DE', operationalControl: 'no' },
    });
    expect(reasonOf(runWith({ activity: adding(row), fuels: adding(venture) }), 'other')).toBe(reason);
  });
});

function withoutSet({ gwpSet: _, ...others }: typeof PARAMETERS): Omit<typeof PARAMETERS, 'gwpSet'> {
  return others;
}

function withoutGrids({
  grids: _grids,
  entities: _entities,
  ...others
}: typeof PARAMETERS): Omit<typeof PARAMETERS, 'grids' | 'entities'> {
  return others;
}
