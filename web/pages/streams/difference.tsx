import { useFormat } from '../../language/format.ts';
import type { EntryChange } from '../../../jobs/compare/compare-entries.ts';
import { useStreamTexts } from './stream-texts.ts';

/** By how much a value changed, and in percent; null where it cannot be said. */
export function Difference({ change: { difference, percent } }: { change: EntryChange }) {
  const texts = useStreamTexts();
  const format = useFormat();
  const signed = (decimal: string): string =>
    decimal.startsWith('-') || decimal === '0' ? format.decimal(decimal) : `+${format.decimal(decimal)}`;
  if (difference === null) return null;
  return (
    <>
      {signed(difference)}
      {percent !== null && difference !== '0' && (
        <div className="quiet">{texts.percent(signed(percent))}</div>
      )}
    </>
  );
}
