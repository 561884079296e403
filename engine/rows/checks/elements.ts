import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Row } from '../row.ts';
import type { CheckedRows } from './check.ts';

/** Names of masses of an element in a gas, as people write them: N2O-N, CO2–C. */
const ELEMENT = /(?<![A-Za-z0-9])(N2O(?=[-–_ ]?N(?![A-Za-z0-9]))|(?:CO2|CH4)(?=[-–_ ]C(?![A-Za-z0-9])))/;

/**
 * Refuses a mass of a gas whose row says that it is one of nitrogen or carbon: 1 kg of N2O-N is 44/28 kg of N2O. Used rows are looked at.
 * @throws EngineError `unit-mismatch`
 */
export function refuseElements({ activities, factors }: CheckedRows): void {
  const measured = activities.get('measured-emission') ?? [];
  for (const row of [...measured, ...factors]) refuseElement(row);
}

function refuseElement(row: Row): void {
  const { unit, key, detail } = row;
  const gas = ELEMENT.exec(`${key} ${detail.row === 'figure' ? '' : (detail.title ?? '')}`)?.[1];
  if (gas === undefined || unit.substance !== gas) return;
  const element = `${gas}-${gas === 'N2O' ? 'N' : 'C'}`;
  const right = unit.text.replace(`{${gas}}`, `{${element}}`);
  const text = `${key} says ${element}, and is in ${unit.text}: write ${right} if it is a mass of ${element}, else correct its key or title`;
  throw new EngineError('unit-mismatch', text, unit.text, placeOf(row, 'unit'));
}
