import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Row } from '../row.ts';
import { listSome } from '../../errors/list-some.ts';
import { textOf, type Activities } from './check.ts';

/**
 * Refuses an activity that two records give: the same row type, key, period, entity and facility.
 * @throws EngineError `repeated-row`
 */
export function refuseRepeatedRows(activities: Activities): void {
  const repeated = [...activities.values()].flatMap(findRepeated);
  const [found] = repeated;
  if (found === undefined) return;
  const [first, again] = found;
  const keys = listSome(repeated.map(([row]) => row.key));
  throw new EngineError(
    'repeated-row',
    `${first.record} and ${again.record} both hold ${keys}, of the same period, entity and facility: ` +
      'give only one of the records, or state detail.entity or detail.facility where the rows differ in it',
    again.key,
    placeOf(again, 'key'),
  );
}

/** Returns the rows of one type that an earlier record holds too, each after the earlier one. */
function findRepeated(rows: readonly Row[]): [first: Row, again: Row][] {
  const last = rows.at(-1)?.record;
  if (rows[0]?.record === last) return [];
  const seen = new Map<string, Row | Row[]>();
  const repeated: [first: Row, again: Row][] = [];
  for (const row of rows) {
    const known = seen.get(row.key);
    const first = known === undefined ? undefined : [known].flat().find((other) => isSame(other, row));
    if (first !== undefined) repeated.push([first, row]);
    else if (row.record !== last) seen.set(row.key, known === undefined ? row : [known, row].flat());
  }
  return repeated;
}

function isSame(a: Row, b: Row): boolean {
  return (
    a.record !== b.record &&
    a.from === b.from &&
    a.until === b.until &&
    ['entity', 'facility'].every((member) => textOf(a.detail, member) === textOf(b.detail, member))
  );
}
