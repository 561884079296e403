import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Row } from '../row.ts';
import { findImpossible } from '../types/plausible.ts';
import { findRowType } from '../types/row-types.ts';
import type { CheckedRows } from './check.ts';

/**
 * Refuses a value that no row of its type can have, such as more carbon than mass, or more heat than hydrogen gives.
 * @throws EngineError `out-of-range`
 */
export function refuseImpossible({ activities, factors }: CheckedRows): void {
  for (const [type, rows] of activities) if (findRowType(type)?.possible !== undefined) rows.forEach(refuse);
  factors.forEach(refuse);
}

function refuse(row: Row): void {
  const message = findImpossible(row);
  if (message !== null)
    throw new EngineError('out-of-range', `${row.key}: ${message}`, row.value, placeOf(row, 'value'));
}
