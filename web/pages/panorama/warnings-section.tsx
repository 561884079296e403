import type { Sheet } from '../../../jobs/survey/panorama-sheet.ts';
import { LongText } from '../../components/outside-text.tsx';
import { useRunWarnings } from '../../language/faults/run-warnings.ts';
import { usePanoramaTexts } from './panorama-texts.ts';

/** Said at the years and beside the sources that they are about. */
const ELSEWHERE: readonly string[] = ['missing-year', 'sources-differ'];

/** What the method warns of in the figures of a region: by code, and each message once. */
export function WarningsSection({ sheet: { lines, parts } }: { readonly sheet: Sheet }) {
  const texts = usePanoramaTexts();
  const textOf = useRunWarnings();
  const warnings = [...lines, ...parts]
    .flatMap(({ years }) => years.flatMap((year) => year.warnings))
    .filter(({ code }) => !ELSEWHERE.includes(code));
  if (warnings.length === 0) return null;
  const byCode = Map.groupBy(warnings, ({ code }) => code);
  return (
    <section className="card stack" aria-label={texts.warnings}>
      <h3>{texts.warnings}</h3>
      <ul>
        {[...byCode].map(([code, own]) => (
          <li key={code}>
            {textOf(code)} <code className="quiet">{code}</code>
            <ul>
              {[...new Set(own.map(({ message }) => message))].map((message) => (
                <li key={message} className="quiet" lang="en">
                  <LongText text={message} />
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
