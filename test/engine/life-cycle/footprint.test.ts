import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { codeOf } from './code-of.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

const ID = 'urn:gtin:4712345060507';

/** Rows of a footprint per kilogram, or per another unit. */
function stated(attributes: Readonly<Record<string, string>>, per = 'kg'): TestEntry[] {
  return Object.entries(attributes).map(([attribute, value]) => {
    const unit = attribute.endsWith('Content') ? `kg{C}/${per}` : `kg{CO2e}/${per}`;
    const detail = { row: 'product-footprint', productId: ID, attribute };
    return entry(attribute, value, attribute === 'primaryDataShare' ? '%' : unit, detail);
  });
}

function compute(rows: readonly TestEntry[], more: object = {}): RunResult {
  const products = [{ product: ID, declaredUnit: { amount: '1', unit: 'kg' }, ...more }];
  return runMethod('footprint@1', [dataset('a', ...rows)], {
    ...COMMON,
    mass: 'kg',
    gwpSet: 'AR6',
    products,
  });
}

const valueOf = (result: RunResult, attribute: string): string =>
  figureOf(result, `footprint/${ID}/${attribute}`).value;
const codes = (result: RunResult): string[] => result.warnings.map(({ code }) => code);

/** spec/v3/examples/example-1.json of wbcsd/data-exchange-protocol at cf4ebed. */
const EXAMPLE_1 = {
  fossilGhgEmissions: '0.35',
  landUseChangeGhgEmissions: '0',
  landManagementFossilGhgEmissions: '0.03',
  landManagementBiogenicCO2Emissions: '0.004',
  landManagementBiogenicCO2Removals: '0',
  biogenicNonCO2Emissions: '0.002',
  biogenicCarbonContent: '0.44',
  biogenicCO2Uptake: '-1.61',
  pcfExcludingBiogenicUptake: '0.384',
  pcfIncludingBiogenicUptake: '-1.23',
  primaryDataShare: '12.9',
};

describe('footprint@1', () => {
  it('takes a received footprint as it is stated, and warns where its sum does not hold', () => {
    const result = compute(stated(EXAMPLE_1), { role: 'received' });
    expect(valueOf(result, 'pcfExcludingBiogenicUptake')).toBe('0.384');
    expect(valueOf(result, 'pcfIncludingBiogenicUptake')).toBe('-1.23');
    expect(valueOf(result, 'passport')).toBe('0.384');
    expect(valueOf(result, 'primary-data')).toBe('0.049536');
    const identities = result.warnings.filter(({ code }) => code === 'other-identity');
    expect(identities.map(({ row }) => row.key)).toEqual(['pcfExcludingBiogenicUptake']);
    expect(identities[0]!.message).toContain(
      '0.000356 t, and 0.000386 t with landManagementFossilGhgEmissions',
    );
  });

  // The third example: a piece without biogenic carbon, whose transport to the customer stays outside.
  it('computes an own footprint, whose identities hold', () => {
    const rows = stated(
      {
        fossilGhgEmissions: '77',
        biogenicCarbonContent: '0',
        landUseChangeGhgEmissions: '0',
        outboundLogisticsGhgEmissions: '4',
      },
      '{piece}',
    );
    const result = compute(rows, { declaredUnit: { amount: '1', unit: '{piece}' } });
    expect(valueOf(result, 'biogenicCO2Uptake')).toBe('0');
    expect(valueOf(result, 'pcfExcludingBiogenicUptake')).toBe('77');
    expect(valueOf(result, 'pcfIncludingBiogenicUptake')).toBe('77');
    expect(valueOf(result, 'outboundLogisticsGhgEmissions')).toBe('4');
    expect(codes(result)).not.toContain('attribute-unstated');
    const two = compute(rows, { declaredUnit: { amount: '12', unit: '{piece}' } });
    expect(valueOf(two, 'pcfExcludingBiogenicUptake')).toBe('924');
  });

  it('binds CO2 by the carbon in the product', () => {
    const { pcfExcludingBiogenicUptake: _, pcfIncludingBiogenicUptake: _all, ...parts } = EXAMPLE_1;
    const result = compute(stated({ ...parts, fossilGhgEmissions: '0.378' }));
    expect(Math.abs(Number(valueOf(result, 'biogenicCO2Uptake')) + 1.61)).toBeLessThan(0.005);
    expect(Math.abs(Number(valueOf(result, 'pcfIncludingBiogenicUptake')) + 1.23)).toBeLessThan(0.005);
    expect(codes(compute(stated({ fossilGhgEmissions: '1' })))).toContain('attribute-unstated');
  });

  it('takes emissions and carbon from a life cycle, per declared unit', () => {
    const about = { method: 'life-cycle@1', scope: null, categories: [], geographies: [], derivation: {} };
    const figure = (end: string, value: string, unit: string, gases: string[]): TestEntry =>
      entry(`product/bar/${end}`, value, unit, {
        ...about,
        gases,
        gwpSet: unit === 't{CO2e}' ? 'AR6' : null,
      });
    const rows = [
      figure('fossil', '1.8', 't{CO2e}', ['CO2', 'CH4']),
      figure('land-use', '0.02', 't{CO2e}', ['CO2']),
      figure('biogenic', '0.005', 't{CO2e}', ['CH4']),
      figure('carbon/biogenic', '0.0012', 't{C}', []),
    ];
    const lifeCycle = { unit: 'bar', amount: '1000' };
    const result = compute(rows, { lifeCycle });
    expect(valueOf(result, 'fossilGhgEmissions')).toBe('1.8');
    expect(valueOf(result, 'pcfExcludingBiogenicUptake')).toBe('1.825');
    expect(valueOf(result, 'biogenicCO2Uptake')).toBe('-0.0044');
    expect(valueOf(result, 'pcfIncludingBiogenicUptake')).toBe('1.8206');
    const twice = [...rows, ...stated({ fossilGhgEmissions: '1' })];
    expect(codeOf(() => compute(twice, { lifeCycle }))).toEqual([
      'double-counting',
      'fossilGhgEmissions',
      'detail.attribute',
    ]);
    const counted = rows.map((row) =>
      row.key.endsWith('/biogenic') && row.unit === 't{CO2e}'
        ? { ...row, detail: { ...row.detail, gases: ['CO2'] } }
        : row,
    );
    expect(codeOf(() => compute(counted, { lifeCycle }))).toEqual([
      'mixed-gases',
      'product/bar/biogenic',
      'detail.gases',
    ]);
  });

  it('refuses an own footprint that contradicts itself, or has nothing', () => {
    const own = stated({ fossilGhgEmissions: '1.5', pcfExcludingBiogenicUptake: '1.7' });
    expect(codeOf(() => compute(own))).toEqual(['other-total', 'pcfExcludingBiogenicUptake', 'value']);
    expect(codeOf(() => compute(stated({ biogenicCarbonContent: '1' })))).toEqual([
      'missing-activity',
      'biogenicCarbonContent',
      'detail.attribute',
    ]);
    expect(codeOf(() => compute(stated({ fossilGhgEmissions: '1' }), { product: 'urn:other' }))).toEqual([
      'missing-activity',
      '',
      'parameters.products.0',
    ]);
    expect(codeOf(() => compute(stated({ fossilGhgEmissions: '1' }, '{piece}')))).toEqual([
      'unit-mismatch',
      'fossilGhgEmissions',
      'unit',
    ]);
  });
});
