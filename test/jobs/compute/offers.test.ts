import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openOfferPorts } from '../../../cli/inputs/offer-ports.ts';
import { showTime } from '../../../engine/factors/factor.ts';
import { runMethod } from '../../../engine/run.ts';
import { BOUNDARY_REASONS } from '../../../jobs/compute/boundary-reasons.ts';
import { writeReasonInChinese } from '../../../jobs/compute/chinese-reasons.ts';
import { type FoundOffers, findOffers, type OfferPorts, takeOffers } from '../../../jobs/compute/offers.ts';
import { findCataloguedMethod } from '../../../jobs/engines/methods-catalogue.ts';
import type { OfferedRun } from '../../../jobs/compute/list-options.ts';
import { formatProxyReason, parseProxyReason } from '../../../jobs/compute/proxy-reason.ts';
import {
  COMMON,
  dataset,
  electricity,
  entry,
  gridFactor,
  YEAR_2022,
  YEAR_2024,
} from '../../engine/dataset.ts';

const YEAR_2025 = { from: 1735689600, until: 1767225600 };

/** The starter data is read once for all tests. */
const STARTER = openOfferPorts(() => null);

function openPorts(method: string): OfferPorts {
  return {
    ...STARTER,
    compute: ({ inputs, parameters }) => Promise.resolve(runMethod(method, inputs, parameters).figures),
  };
}

const readsOf = async (name: string): Promise<readonly string[]> => (await findCataloguedMethod(name)).reads;

const find = async (method: string, run: OfferedRun): Promise<FoundOffers> =>
  findOffers({ ...run, reads: await readsOf(method) }, openPorts(method));

/** Fuels of a site in the United Kingdom in 2025. The starter data has the year before. */
const FUELS = dataset(
  'a',
  ...(
    [
      ['gas', '12000', 'MW.h', { fuel: 'natural-gas', calorific: 'gross' }],
      ['diesel', '80000', 'L', { fuel: 'diesel' }],
    ] as const
  ).map(([key, value, unit, detail]) =>
    entry(key, value, unit, { row: 'fuel-use', category: '1.A.2', geography: 'GB', ...detail }, YEAR_2025),
  ),
);
const COMBUSTION: OfferedRun = {
  inputs: [FUELS],
  parameters: { ...COMMON, period: { from: '2025-01-01', until: '2026-01-01' }, gwpSet: 'AR5' },
};

