import { describe, expect, it } from 'vitest';
import { parseParameters, readParameterTimes } from '../../../jobs/compute/run-parameters.ts';
import { periodOf } from '../../../jobs/compute/needs.ts';

const [Y2023, Y2024] = [1672531200, 1704067200];

describe('a file of parameters', () => {
  const parse = (text: string): unknown => parseParameters(new TextEncoder().encode(text));

  it('is a JSON object, whatever is in it', () => {
    expect(parse('{"period": {"from": "2023-01-01"}, "other": null}')).toEqual({
      ...{ period: { from: '2023-01-01' }, other: null },
    });
  });

  it.each([
    ['wrong-type', '[1]'],
    ['wrong-type', '"text"'],
    ['json-syntax', '{'],
    ['json-duplicate-member', '{"a": 1, "a": 2}'],
  ])('is refused as %s: %s', (code, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('the times of parameters', () => {
  it('are days, moments or unix seconds, and become unix seconds', () => {
    const times = { from: '2023-01-01', until: '2024-01-01T00:00:00Z' };
    expect(readParameterTimes({ period: times, trend: { base: times, figures: [] }, mass: 't' })).toEqual({
      period: { from: Y2023, until: Y2024 },
      trend: { base: { from: Y2023, until: Y2024 }, figures: [] },
      mass: 't',
    });
    expect(readParameterTimes({ period: { from: Y2023, until: Y2024 } })).toEqual({
      period: { from: Y2023, until: Y2024 },
    });
  });

  it('stay as they are where they have another form, which the method refuses', () => {
    for (const period of [undefined, { from: null }])
      expect(readParameterTimes({ period })['period']).toEqual(period);
  });

  it.each([
    ['period.from', { period: { from: '2023' } }],
    ['period.until', { period: { from: 1, until: 'soon' } }],
    ['trend.base.until', { trend: { base: { until: '2023-13-01' } } }],
  ])('are refused with the place %s', (place, parameters) => {
    expect(() => readParameterTimes(parameters)).toThrow(
      expect.objectContaining({
        code: 'bad-parameters',
        row: expect.objectContaining({ column: `parameters.${place}` }) as object,
      }) as Error,
    );
  });

  it.each([null, 1, 'a year', [1, 2]])('are refused where the period is %j, and days are named', (period) => {
    expect(() => readParameterTimes({ period })).toThrow(
      expect.objectContaining({
        code: 'bad-parameters',
        message: expect.stringContaining('each a day such as 2024-01-01') as string,
        row: expect.objectContaining({ column: 'parameters.period' }) as object,
      }) as Error,
    );
  });

  it('give the period of a run only where it is whole', () => {
    expect(periodOf({ period: { from: '2023-01-01', until: Y2024 } })).toEqual({ from: Y2023, until: Y2024 });
    for (const parameters of [{}, { period: null }, { period: { from: 1 } }, { period: { from: 'soon' } }])
      expect(periodOf(parameters)).toBeNull();
  });
});
