import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../core/encoding/hex.ts';
import { showSureness } from '../../../jobs/explain/shown-sureness.ts';
import type { SheetYear } from '../../../jobs/survey/panorama-sheet.ts';
import { useFormat } from '../../language/format.ts';
import { usePanoramaTexts } from './panorama-texts.ts';

/** A number that opens to its rows and its proof, with its interval. */
export function FigureLink({ id, figure }: { readonly id: Hex; readonly figure: SheetYear }) {
  const texts = usePanoramaTexts();
  const format = useFormat();
  const { key, value, uncertainty, year } = figure;
  const interval = uncertainty === null ? null : showSureness(uncertainty).interval;
  return (
    <>
      <Link
        to="/records/$id/provenance"
        params={{ id }}
        search={{ figure: key }}
        aria-label={texts.openProof(format.decimal(value), year)}
      >
        {format.decimal(value)}
      </Link>
      {interval !== null && (
        <div className="quiet">
          {texts.between(format.decimal(interval.low), format.decimal(interval.high))}
        </div>
      )}
    </>
  );
}
