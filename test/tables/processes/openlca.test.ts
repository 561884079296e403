import { describe, expect, it } from 'vitest';
import { makeZip } from '../../helpers/zip-file.ts';
import { exchange, input, makePackage, process } from './made-package.ts';
import { countsOf, footprintOf, readPackage, readFile, refusalOf, rowsOf } from './process-desk.ts';

const CO2 = 'Carbon dioxide, fossil';

/** A mill whose two products share by physical factors, what it needs, and who treats its waste. */
const MILL = process(
  'mill',
  [
    exchange('flour', 3, 'kg', { isQuantitativeReference: true }),
    exchange('bran', 1, 'kg'),
    input('gas', 80, 'MJ', { defaultProvider: { '@id': 'well' } }),
    exchange('sludge', 0.5, 'kg'),
    exchange(CO2, 2, 'kg', {
      uncertainty: { distributionType: 'LOG_NORMAL_DISTRIBUTION', geomMean: 2, geomSd: 1.1 },
    }),
    input('Carbon dioxide, in air', 4, 'kg'),
  ],
  {
    defaultAllocationMethod: 'PHYSICAL_ALLOCATION',
    allocationFactors: [
      { allocationType: 'PHYSICAL_ALLOCATION', product: { '@id': 'flour' }, value: 0.75 },
      { allocationType: 'PHYSICAL_ALLOCATION', product: { '@id': 'bran' }, value: 0.25 },
      { allocationType: 'ECONOMIC_ALLOCATION', product: { '@id': 'flour' }, value: 1 },
    ],
  },
);
const WELL = process('well', [exchange('gas', 0.001, 't'), exchange(CO2, 4.5, 'kg')]);
const PLANT = process('plant', [input('sludge', 2, 'stone'), exchange(CO2, 12.7, 'kg')]);
const FILES = makePackage([MILL, WELL, PLANT]);

