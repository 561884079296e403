import { isoOf, useFormat } from '../language/format.ts';

/** A time in the zone of the reader; hovering shows it in UTC. */
export function Moment({ at }: { at: number }) {
  const format = useFormat();
  const iso = isoOf(at);
  return (
    <time dateTime={iso} title={iso} className="unbroken">
      {format.time(at)}
    </time>
  );
}
