import type { Entry } from '../../../../client/generated/openapi.ts';
import { formatTime } from '../../../../core/encoding/time.ts';
import { writeCell } from '../../../components/list/csv.ts';

/** Returns entries as CSV: key, value as signed, unit, and the period as days or moments in UTC, its end exclusive. The entry of the run is left out. */
export function figuresCsv(entries: readonly Entry[]): string {
  const lines = entries
    .filter(({ unit }) => unit !== '')
    .map(({ key, value, unit, from, until }) =>
      [
        writeCell(key),
        value ?? '',
        writeCell(unit),
        ...(until === 0 ? ['', ''] : [formatTime(from), formatTime(until)]),
      ].join(','),
    );
  return ['key,value,unit,from,until', ...lines, ''].join('\n');
}
