import { liesOutside } from '../../../rows/activity.ts';
import { rowsOfType, type RowIndex } from '../../../rows/row-index.ts';
import type { Period, Row } from '../../../rows/row.ts';
import type { Stream } from './use.ts';

/**
 * Returns what says whose a row is, and where: for a reading of a meter the stream that it measures, and for any other row itself. So readings have
 * the facility, the entity and the place of their stream.
 */
export function ownersOf(rows: RowIndex, period: Period): (row: Row) => Row {
  if (rowsOfType(rows, 'meter-reading').length === 0) return (row) => row;
  const streams = new Map<string, Stream[]>();
  for (const stream of rowsOfType(rows, 'plant-stream')) {
    if (liesOutside(stream, period)) continue;
    for (const meter of [stream.detail.meter, stream.detail.checkMeter])
      if (meter !== undefined) streams.set(meter, [...(streams.get(meter) ?? []), stream]);
  }
  return (row) => {
    if (row.detail.row !== 'meter-reading') return row;
    const own = streams.get(row.detail.meter);
    if (own === undefined || own.length === 1) return own?.[0] ?? row;
    return own.find(({ from, until }) => from <= row.from && row.until <= until) ?? row;
  };
}
