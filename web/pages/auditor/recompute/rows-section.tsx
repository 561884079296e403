import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../language/format.ts';
import { useLeftOutReasons } from '../../../language/left-out-reasons.ts';
import { wordOf } from '../../../language/word-of.ts';
import { useAssureTexts } from '../shared/assure-texts.ts';
import classes from '../shared/auditor.module.css';
import type { Recomputed } from './use-recompute.ts';
import type { ReconciledRecord } from '../../../../jobs/reperform/recomputation.ts';
import { OutsideText } from '../../../components/outside-text.tsx';

/** At most so many keys of rows are shown for each reason. */
const MOST_KEYS = 100;

/** What became of every row of the sources: used by a figure, or left out and why. */
export function RowsSection({ recomputed: { data } }: { recomputed: Recomputed }) {
  const texts = useAssureTexts();
  if (data === undefined) return null;
  return (
    <section className={classes['section']} aria-labelledby="rows">
      <header>
        <h2 id="rows" tabIndex={-1}>
          {texts.rows}
        </h2>
        <p className="quiet">{texts.rowsLead}</p>
      </header>
      {data.rows === null ? (
        <p>{texts.rowsUnknown}</p>
      ) : (
        <>
          <Notice
            tone={data.usesOtherRows ? 'bad' : 'good'}
            title={data.usesOtherRows ? texts.otherRows : texts.sameRows}
          />
          <Reconciliation rows={data.rows} />
        </>
      )}
    </section>
  );
}

function Reconciliation({ rows }: { rows: readonly ReconciledRecord[] }) {
  const texts = useAssureTexts();
  const format = useFormat();
  return (
    <div className="card">
      <table className={`lined ${classes['table']}`}>
        <thead>
          <tr>
            <th scope="col">{texts.source}</th>
            <th scope="col" className="number">
              {texts.read}
            </th>
            <th scope="col" className="number">
              {texts.used}
            </th>
            <th scope="col">{texts.leftOut}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ record, title, read, used, leftOut }) => (
            <tr key={record}>
              <th scope="row">
                <OutsideText text={title} />
              </th>
              <td className="number" data-label={texts.read}>
                {format.number(read)}
              </td>
              <td className="number" data-label={texts.used}>
                {format.number(used)}
              </td>
              <td data-label={texts.leftOut}>
                {leftOut.length === 0
                  ? texts.nothingLeftOut
                  : leftOut.map((group) => <Group key={group.reason} {...group} />)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Group({ reason, keys }: ReconciledRecord['leftOut'][number]) {
  const texts = useAssureTexts();
  const format = useFormat();
  const reasons = useLeftOutReasons();
  const rest = keys.length - MOST_KEYS;
  return (
    <details>
      <summary>{texts.reasonCount(format.number(keys.length), wordOf(reasons, reason))}</summary>
      <ul className="marked">
        {keys.slice(0, MOST_KEYS).map((key) => (
          <li key={key}>{key}</li>
        ))}
        {rest > 0 && <li>{texts.more(format.number(rest))}</li>}
      </ul>
    </details>
  );
}
