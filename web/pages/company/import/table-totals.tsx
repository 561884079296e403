import { useEffect, useMemo, useState } from 'react';
import type { LastYear } from '../../../../jobs/import/last-year.ts';
import { readOwnDatasets } from '../../../../jobs/import/own-datasets.ts';
import { type SummedTotal, sumTotals } from '../../../../jobs/import/sum-totals.ts';
import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';
import { useFormat } from '../../../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import { usePlace } from '../../../language/place.ts';
import { useRowTypeName } from '../../../language/row-type-names.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { CautionList } from './caution-list.tsx';
import { findLastYear } from './table-work.ts';
import { useTotalTexts } from './total-texts.ts';
import classes from '../shared/company.module.css';

type Valid = Extract<ImportAnswer, { isValid: true }>;

/** Totals beyond these are only counted. */
const MOST_SHOWN = 40;

/** What a table adds up to by site and period, beside its own totals and those of the year before, and what a run would say of it. */
export function TableTotals({ session, answer }: { session: PartySession; answer: Valid }) {
  const texts = useTotalTexts();
  const lastYear = useLastYear(session, answer);
  const cautions = lastYear?.cautions ?? answer.cautions;
  if (!answer.isJudged) return <p>{texts.notJudged}</p>;
  if (answer.totals.length === 0) return null;
  return (
    <section className="stack" aria-labelledby="table-totals">
      <div>
        <h3 id="table-totals">{texts.title}</h3>
        <p className="quiet">{texts.lead}</p>
      </div>
      {cautions.length === 0 ? (
        <p className="quiet">{texts.nothing}</p>
      ) : (
        <CautionList cautions={cautions} title={texts.cautions} />
      )}
      <Sums totals={answer.totals} lastYear={lastYear} />
      <OwnTotals stated={answer.stated} />
    </section>
  );
}

/** Looks for the dataset of the year before; null while there is none. */
function useLastYear(session: PartySession, answer: Valid): LastYear | null {
  const reads = useLedgerReads(session);
  const [found, setFound] = useState<LastYear | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    const look = async (): Promise<void> => {
      const own = await readOwnDatasets(session.party, reads);
      stop.signal.throwIfAborted();
      if (own.length === 0) return;
      const datasets = own.map(({ summary, entries }) => ({
        title: summary.title ?? summary.record.subject,
        entries,
      }));
      const before = await findLastYear(answer.entries, datasets, stop.signal);
      if (!stop.signal.aborted) setFound(before);
    };
    setFound(null);
    // Nothing depends on it: the totals are there without it.
    look().catch(() => undefined);
    return () => stop.abort();
  }, [session.party, reads, answer]);
  return found;
}

function Sums({ totals, lastYear }: { totals: Valid['totals']; lastYear: LastYear | null }) {
  const texts = useTotalTexts();
  const format = useFormat();
  const sums = useMemo(() => sumTotals(totals, lastYear?.totals ?? []), [totals, lastYear]);
  return (
    <div className={classes['wide']}>
      {lastYear !== null && <p>{texts.comparedWith(showOutside(lastYear.title, MOST_OF_TITLE))}</p>}
      <table className={classes['names']}>
        <thead>
          <tr>
            <th scope="col">{texts.of}</th>
            <th scope="col">{texts.place}</th>
            <th scope="col" className="number">
              {texts.sum}
            </th>
            {lastYear !== null && (
              <th scope="col" className="number">
                {texts.before}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {sums.slice(0, MOST_SHOWN).map((sum) => (
            <SumRow key={sum.name} sum={sum} hasBefore={lastYear !== null} />
          ))}
        </tbody>
      </table>
      {sums.length > MOST_SHOWN && <p>{texts.more(format.number(sums.length - MOST_SHOWN))}</p>}
    </div>
  );
}

function SumRow({
  sum: { total, value, parts, before },
  hasBefore,
}: {
  sum: SummedTotal;
  hasBefore: boolean;
}) {
  const texts = useTotalTexts();
  const format = useFormat();
  const placeOf = usePlace();
  const rowTypeName = useRowTypeName();
  const { row, subject, place, unit } = total;
  const amount = (sum: string): string => `${format.decimal(sum)} ${format.unit(unit)}`;
  return (
    <tr>
      <td>
        {rowTypeName(row)}
        {subject !== '' && `: ${placeOf(subject)}`}
        {parts.length > 1 && (
          <details>
            <summary>{texts.months(format.number(parts.length))}</summary>
            <ul className="plain">
              {parts.map(({ from, until, value: part }) => (
                <li key={`${from} ${until}`}>
                  {format.period(from, until)}: {amount(part)}
                </li>
              ))}
            </ul>
          </details>
        )}
      </td>
      <td>{place === '' ? '' : placeOf(place)}</td>
      <td className="number">{amount(value)}</td>
      {hasBefore && <td className="number">{before === null ? '' : amount(before)}</td>}
    </tr>
  );
}

/** How many of the totals that the table states agree with its rows, and which do not. */
function OwnTotals({ stated }: Pick<Valid, 'stated'>) {
  const texts = useTotalTexts();
  const format = useFormat();
  if (stated.length === 0) return null;
  const wrong = stated.filter(({ isSame }) => !isSame);
  return (
    <div>
      <p>{texts.own(format.number(stated.length - wrong.length), format.number(stated.length))}</p>
      {wrong.length > 0 && (
        <ul>
          {wrong.slice(0, MOST_SHOWN).map(({ row, column, stated: own, sum }) => (
            <li key={`${row} ${column}`}>
              {texts.differs(
                texts.rowOf(String(row), showOutside(column)),
                showOutside(own),
                showOutside(sum),
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