describe('a run that lacks factors', () => {
  it('is offered those of the year before, in the unit of each row, with the tonnes that they give', async () => {
    const { gaps, refusal } = await find('combustion@2', COMBUSTION);
    expect(refusal).toBeNull();
    expect(gaps.map(({ what, key }) => [what, key])).toEqual([
      ['CO2 factor of diesel', 'diesel'],
      ['CO2e factor of natural-gas', 'gas'],
    ]);
    const [diesel, gas] = gaps.map(({ offers }) => offers[0]!);
    expect(diesel).toMatchObject({
      name: 'data/uk-2024/fuels.csv#diesel/emission-factor/litre',
      isGiven: false,
      proxy: { key: 'diesel/emission-factor/litre' },
    });
    expect(diesel!.proxy!.reason).toBe(
      'no CO2 factor of diesel for 2025-01-01 to 2025-12-31 in GB was given; this one is of GB and 2024-01-01 to 2024-12-31 (UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1)',
    );
    const inChinese = writeReasonInChinese(diesel!.proxy!.reason, { place: (code) => code, lacking: String });
    expect(inChinese).toBe(
      '所缺：CO2 factor of diesel（2025-01-01 至 2025-12-31，GB）；代用因子：GB，2024-01-01 至 2024-12-31（UK Government GHG Conversion Factors for Company Reporting 2024, version 1.1）',
    );
    // 12,000,000 kWh at 0.1829 kg.
    expect(gas!.effect).toEqual({
      figure: 'scope1/combustion/natural-gas/CO2e',
      value: '2194.8',
      unit: 't{CO2e}',
      change: '0',
    });
  });

  it('computes with what its user takes, declared as proxies, and stops at what nobody took', async () => {
    const asked = { ...COMBUSTION, reads: await readsOf('combustion@2') };
    const names = ['data/uk-2024/fuels.csv#diesel/emission-factor/litre'];
    const partly = await takeOffers(asked, names, openPorts('combustion@2'));
    expect(partly.taken.map(({ name }) => name)).toEqual(names);
    const all = [...names, 'data/uk-2024/fuels.csv#natural-gas/emission-factor/kwh-gross'];
    const whole = await takeOffers(asked, all, openPorts('combustion@2'));
    expect(whole.taken.map(({ isGiven }) => isGiven)).toEqual([false, true]);
    const { figures, warnings } = runMethod('combustion@2', whole.inputs, whole.parameters);
    expect(warnings.map(({ code }) => code)).toEqual(['proxy-factor', 'proxy-factor']);
    // 80,000 L at 2.66155 kg.
    expect(figures.find(({ key }) => key.includes('diesel'))?.value).toBe('212.924');
    expect(() => runMethod('combustion@2', partly.inputs, partly.parameters)).toThrow('natural-gas');
    const other = await takeOffers(asked, ['data/gwp-ar5.csv#AR5/CH4'], openPorts('combustion@2'));
    expect(other.taken).toEqual([]);
  });

  it('is offered other years and the national mix, with what each changes', async () => {
    const use = { ...electricity('use', '1000', 'MW.h'), ...YEAR_2024 };
    const rows = dataset(
      'b',
      use,
      gridFactor('average', '0.55', 'average', {}, YEAR_2022),
      gridFactor('residual', '0.55', 'residual', {}, YEAR_2022),
    );
    const parameters = { ...COMMON, period: YEAR_2024, grids: { location: 'East', residual: 'national' } };
    const { gaps, refusal } = await find('scope2@2', { inputs: [rows], parameters });
    expect(refusal).toBeNull();
    const [average, residual] = gaps.map(({ offers }) =>
      offers.map(({ name, set, effect }) => [
        name,
        set['grids.location'] ?? '',
        effect?.value,
        effect?.change,
      ]),
    );
    expect(average).toEqual([
      ['data/grid-factors-cn-2023.csv#CN/2023/average/East', '', '550', '0'],
      ['data/grid-factors-cn-2022.csv#CN/2022/average/East', '', '561.7', '11.7'],
      ['data/grid-factors-cn-2023.csv#CN/2023/average', 'national', '530.6', '-19.4'],
      [`${rows.record}#average`, 'national', '550', '0'],
      ['data/grid-factors-cn-2022.csv#CN/2022/average', 'national', '536.6', '-13.4'],
    ]);
    expect(residual?.map(([name]) => name)).toEqual([
      'data/grid-factors-cn-2023.csv#CN/2023/residual',
      `${rows.record}#residual`,
      'data/grid-factors-cn-2022.csv#CN/2022/residual',
    ]);
  });

  it('is offered the default of the IPCC, for diesel by its everyday name too', async () => {
    const row = { row: 'fuel-use', fuel: 'Diesel', category: '1.A.2', geography: 'CN' };
    const use = entry('use', '10', 't', row, YEAR_2025);
    const parameters = { ...COMMON, period: YEAR_2025 };
    const { gaps, refusal } = await find('combustion@2', { inputs: [dataset('e', use)], parameters });
    expect(refusal).toBeNull();
    const found = gaps[0]!.offers.find(({ input }) => input === 'data/ipcc-2006/everyday-names.csv');
    // 10 t × 43 GJ/t × 74.1 kg/GJ.
    expect(found).toMatchObject({ proxy: null, effect: { value: '31.863', unit: 't{CO2}' } });
  });

  it('says that nothing was found where nothing is, and what is refused besides', async () => {
    const unknown = entry('x', '5', 't', {
      row: 'fuel-use',
      fuel: 'unobtainium',
      category: '1.A.2',
      geography: 'GB',
    });
    const found = await find('combustion@2', { inputs: [dataset('c', unknown)], parameters: COMMON });
    expect(found.gaps).toMatchObject([{ code: 'missing-factor', offers: [] }]);
    expect(found.refusal).toMatchObject({ code: 'missing-factor' });
    const other = await find('combustion@2', { inputs: [FUELS], parameters: { ...COMMON, mass: 'lb' } });
    expect(other).toMatchObject({ gaps: [], refusal: { code: 'bad-parameters' } });
  });
});

describe('the reason of a proxy', () => {
  const days = fc
    .tuple(fc.integer({ min: 0, max: 40_000 }), fc.integer({ min: 1, max: 4_000 }))
    .map(([from, length]) => ({ from: showTime(86_400 * from), until: showTime(86_400 * (from + length)) }));
  const words = fc.stringMatching(/^[abzA2 .排放因子-]{1,12}$/u);
  const orNull = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: null });
  const reasons = fc
    .record({
      what: words,
      place: orNull(words),
      of: orNull(words),
      made: orNull(days),
      source: orNull(words),
    })
    .chain((reason) => days.map((needed) => ({ ...reason, ...needed })));

  it('is one text, from which its facts are read again: where its names have no words of the text', () => {
    fc.assert(
      fc.property(reasons, (reason) => {
        expect(parseProxyReason(formatProxyReason(reason))).toEqual(reason);
      }),
    );
  });

  it('is not looked for in a long text, which would take minutes', () => {
    const part = ' for 2025-01-01 to 2025-01-02 in a was given; this one is of b and any time (';
    expect(parseProxyReason(`no x${part.repeat(400)}`)).toBeNull();
  });

  it('is that of a person where a person wrote it, in any language', () => {
    const written = [
      'no newer one is published',
      'no factor for 2025 was given; this one is of GB',
      '尚未公布',
    ];
    expect(written.map(parseProxyReason)).toEqual([null, null, null]);
    const [usual, own] = [BOUNDARY_REASONS.usual, 'the method takes it'];
    const writing = { place: String, lacking: String };
    expect([usual, own].map((text) => writeReasonInChinese(text, writing))).toEqual([
      '无人选择时，该方法采用此项',
      null,
    ]);
  });
});
