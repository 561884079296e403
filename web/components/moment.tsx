import { useFormat } from '../language/format.ts';

/** A time in the zone of the reader; hovering shows it in UTC. */
export function Moment({ at }: { at: number }) {
  const format = useFormat();
  const iso = new Date(1000 * at).toISOString().replace('.000', '');
  return (
    <time dateTime={iso} title={iso} className="unbroken">
      {format.time(at)}
    </time>
  );
}
