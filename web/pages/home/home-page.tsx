import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { isReplay } from '../../../core/records/kind.ts';
import { LiveMark } from '../../components/live-mark.tsx';
import { Moment } from '../../components/moment.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { StateCell } from '../../components/record/record-columns.tsx';
import { ServerWord } from '../../components/server-word.tsx';
import { KindTag } from '../../components/record/record-tags.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { SearchBox } from '../../components/search/search-box.tsx';
import { Empty, Failure, Loading, Unread } from '../../components/states.tsx';
import { type ItemOf, latestQuery, statusQuery } from '../../data/queries.ts';
import { titleOr } from '../../data/record-title.ts';
import { useFormat } from '../../language/format.ts';
import { useHomeTexts } from './home-texts.ts';
import classes from './home.module.css';
import { OutsideText } from '../../components/outside-text.tsx';

/** Records that the start page shows, of those that it reads. Replays are left out: each batch has one. */
const NEWEST = 6;
const READ = 30;

/** The start page: what this is, where each user begins, what is new, and how the ledger is. */
export function HomePage() {
  const texts = useHomeTexts();
  return (
    <div className={classes['home']}>
      <div>
        <PageHeading title={texts.title} lead={texts.lead} />
        <SearchBox isLarge />
      </div>
      <nav aria-label={texts.begin} className={classes['ways']}>
        {(['verify', 'company', 'auditor', 'exchange'] as const).map((page) => (
          <Link key={page} to={`/${page}`} className={classes['way']}>
            <strong>{texts.ways[page].title}</strong>
            <span>{texts.ways[page].text}</span>
          </Link>
        ))}
      </nav>
      <ServerWord record={null} />
      <NewestRecords />
      <LedgerStatus />
    </div>
  );
}

function NewestRecords() {
  const texts = useHomeTexts();
  const query = useQuery(latestQuery(READ));
  const items = (query.data?.items ?? []).filter(({ record }) => !isReplay(record));
  return (
    <section aria-labelledby="newest">
      <div className={classes['heading']}>
        <h2 id="newest">{texts.newest}</h2>
        <LiveMark />
        <Link to="/records">{texts.all}</Link>
      </div>
      {query.data === undefined ? (
        <Unread query={query} />
      ) : items.length === 0 ? (
        <Empty title={texts.none}>{texts.noneAdvice}</Empty>
      ) : (
        <ul className={classes['newest']}>
          {items.slice(0, NEWEST).map((item) => (
            <NewRecord key={item.id} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NewRecord({ item: { id, title, record, state, acceptedAt } }: { item: ItemOf<'listRecords'> }) {
  const { untitled } = useRecordTexts();
  return (
    <li>
      <KindTag kind={record.kind} />
      <div>
        <Link to="/records/$id" params={{ id }}>
          <OutsideText text={titleOr(title, untitled)} />
        </Link>
        <div className="quiet">
          <PartyName id={record.party} />
        </div>
      </div>
      <span className={classes['at']}>
        <Moment at={acceptedAt} />
      </span>
      <StateCell id={id} state={state} />
    </li>
  );
}

function LedgerStatus() {
  const texts = useHomeTexts();
  const format = useFormat();
  const { data, error, isPending, refetch } = useQuery(statusQuery);
  if (isPending) return <Loading />;
  if (error !== null) return <Failure error={error} onRetry={() => void refetch()} />;
  const { chain } = data;
  const numbers = [
    [texts.final, data.final],
    [texts.notFinal, data.sealed - data.final],
    [texts.waiting, data.queue.waiting],
    ...(chain?.final == null ? [] : [[texts.block(chain.chainId), chain.final.number] as const]),
  ] as const;
  return (
    <section aria-labelledby="status" className={classes['status']}>
      <div className={classes['heading']}>
        <h2 id="status">{texts.status}</h2>
        <Link to="/batches">{texts.batches}</Link>
      </div>
      <dl>
        {numbers.map(([name, value]) => (
          <div key={name}>
            <dd>{format.number(value)}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
      {data.halted !== null && <p role="alert">{texts.halted(data.halted.message)}</p>}
      {data.closed !== null && <p>{texts.closed(data.closed.batch)}</p>}
    </section>
  );
}