describe('a package of openLCA', () => {
  it('becomes rows of processes', async () => {
    const read = await readPackage(FILES);
    expect(rowsOf(read)).toEqual({
      'mill/output/flour': { value: '3 kg', product: 'flour', direction: 'output', allocation: '0.75' },
      'mill/output/bran': { value: '1 kg', product: 'bran', direction: 'output', allocation: '0.25' },
      // 80 MJ, and a kilogram is 40 MJ
      'mill/input/gas': { value: '2 kg', product: 'gas', direction: 'input', provider: 'well' },
      'mill/output/sludge': { value: '0.5 kg', product: 'sludge', direction: 'output', kind: 'waste' },
      'mill/air/carbon-dioxide-fossil': {
        ...{ value: '2 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
        uncertainty: { distribution: 'lognormal', geometricStandardDeviation: '1.1' },
      },
      'mill/resource/carbon-dioxide-in-air': {
        ...{ value: '4 kg', flow: 'carbon-dioxide-in-air', compartment: 'resource' },
      },
      'well/output/gas': { value: '0.001 t', product: 'gas', direction: 'output' },
      'well/air/carbon-dioxide-fossil': {
        value: '4.5 kg',
        flow: 'carbon-dioxide-fossil',
        compartment: 'air',
      },
      // A stone is what its unit group says
      'plant/input/sludge': { value: '12.7 kg', product: 'sludge', direction: 'input', kind: 'waste' },
      'plant/air/carbon-dioxide-fossil': {
        ...{ value: '12.7 kg', flow: 'carbon-dioxide-fossil', compartment: 'air' },
      },
    });
    expect(countsOf(read)).toEqual({});
    expect(read.unsupplied).toEqual([]);
    // 0.75 × (2 + 2 × 4.5 + 0.5) / 3
    expect(footprintOf(read, 'flour', 'total', { gwpSet: 'AR6' })).toBe('0.002875');
  });

  it('of version 1 has other names of members, and chains of categories', async () => {
    const old = process('p', [
      { ...exchange('flour', 1, 'kg'), isInput: undefined, input: false },
      { ...exchange('bran', 2, 'kg'), isInput: undefined, input: true, avoidedProduct: true },
      { ...exchange(CO2, 2, 'kg'), isInput: undefined, input: false },
    ]);
    const category = { '@id': 'c2', name: 'unspecified', category: { '@id': 'c1' } };
    const flow = {
      ...{ '@id': CO2, name: CO2, flowType: 'ELEMENTARY_FLOW', category: { '@id': 'c2' } },
      flowProperties: [{ flowProperty: { '@id': 'mass' }, referenceFlowProperty: true }],
    };
    const files = {
      ...makePackage([old], {
        'categories/c1.json': { '@id': 'c1', name: 'air' },
        'categories/c2.json': category,
      }),
      'flows/Carbon_dioxide__fossil.json': JSON.stringify(flow),
    };
    const read = await readPackage(files);
    expect(Object.entries(rowsOf(read)).map(([key, row]) => [key, (row as { kind?: string }).kind])).toEqual([
      ['p/output/flour', undefined],
      ['p/avoided/bran', 'avoided'],
      ['p/air/carbon-dioxide-fossil', undefined],
    ]);
    expect(read.unsupplied).toEqual(['bran']);
  });

  it('with causal allocation becomes one process for each product', async () => {
    const factor = (product: string, value: number, exchangeOf: object): object => ({
      ...{ allocationType: 'CAUSAL_ALLOCATION', product: { '@id': product }, value, exchange: exchangeOf },
    });
    const both = process(
      'p',
      [
        ...[exchange('flour', 1, 'kg'), exchange('bran', 1, 'kg')],
        exchange(CO2, 10, 'kg', { internalId: 3 }),
        input('gas', 1, 'kg', { internalId: 4 }),
      ],
      {
        allocationFactors: [
          ...[factor('flour', 0.9, { internalId: 3 }), factor('bran', 0.1, { internalId: 3 })],
          ...[factor('flour', 0, { internalId: 4 }), factor('bran', 1, { internalId: 4 })],
        ],
      },
    );
    const user = process('user', [
      exchange('sludge', 1, 'kg', { isInput: true }),
      input('bran', 1, 'kg', { defaultProvider: { '@id': 'p' } }),
    ]);
    const read = await readPackage(makePackage([both, user, WELL]));
    expect(rowsOf(read)).toMatchObject({
      'p@flour/air/carbon-dioxide-fossil': { value: '9 kg' },
      'p@bran/air/carbon-dioxide-fossil': { value: '1 kg' },
      'p@bran/input/gas': { value: '1 kg' },
      'user/input/bran': { provider: 'p@bran' },
    });
    expect(countsOf(read)).toEqual({ 'allocation-assumed': 1, zero: 1 });
  });

  it('computes formulas again, with parameters of the process before those of the package', async () => {
    const own = process(
      'p',
      [
        exchange('flour', 1, 'kg'),
        exchange(CO2, 6, 'kg', { amountFormula: 'Twice * (3 ^ 1)' }),
        input('gas', 7, 'kg', { amountFormula: 'if(share > 0.5; share * 10; 0)' }),
        exchange('Dust', 1, 'kg'),
        input('bran', 5, 'kg', { amountFormula: 'random(1)' }),
      ],
      {
        parameters: [
          { name: 'twice', formula: '2 * one', isInputParameter: false, value: 9 },
          { name: 'share', value: 0.8, isInputParameter: true },
        ],
      },
    );
    const shared = { '@id': 'one', name: 'One', value: 1, isInputParameter: true };
    const read = await readPackage(makePackage([own, WELL], { 'parameters/one.json': shared }));
    expect(rowsOf(read)).toMatchObject({
      'p/air/carbon-dioxide-fossil': { value: '6 kg' },
      'p/input/gas': { value: '8 kg' },
      'p/input/bran': { value: '5 kg' },
    });
    expect(countsOf(read)).toEqual({ compartment: 1, formula: 1, 'formula-differs': 1, provider: 1 });
  });

  it('says what it left out, assumed or changed, by kind with its places', async () => {
    const odd = process(
      'odd',
      [
        exchange('flour', 1, 'Dozen(s)', { flowProperty: { '@id': 'mass' } }),
        input('bran', 1, 'kg', { costValue: 3, defaultProvider: { '@id': 'nobody' } }),
        input('gas', 0, 'kg'),
        exchange('sludge', -2, 'kg', { uncertainty: { distributionType: 'GAMMA_DISTRIBUTION' } }),
        exchange(CO2, 1e-31, 'kg', {
          uncertainty: { distributionType: 'UNIFORM_DISTRIBUTION', minimum: 3, maximum: 2 },
          location: { '@id': 'x', name: 'Atlantis' },
        }),
        exchange('Methane, biogenic', 3, 'kg'),
        exchange('Ethane, 1,1,1,2-tetrafluoro-, HFC-134a', 1, 'kg'),
        exchange('Ethane, 1,1,1,2-tetrafluoro-, HFC-134a', 1, 't'),
        exchange(CO2, 1, 'lb av', { isInput: true }),
      ],
      { processDocumentation: { validFrom: '2020-01-01' } },
    );
    const [one, other] = [
      process('bakery 1', [exchange('bran', 1, 'kg')]),
      process('bakery 2', [exchange('bran', 1, 'kg')]),
    ];
    const twice = process('twice', [exchange('flour', -1, 'kg')]);
    const read = await readPackage(
      makePackage([odd, one, other, twice], { 'product_systems/s.json': {}, 'bin/more.zip': {} }),
    );
    expect(countsOf(read)).toEqual({
      ...{ archive: 1, 'compartment-assumed': 1, costs: 1, file: 1, merged: 2, 'negative-output': 1 },
      ...{
        'no-output': 1,
        place: 1,
        provider: 1,
        'provider-missing': 1,
        'several-providers': 1,
        'too-small': 1,
      },
      ...{ uncertainty: 1, 'uncertainty-differs': 1, unit: 1, 'unit-factor': 1, validity: 1, zero: 1 },
    });
    expect(read.leftOut.find(({ kind }) => kind === 'merged')!.first).toEqual([
      'odd: Ethane, 1,1,1,2-tetrafluoro-, HFC-134a',
      `odd: ${CO2}`,
    ]);
    expect(rowsOf(read)).toMatchObject({
      'odd/output/flour': { value: '12 {Item-s}' },
      'odd/avoided/sludge': { value: '2 kg', kind: 'avoided' },
      'odd/air/methane-biogenic': { value: '3 kg' },
      'odd/air/hfc-134a': { value: '1001 kg' },
    });
    expect(read.entries.at(-1)!.detail).toMatchObject({ custom: { leftOut: read.leftOut } });
  });

  it('has categories of impact, in whose direction flows count', async () => {
    const impact = (
      id: string,
      direction: string | undefined,
      factors: readonly [string, number][],
    ): Record<string, unknown> => ({
      ...{ '@id': id, name: id, refUnit: 'kg CO2-eq', lastChange: '2021-05-01T00:00:00Z', direction },
      impactFactors: factors.map(([flow, value]) => ({
        ...{ flow: { '@id': flow }, value, unit: { '@id': 't' }, flowProperty: { '@id': 'mass' } },
      })),
    });
    const own = process('p', [
      exchange('flour', 1, 'kg'),
      exchange(CO2, 1, 'kg'),
      input('Carbon dioxide, in air', 1, 'kg'),
    ]);
    const files = makePackage([own], {
      'lcia_categories/a.json': impact('warming', undefined, [[CO2, 1000]]),
      'lcia_categories/b.json': impact('use', 'INPUT', [[CO2, 500]]),
      'lcia_categories/c.json': { ...impact('undated', undefined, [[CO2, 1]]), lastChange: null },
    });
    const read = await readPackage(files);
    expect(rowsOf(read)).toMatchObject({
      'impact/warming/air/carbon-dioxide-fossil': { value: '1000 kg{CO2e}/t', year: 2021 },
      'impact/use/air/carbon-dioxide-fossil': { value: '-500 kg{CO2e}/t' },
    });
    expect(countsOf(read)).toEqual({ 'impact-date': 1 });
    expect(footprintOf(read, 'flour', 'impact/use', { categories: ['use'] })).toBe('-0.0005');
  });
});

describe('a package of openLCA is refused', () => {
  const deep = `{"@id":"p","name":"p","exchanges":${'['.repeat(64)}${']'.repeat(64)}}`;
  it.each([
    ['that is not an archive', 'PK nothing', 'archive'],
    ['with too many files', manyFiles(60_001), 'archive'],
    [
      'that would have too many bytes',
      makeZip(FILES, { 'processes/mill.json': { size: 1 << 30 } }),
      'archive',
    ],
    [
      'whose files together would grow too much',
      makeZip({ ...FILES, 'a.json': ' '.repeat(17 << 20) }),
      'archive',
    ],
    [
      'whose file has not the stated size',
      makeZip(FILES, { 'processes/mill.json': { size: 9 } }),
      'truncated',
    ],
    ['with another CRC-32', makeZip(FILES, { 'processes/mill.json': { crc: 1 } }), 'truncated'],
    ['with an encrypted file', makeZip(FILES, { 'processes/mill.json': { flags: 0x801 } }), 'archive'],
    ['of another format', 'no,archive', 'archive'],
    ['with values that are nested too deep', makeZip({ ...FILES, 'processes/deep.json': deep }), 'nesting'],
    ['with a file that is not JSON', makeZip({ ...FILES, 'processes/bad.json': '{' }), 'header'],
    ['without processes', makeZip(makePackage([])), 'missing-file'],
    ['with a process of nothing', makeZip(makePackage([process('p', [])])), 'table'],
    [
      'without a flow',
      makeZip(makePackage([process('p', [{ ...exchange('flour', 1, 'kg'), flow: { '@id': 'x' } }])])),
      'missing-file',
    ],
    [
      'without a unit',
      makeZip(makePackage([process('p', [{ ...exchange('flour', 1, 'kg'), unit: { '@id': 'x' } }])])),
      'missing-file',
    ],
    [
      'with an amount that is not a number',
      makeZip(makePackage([process('p', [{ ...exchange('flour', 1, 'kg'), amount: '1' }])])),
      'not-a-number',
    ],
  ] as [string, string | Uint8Array, string][])('%s', async (_, content, code) => {
    expect((await refusalOf(readFile('openlca', 'made.zip', content))).code).toBe(code);
  });
});

/** Returns the end of an archive that states this many files. */
function manyFiles(count: number): Uint8Array {
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 0, 'latin1');
  end.writeUInt16LE(count, 10);
  return end;
}
