import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { runMethod } from '../../../engine/run.ts';
import { COMPANY, dataset, YEAR_2023 } from '../dataset.ts';
import { BAD_LAND, LAND_IN_INVENTORY } from './bad-land.ts';
import { area, conversion, runNature, stock, years } from './land-rows.ts';

/** Returns the error of a run, as `code key column`, and its message. */
function errorOf(run: () => unknown): { readonly place: string; readonly message: string } {
  try {
    run();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    const { code, row, message } = error;
    return { place: `${code} ${row?.key === '' ? '-' : (row?.key ?? '')} ${row?.column ?? ''}`, message };
  }
  return { place: 'no error', message: '' };
}

describe('nature@1 refuses', () => {
  it.each(BAD_LAND.map((bad) => [bad.what, bad] as const))(
    '%s',
    (_, { rows, parameters, expected, says = '' }) => {
      const { place, message } = errorOf(() => runNature(rows, 2023, 2023, parameters));
      expect(place).toBe(expected);
      expect(message).toContain(says);
    },
  );
});

it('inventory@2 refuses land, and names both lines', () => {
  const parameters = {
    ...{
      rounding: { mode: 'half-even', decimals: 6 },
      period: YEAR_2023,
      gwpSet: 'AR5',
      entities: [COMPANY],
    },
    grids: { location: 'g', residual: 'g' },
  };
  const { place, message } = errorOf(() =>
    runMethod('inventory@2', [dataset('a', ...LAND_IN_INVENTORY)], parameters),
  );
  expect(place).toBe('netting-refused wood detail.row');
  expect(message).toContain('scope1/total and nature/{place}/removals/{year} are two lines');
});

it('a gap of areas within parameters.closure is a warning with its hectares', () => {
  const rows = [area('wood', 'forest', '1000', years(2022)), area('wood', 'forest', '999.9', years(2023))];
  const { warnings } = runNature(rows, 2023, 2023, { closure: '0.0002' });
  expect(warnings.map(({ code, message }) => `${code} ${message.slice(0, 29)}`)).toEqual([
    'land-area-gap DE: 0.1 ha of forest are lost',
  ]);
});

it('warns of years without areas or stocks, and of a stock of another area', () => {
  const rows = [
    area('wood', 'forest', '100', years(2020)),
    area('wood', 'forest', '98', years(2022)),
    area('field', 'cropland', '2', years(2022)),
    conversion('wood', 'field', '2', 2021),
    stock('wood', 'AB', '900', 2020),
    stock('wood', 'AB', '890', 2022),
  ];
  const { warnings } = runNature(rows, 2020, 2023);
  expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'land-year-missing no area of DE is stated for 2021, 2023: land has no lines there but those of carbon-stock rows',
    'land-year-missing stocks of AB of wood are of 2020-01-01 to 2022-01-01: 2022, 2023 have no change of it',
    expect.stringMatching(/^stock-area-differs .*wood has 100 ha at its first stock and 98 ha at this one/),
  ]);
});
