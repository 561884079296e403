import type { Outcome, Changed } from '../work/messages.ts';
import { DifferenceTable } from './difference-table.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** What a file shows that differs from what was signed; nothing where it was signed as it is. */
export function Changes({ outcome, changed }: { outcome: Outcome; changed: readonly Changed[] | null }) {
  const texts = useVerdictTexts();
  const isChanged = outcome.checks.some(
    ({ check, result }) => result === 'fail' && (check === 'entries' || check === 'statement'),
  );
  if (!isChanged || changed === null) return null;
  return (
    <section className={`card ${classes['changes']}`} aria-labelledby="changes-title">
      <h3 id="changes-title">{texts.changed}</h3>
      {changed.length === 0 ? (
        <p>{texts.changedUnknown}</p>
      ) : (
        <>
          <p className="quiet">{texts.changedWhere}</p>
          <DifferenceTable
            caption={texts.changed}
            leftName={texts.signed}
            rightName={texts.shown}
            rows={changed.map(({ part, name, signed, shown }) => ({
              name: part === 'statement' ? texts.ofStatement(name) : name,
              left: signed,
              right: shown,
            }))}
          />
        </>
      )}
    </section>
  );
}
