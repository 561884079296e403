import { useFormat } from '../../language/format.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import type { Changed } from '../../../jobs/verify/compare-copies.ts';
import { DifferenceTable } from './difference-table.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** The most differences that are shown: a file can have tens of thousands. */
const MOST_ROWS = 200;

/** What a file shows that differs from what was signed; nothing where it was signed as it is. */
export function Changes({
  outcome,
  changed,
}: {
  outcome: ProofVerification;
  changed: readonly Changed[] | null;
}) {
  const texts = useVerdictTexts();
  const format = useFormat();
  const failed = outcome.checks.filter(
    ({ check, result }) => result === 'fail' && (check === 'entries' || check === 'statement'),
  );
  if (failed.length === 0 || changed === null) return null;
  const figures = outcome.bundle?.records[0]?.entries.shown ?? [];
  return (
    <section className={`card ${classes['changes']}`} aria-labelledby="changes-title">
      <h2 id="changes-title">{texts.changed}</h2>
      {changed.length === 0 ? (
        <>
          <p>{texts.changedUnknown}</p>
          <DifferenceTable
            caption={texts.changed}
            leftName={texts.signedHash}
            rightName={texts.shownHash}
            rows={failed.map(({ expected, actual }) => ({
              name: '',
              left: typeof expected === 'string' ? expected : null,
              right: typeof actual === 'string' ? actual : null,
            }))}
          />
        </>
      ) : (
        <>
          <p className="quiet">{texts.changedWhere}</p>
          <DifferenceTable
            caption={texts.changed}
            leftName={texts.signed}
            rightName={texts.shown}
            rows={changed.slice(0, MOST_ROWS).map(({ part, name, signed, shown }) => ({
              name: part === 'statement' ? texts.ofStatement(name) : name,
              figure: part === 'statement' ? null : (figures.find(({ key }) => key === name) ?? null),
              left: signed,
              right: shown,
            }))}
          />
          {changed.length > MOST_ROWS && (
            <p className="quiet">{texts.changedMore(format.number(changed.length - MOST_ROWS))}</p>
          )}
        </>
      )}
    </section>
  );
}
