import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure, Loading } from '../../components/states.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import { useHomeTexts } from './home-texts.ts';
import classes from './home.module.css';

/** The start page: what this is, where each user begins, and how the ledger is. */
export function HomePage() {
  const texts = useHomeTexts();
  return (
    <div className="stack">
      <PageHeading title={texts.title} lead={texts.lead} />
      <div className="grid">
        {(['verify', 'company', 'auditor', 'exchange'] as const).map((page) => (
          <Link key={page} to={`/${page}`} className={classes['way']}>
            <strong>{texts.ways[page].title}</strong>
            <span>{texts.ways[page].text}</span>
          </Link>
        ))}
      </div>
      <LedgerStatus />
    </div>
  );
}

function LedgerStatus() {
  const texts = useHomeTexts();
  const format = useFormat();
  const { data, error, isPending, refetch } = useQuery(statusQuery);
  if (isPending) return <Loading />;
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  const numbers = [
    [texts.final, data.final],
    [texts.anchored, data.anchored],
    [texts.waiting, data.queue.waiting],
  ] as const;
  return (
    <section aria-label={texts.status} className={classes['status']}>
      {numbers.map(([name, value]) => (
        <div key={name}>
          <span className={classes['value']}>{format.number(value)}</span>
          <span className="quiet">{name}</span>
        </div>
      ))}
      {data.halted !== null && <p role="alert">{texts.halted(data.halted.message)}</p>}
    </section>
  );
}
