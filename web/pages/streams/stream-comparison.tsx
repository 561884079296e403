import { NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { RecordSummary } from '../../../client/generated/openapi.ts';
import type { KindName } from '../../../core/records/kind.ts';
import { Failure, Loading } from '../../components/states.tsx';
import { versionQuery } from '../../data/queries.ts';
import { EntriesComparison } from './entries-comparison.tsx';
import { SourcesComparison } from './sources-comparison.tsx';
import { StatementComparison } from './statement-comparison.tsx';
import { useStreamTexts } from './stream-texts.ts';
import classes from './stream.module.css';

const route = getRouteApi('/streams/$party/$kind/$');

interface StreamComparisonProps {
  readonly stream: { readonly party: string; readonly kind: KindName; readonly subject: string };
  /** The versions that the page has read. */
  readonly known: ReadonlyMap<number, RecordSummary>;
  readonly newest: number;
}

/** The difference between two versions, which the address names: at first the newest two. */
export function StreamComparison({ stream, known, newest }: StreamComparisonProps) {
  const texts = useStreamTexts();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const b = Math.min(search.b ?? newest, newest);
  const a = Math.min(search.a ?? Math.max(1, b - 1), newest);
  const first = useQuery(versionQuery(stream, a, known.get(a)?.id));
  const second = useQuery(versionQuery(stream, b, known.get(b)?.id));
  const choose = (name: 'a' | 'b') => (value: number | string) => {
    const version = Number(value);
    if (!Number.isInteger(version) || version < 1 || version > newest) return;
    const next = { ...search, a, b, [name]: version };
    void navigate({ search: next, replace: true, resetScroll: false });
  };
  const error = first.error ?? second.error;
  return (
    <section className="card" aria-labelledby="difference">
      <h2 id="difference" className="spaced">
        {texts.difference}
      </h2>
      <div className={classes['choice']}>
        <NumberInput label={texts.from} min={1} max={newest} value={a} onChange={choose('a')} />
        <NumberInput label={texts.to} min={1} max={newest} value={b} onChange={choose('b')} />
      </div>
      {a === b ? (
        <p className="quiet">{texts.same}</p>
      ) : first.data !== undefined && second.data !== undefined ? (
        <>
          <StatementComparison before={first.data} after={second.data} />
          <SourcesComparison before={first.data} after={second.data} />
          <EntriesComparison before={first.data} after={second.data} />
        </>
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void Promise.all([first.refetch(), second.refetch()])} />
      ) : (
        <Loading />
      )}
    </section>
  );
}
