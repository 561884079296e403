import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { repeatRun, describeRun, runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const START = Date.UTC(2023, 0) / 1000;
/** The first four days of 2023. */
const DAYS = { from: START, until: START + 4 * DAY };
const PERCENT = { uncertainty: { distribution: 'normal', standardDeviation: '0.01' } };

const stream = (key: string, value: string, more: object = {}, period = DAYS, unit = 't'): TestEntry =>
  entry(
    key,
    value,
    unit,
    {
      ...{ row: 'plant-stream', plant: 'works', material: 'coal', toUnit: 'boiler', category: '1.A.2' },
      ...{ geography: 'DE', treatment: 'combustion', meter: 'm1', ...more },
    },
    period,
  );
const reading = (meter: string, hour: number, value: string, more: object = {}, unit = 't'): TestEntry => {
  const from = START + hour * HOUR;
  const key = `${meter}/${String(hour).padStart(3, '0')}`;
  return entry(key, value, unit, { row: 'meter-reading', meter, ...more }, { from, until: from + HOUR });
};
const HOURS = Array.from({ length: 96 }, (_, hour) => hour);
const readings = (meter: string, valueOf: (hour: number) => string = () => '1'): TestEntry[] =>
  HOURS.map((hour) => reading(meter, hour, valueOf(hour)));
const calibration = (
  meter: string,
  value: string,
  days: [number, number],
  more: object = PERCENT,
): TestEntry =>
  entry(
    `${meter}/calibration/${days[0]}`,
    value,
    '1',
    { row: 'meter-calibration', meter, by: 'a laboratory', ...more },
    { from: START + days[0] * DAY, until: START + days[1] * DAY },
  );
const ALL = { from: 0, until: 0 };
const COAL = [
  entry('coal/carbon', '0.75', 'kg/kg', { row: 'carbon-content', fuel: 'coal', year: 2023 }, ALL),
  entry('coal/burned', '1', '1', { row: 'oxidation', fuel: 'coal', year: 2023 }, ALL),
];

/** So few rows are listed that readings are sets. */
const PARAMETERS = { ...COMMON, gwpSet: 'AR5', listed: 20 };
const run = (...rows: readonly TestEntry[]): RunResult =>
  runMethod('plant@1', [dataset('a', ...rows, ...COAL)], PARAMETERS);
const refusalOf = (...rows: readonly TestEntry[]): string => {
  try {
    run(...rows);
    return 'none';
  } catch (error) {
    if (error instanceof EngineError) return `${error.code} ${error.row?.key} ${error.row?.column}`;
    throw error;
  }
};
const warningsOf = (result: RunResult): string[] =>
  result.warnings.filter(({ code }) => code.startsWith('meter-')).map(({ message }) => message);
const METER = 'plant/works/meter/m1/2023-01-01';
const CO2 = 'scope1/plant/works/boiler/CO2';
const CALIBRATED = calibration('m1', '1', [-9, 9]);

describe('a stream with a meter', () => {
  it('counts by the readings of its time, times the calibration in force, and not by what it states', () => {
    const result = run(
      stream('s', '97.44'),
      ...readings('m1'),
      calibration('m1', '1.02', [-9, 2]),
      calibration('m1', '1.01', [2, 9]),
    );
    expect(figureOf(result, METER)).toMatchObject({ value: '97.44', unit: 't', ...DAYS });
    expect(figureOf(result, CO2).value).toBe('267.96'); // 97.44 t × 0.75 × 44/12
    const { operands, formula } = figureOf(result, METER).detail.derivation;
    expect(formula).toBe('sum(R[i] * k[i])');
    expect(operands).toMatchObject([
      { name: 'R[1]', selection: { rows: ['meter-reading'], where: { meter: 'm1' }, within: DAYS } },
      { name: 'k[1]', key: 'm1/calibration/-9', value: '1.02' },
      { name: 'R[2]' },
      { name: 'k[2]', key: 'm1/calibration/2', value: '1.01' },
    ]);
    expect(warningsOf(result)).toEqual([
      's: meter m1 shows 96 t, and the stream states 97.44 t: what the meter shows counts',
    ]);
  });

  it('counts as stated, times the calibration, where its meter has no readings', () => {
    const result = run(stream('s', '96'), calibration('m1', '1.02', [-9, 3]));
    expect(figureOf(result, CO2).value).toBe('269.28'); // 96 t × 1.02 × 0.75 × 44/12
    expect(warningsOf(result)).toEqual([
      's: meter m1 has no valid calibration for 24 of the 96 hours of the stream: m1/calibration/-9 counts, which is valid from 2022-12-23 00:00 to 2023-01-04 00:00',
    ]);
  });

  it('has one error of its calibration in all of its readings, and what a substituted one states besides', () => {
    const guess = {
      measurement: 'substituted',
      uncertainty: { distribution: 'normal', standardDeviation: '0.5' },
    };
    const measured = readings('m1').slice(1);
    const rows = [stream('s', '96'), reading('m1', 0, '1', guess), ...measured, CALIBRATED, ...COAL];
    const result = runMethod('uncertainty@1', [dataset('a', ...rows)], {
      ...COMMON,
      ...{
        method: 'plant@1',
        parameters: { gwpSet: 'AR5' },
        approach: 'both',
        level: '0.95',
        seed: 1,
        draws: 4000,
      },
    });
    const { uncertainty } = figureOf(result, METER).detail;
    expect(Number(uncertainty?.standardDeviation)).toBeCloseTo(1.082, 1); // √(0.96² + 0.5²)
    expect(Number(uncertainty?.propagated?.standardDeviation)).toBeCloseTo(
      Math.sqrt(0.96 ** 2 + 0.5 ** 2),
      9,
    );
    expect(uncertainty).not.toHaveProperty('unstated');
  });

  it('says which tier of a rule set its calibration reaches, and warns where it states a higher one', () => {
    const EU = 'EU-2018-2066';
    const eu = { row: 'constant', constant: 'CO2/C', ruleSet: EU, year: 2018 };
    const limit = (tier: number, value: string, more: object = {}): TestEntry =>
      entry(
        `limit/${tier}${Object.values(more).join('')}`,
        value,
        '%',
        { row: 'tier-limit', ruleSet: EU, treatment: 'combustion', tier, year: 2018, ...more },
        ALL,
      );
    const limits = ['7.5', '5', '2.5', '1.5'].map((most, at) => limit(at + 1, most));
    const compute = (halfWidth: string, ...rows: readonly TestEntry[]): RunResult => {
      const uncertainty = { distribution: 'interval95', halfWidth };
      const own = [
        ...rows,
        entry('eu', '3.664', '1', eu, ALL),
        calibration('m1', '1', [-9, 9], { uncertainty }),
      ];
      return runMethod('plant@1', [dataset('a', ...own, ...COAL)], { ...PARAMETERS, rules: 'eu-ets' });
    };
    const rulesOf = (result: RunResult): string | undefined =>
      figureOf(result, METER).detail.rules?.replace(/^.*: /, '');
    const rows = [stream('s', '96'), ...readings('m1'), ...limits];
    expect(['0.015', '0.0151', '0.05', '0.08'].map((width) => rulesOf(compute(width, ...rows)))).toEqual([
      '±1.5 % of the calibration reaches tier 4',
      '±1.51 % of the calibration reaches tier 3',
      '±5 % of the calibration reaches tier 2',
      '±8 % of the calibration reaches no tier',
    ]);
    const tiered = stream('s', '96', { tier: 3 });
    const tiersOf = ({ warnings }: RunResult): string[] =>
      warnings.flatMap(({ code, message }) => (code === 'tier-not-reached' ? message : []));
    const text =
      's: meter m1 does not reach tier 3 of coal, which the stream states: ±4 % of the calibration reaches tier 2, and limit/3 allows ±2.5 %. State tier 2, or calibrate the meter better';
    const low = compute('0.04', tiered, ...readings('m1'), ...limits);
    expect(tiersOf(low)).toEqual([text]);
    const stated = compute('0.04', tiered, ...limits);
    expect(tiersOf(stated)).toEqual([text]);
    const used = stated.used.flatMap(({ keys }) => keys);
    expect(used).toEqual(expect.arrayContaining(limits.map(({ key }) => key)));
    expect(tiersOf(compute('0.025', tiered, ...limits))).toEqual([]);
    // The limits of a material take the place of those of its treatment.
    const ofCoal = limit(3, '7.5', { material: 'coal' });
    expect(tiersOf(compute('0.04', tiered, ...limits, ofCoal))).toEqual([]);
    expect(figureOf(compute('0.04', ...rows.slice(0, -4)), METER).detail).not.toHaveProperty('rules');
    expect(figureOf(run(...rows, CALIBRATED), METER).detail).not.toHaveProperty('rules');
  });

  it('says what is missing, substituted, without a calibration or unlike the other meter, with hours and amounts', () => {
    const result = run(
      stream('s', '94', { checkMeter: 'm2' }),
      ...readings('m1')
        .filter((_, hour) => hour !== 5 && hour !== 6 && hour !== 95)
        .map((row, at) => (at < 3 ? reading('m1', at, '1', { measurement: 'substituted' }) : row)),
      ...readings('m2', (hour) => (hour < 48 ? '1.001' : '1.1')),
      calibration('m1', '1', [-9, 3]),
      calibration('m2', '1', [-9, 9]),
    );
    expect(warningsOf(result).sort()).toEqual([
      's: meter m1 and meter m2 of the same flow differ on 2 of 4 days by more than their calibrations explain, first on 2023-01-03: on these days it shows 4.7 t less',
      's: meter m1 has no reading for 3 of 96 hours, from 2023-01-01 05:00 to 2023-01-01 07:00 and 1 more times: nothing counts for them, at its mean they would be 3 t. Add readings with detail.measurement substituted',
      's: meter m1 has no valid calibration for 23 hours and 23 t (25 %), first at 2023-01-04 00:00: m1/calibration/-9 counts there, which is valid from 2022-12-23 00:00 to 2023-01-04 00:00',
      's: meter m1 shows 93 t, and the stream states 94 t: what the meter shows counts',
      's: meter m1 was substituted for 3 hours: 3 t, 3.2 % of its sum',
    ]);
    expect(figureOf(result, 'plant/works/meter/m2/2023-01-01').value).toBe('100.848');
    expect(figureOf(result, METER).value).toBe('93');
  });

  it('warns of a drift that its next calibration found, and of readings without any calibration', () => {
    const drifted = run(
      stream('s', '96'),
      ...readings('m1'),
      calibration('m1', '1', [-9, 2]),
      calibration('m1', '1.05', [2, 9]),
    );
    expect(warningsOf(drifted)).toEqual([
      's: meter m1 drifted: m1/calibration/2 of 2023-01-03 is 1.05, after 1. Up to 2.4 t of the 48 t before it are wrong',
    ]);
    expect(warningsOf(run(stream('s', '96'), ...readings('m1')))).toEqual([
      's: meter m1 has no calibration: its 96 hours and 96 t (100 %) count as certain. Add a row meter-calibration',
    ]);
  });

  it('gives the same figures and warnings from the rows that it used, and shares readings among its months', () => {
    const [first, second] = [2, 4].map((day) => ({
      from: START + (day - 2) * DAY,
      until: START + day * DAY,
    }));
    const rows = [
      stream('a', '48', { checkMeter: 'm2' }, first),
      stream('b', '48', {}, second),
      ...HOURS.map((hour) => reading(hour < 72 ? 'm1' : 'M1', hour, '1')),
      ...readings('m2').slice(0, 48),
      reading('m9', 9000, '1'),
      CALIBRATED,
      calibration('m2', '1', [-9, 9]),
      ...COAL,
    ];
    const result = runMethod('plant@1', [dataset('a', ...rows)], PARAMETERS);
    expect(figureOf(result, 'plant/works/meter/m1/2023-01-03').value).toBe('48');
    const used = new Set(result.used.flatMap(({ keys }) => keys));
    expect(used.size).toBe(rows.length - 1);
    const run = describeRun('plant@1', PARAMETERS, result, '0x00');
    const again = repeatRun(run, [dataset('a', ...rows.filter(({ key }) => used.has(key)))]);
    expect(again.figures).toEqual(result.figures);
    expect(again.warnings).toEqual(result.warnings);
  });

  it('is the sum of its readings in any order and any units that convert', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(9999), { minLength: 96, maxLength: 96 }),
        fc.boolean(),
        (values, reversed) => {
          const rows = values.map((value, hour) =>
            hour % 2 === 0 ? reading('m1', hour, String(value), {}, 'kg') : reading('m1', hour, `${value}`),
          );
          const sum = values.reduce(
            (total, value, hour) => total + (hour % 2 === 0 ? value : 1000 * value),
            0,
          );
          const result = run(stream('s', '1'), ...(reversed ? rows.toReversed() : rows), CALIBRATED);
          expect(Number(figureOf(result, METER).value)).toBe(sum / 1000);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('is refused where its meters contradict each other, with the row and its column', () => {
    const s = stream('s', '96');
    expect(refusalOf(s, ...readings('m1'), { ...reading('m1', 7, '1'), key: 'twice' })).toBe(
      'bad-meter twice from',
    );
    expect(refusalOf(s, reading('m3', 1, '1'))).toBe('bad-meter m3/001 detail.meter');
    expect(refusalOf(s, reading('m1', 1, '1'), reading('m1', 200, '1'))).toBe('bad-meter m1/200 from');
    expect(refusalOf(s, reading('m1', 1, '1', {}, 'm3'))).toBe('unit-mismatch m1/001 unit');
    expect(refusalOf(s, stream('t', '1'), ...readings('m1'))).toBe('bad-meter t detail.meter');
    expect(refusalOf(s, CALIBRATED, { ...CALIBRATED, key: 'twice' })).toBe('bad-meter twice from');
    expect(refusalOf(s, { ...CALIBRATED, until: CALIBRATED.from })).toBe(
      'bad-inputs m1/calibration/-9 until',
    );
    expect(refusalOf(stream('s', '96', PERCENT), CALIBRATED)).toBe('bad-meter s detail.uncertainty');
    expect(refusalOf(stream('s', '96', { checkMeter: 'm2' }), ...readings('m1'))).toBe(
      'bad-meter s detail.checkMeter',
    );
    expect(refusalOf(s, CALIBRATED, calibration('m1', '1', [2, 9]))).toBe('bad-meter s detail.meter');
    const later = stream('t', '1', {}, { from: DAYS.until, until: DAYS.until + DAY });
    expect(refusalOf(s, later, ...readings('m1'))).toBe('bad-meter t detail.meter');
  });
});
