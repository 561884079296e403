import type { Hex } from '../../../core/encoding/hex.ts';
import type { SheetPart } from '../../../jobs/survey/panorama-sheet.ts';
import { useLineName } from './line-name.ts';
import { usePanoramaTexts } from './panorama-texts.ts';
import { YearTable } from './year-table.tsx';

/** How two accounts differ, line by line: the parts and what none of them explains are the whole gap. */
export function GapSection({ id, parts }: { readonly id: Hex; readonly parts: readonly SheetPart[] }) {
  const texts = usePanoramaTexts();
  const nameLine = useLineName();
  const gaps = [...new Set(parts.map(({ gap }) => gap))];
  return gaps.map((gap) => {
    const own = parts.filter((part) => part.gap === gap);
    const years = [...new Set(own.flatMap((part) => part.years.map(({ year }) => year)))].sort();
    const nameOf = (part: string): string =>
      part === 'gap' ? texts.wholeGap : part === 'unexplained' ? texts.unexplained : nameLine(part);
    const ordered = own.toSorted((a, b) => rankOf(a) - rankOf(b));
    return (
      <section key={gap} className="card stack" aria-label={texts.gap(nameLine(gap))}>
        <div>
          <h3>{texts.gap(nameLine(gap))}</h3>
          <p className="quiet">{texts.gapLead}</p>
        </div>
        <YearTable
          id={id}
          label={texts.part}
          years={years}
          series={ordered.map(({ part, unit, years: each }) => ({
            key: part,
            name: nameOf(part),
            ...{ unit, years: each },
          }))}
        />
      </section>
    );
  });
}

/** The whole difference comes first, and last what no part explains. */
function rankOf({ part }: SheetPart): number {
  return part === 'gap' ? 0 : part === 'unexplained' ? 2 : 1;
}
