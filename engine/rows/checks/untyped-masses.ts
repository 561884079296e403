import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { Row } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { findRowType } from '../types/row-types.ts';
import { textOf, type CheckedRows } from './check.ts';

/**
 * Refuses a mass in a unit that does not name its gas: 28 kg of CO2e, read as 28 kg of methane, would be multiplied by the GWP
 * again. Factors that no figure uses are not looked at.
 * @throws EngineError `untyped-mass`
 */
export function refuseUntypedMasses({ activities, factors }: CheckedRows): void {
  const stated = [...activities].filter(([type]) => isOfGas(type)).flatMap(([, rows]) => rows);
  const untyped = [...stated, ...factors].filter(isUntyped);
  const [first] = untyped;
  if (first === undefined) return;
  const { text } = first.unit;
  const gas = textOf(first.detail, 'gas') ?? 'CO2e';
  const better = nameGas(text, gas);
  const message =
    `${listSome(untyped.map(({ key, unit }) => `${key} (${unit.text})`))}: the unit does not name the gas of the mass. ` +
    `Write ${better} if it is a mass of ${gas}${gas === 'CO2e' ? '' : `, and use a row for CO2e where it is ${nameGas(text, 'CO2e')}`}`;
  throw new EngineError('untyped-mass', message, text, placeOf(first, 'unit'));
}

function isOfGas(type: string): boolean {
  return findRowType(type)?.ofGas === true;
}

function isUntyped({ detail, unit }: Row): boolean {
  return unit.substance === null && isOfGas(detail.row) && hasMass(unit.text);
}

/** Whether what is above the solidus of a unit is a mass. */
function hasMass(text: string): boolean {
  return parseUnit(text.split('/')[0]!).dimension === parseUnit('kg').dimension;
}

function nameGas(text: string, gas: string): string {
  const [over = '', ...under] = text.split('/');
  return [`${over}{${gas}}`, ...under].join('/');
}
