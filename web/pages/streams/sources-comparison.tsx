import { useQueries } from '@tanstack/react-query';
import type { RecordView } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { RecordLink } from '../../components/record/record-link.tsx';
import { type Signed, signedQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { compareSources } from '../../../jobs/compare/compare-sources.ts';
import { useStreamTexts } from './stream-texts.ts';
import classes from './stream.module.css';

/** Sources that are looked up, of each record. */
const MOST = 24;

/** The sources that differ between two records, with their versions. They are public, also where entries are private. */
export function SourcesComparison({ before, after }: { before: RecordView; after: RecordView }) {
  const texts = useStreamTexts();
  const format = useFormat();
  const only = (own: RecordView, other: RecordView): Hex[] => {
    const others = new Set(other.record.sources);
    return own.record.sources.filter((id) => !others.has(id));
  };
  const [old, now] = [only(before, after), only(after, before)];
  const first = useQueries({ queries: old.slice(0, MOST).map((id) => signedQuery(id)) });
  const second = useQueries({ queries: now.slice(0, MOST).map((id) => signedQuery(id)) });
  const left = Math.max(0, old.length - MOST) + Math.max(0, now.length - MOST);
  const changes = compareSources(
    first.flatMap(({ data }) => data ?? []),
    second.flatMap(({ data }) => data ?? []),
  );
  if (changes.length === 0) return null;
  const list = (views: readonly Signed[]) =>
    views.map(({ id }) => (
      <div key={id}>
        <RecordLink id={id} />
      </div>
    ));
  return (
    <section aria-labelledby="sources">
      <h3 id="sources">{texts.sources}</h3>
      <ul className={classes['sources']}>
        {changes.map((change) => (
          <li key={(change.before[0] ?? change.after[0])!.id}>
            <span className="quiet">
              {change.before.length === 0
                ? texts.sourceAdded
                : change.after.length === 0
                  ? texts.sourceRemoved
                  : texts.sourceReplaced}
            </span>
            {change.before.length > 0 && <div>{list(change.before)}</div>}
            {change.after.length > 0 && <div>{list(change.after)}</div>}
          </li>
        ))}
      </ul>
      {left > 0 && <p className="quiet">{texts.moreSources(format.number(left))}</p>}
    </section>
  );
}
