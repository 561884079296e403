import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Entry, RecordView } from '../../../client/generated/openapi.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { FigureName } from '../../components/record/figure-name.tsx';
import { entriesQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { wordOf } from '../../language/word-of.ts';
import { useLedger } from '../../session/session.tsx';
import { useStatementTexts } from '../../work/statement-texts.ts';
import { useAssureTexts } from './shared/assure-texts.ts';
import { type Pair, pairTotals } from './pair-totals.ts';
import classes from './shared/auditor.module.css';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { LongText } from '../../components/outside-text.tsx';

/** What a version changes that replaces another: why, and the totals before and after as far as the reader may read them. */
export function Restatement({ view: { id, record, statement } }: { view: RecordView }) {
  const texts = useAssureTexts();
  const { members, values } = useStatementTexts();
  const reader = useLedger();
  const isFirst = record.previous === ZERO_HASH;
  const before = useQuery({ ...entriesQuery(record.previous, reader), enabled: !isFirst, retry: false });
  const after = useQuery({ ...entriesQuery(id, reader), enabled: !isFirst, retry: false });
  const { change, reason } = statement;
  if (isFirst) return null;
  const totals =
    before.data === undefined || after.data === undefined
      ? []
      : pairTotals(before.data.entries, after.data.entries);
  return (
    <section className="card stack" aria-labelledby="restated">
      <div>
        <h2 id="restated">{typeof change === 'string' ? wordOf(values, change) : texts.replaces}</h2>
        {typeof reason === 'string' && reason !== '' && (
          <p>
            {members.reason}: <LongText text={reason} />
          </p>
        )}
      </div>
      {totals.length > 0 && <Totals totals={totals} />}
      <Link
        to="/streams/$party/$kind/$"
        params={{ party: record.party, kind: nameOfKind(record.kind), _splat: record.subject }}
        search={{ a: record.sequence - 1, b: record.sequence }}
      >
        {texts.compare}
      </Link>
    </section>
  );
}

function Totals({ totals }: { totals: readonly Pair[] }) {
  const texts = useAssureTexts();
  const format = useFormat();
  const write = (entry: Entry | null): string =>
    entry?.value == null ? '–' : `${format.decimal(entry.value)} ${format.unit(entry.unit)}`;
  return (
    <table className={`lined ${classes['table']}`}>
      <thead>
        <tr>
          <th scope="col">{texts.figure}</th>
          <th scope="col" className="number">
            {texts.before}
          </th>
          <th scope="col" className="number">
            {texts.after}
          </th>
        </tr>
      </thead>
      <tbody>
        {totals.map(({ figure, before, after }) => (
          <tr key={figure.key}>
            <td>
              <FigureName figure={figure} />
            </td>
            <td className="number" data-label={texts.before}>
              {write(before)}
            </td>
            <td className="number" data-label={texts.after}>
              {write(after)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
