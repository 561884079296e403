import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { SearchResult } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import { OutsideText } from '../../components/outside-text.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { useIdentifiers } from '../../components/record/party-filter.tsx';
import { HitText, openHit } from '../../components/search/search-hit.tsx';
import { useSearchTexts } from '../../components/search/search-texts.ts';
import { Empty, Unread } from '../../components/states.tsx';
import { searchQuery } from '../../data/queries.ts';
import { type Hit, hitsOf, keyOfHit } from '../../data/search-hit.ts';
import classes from './search.module.css';

const route = getRouteApi('/search');
const TYPES = ['party', 'stream', 'record', 'batch'] as const;

/** What the text in the address finds, by type. */
export function SearchPage() {
  const texts = useSearchTexts();
  const { q = '' } = route.useSearch();
  return (
    <>
      <PageHeading title={texts.search} lead={texts.lead} serverWord="many" />
      {q.trim() === '' ? (
        <Empty title={texts.start}>
          <p>{texts.startAdvice}</p>
        </Empty>
      ) : (
        <Results key={q} q={q.trim()} />
      )}
    </>
  );
}

function Results({ q }: { q: string }) {
  const texts = useSearchTexts();
  const query = useQuery(searchQuery(q));
  const { data, error } = query;
  if (error instanceof ApiError && error.code === 'search-text')
    return (
      <Empty title={texts.unsearchable}>
        <p>{texts.unsearchableAdvice}</p>
      </Empty>
    );
  if (data === undefined) return <Unread query={query} />;
  const hits = hitsOf(data);
  if (hits.length === 0)
    return (
      <>
        <Containing text={q} />
        <Empty title={texts.none(q)}>
          <p>{texts.noneAdvice}</p>
          <div className={classes['ways']}>
            <LinkButton to="/parties" search={{}} variant="default">
              {texts.allParties}
            </LinkButton>
            <LinkButton to="/records" search={{}} variant="default">
              {texts.allRecords}
            </LinkButton>
          </div>
        </Empty>
      </>
    );
  return (
    <div className="stack">
      {TYPES.map((type) => (
        <Group key={type} type={type} hits={hits.filter((hit) => hit.type === type)} result={data} />
      ))}
    </div>
  );
}

/** The most parties that are named. */
const MOST = 10;

/** Of the first parties that are registered, those whose identifiers hold a text. The search itself finds beginnings alone. */
function Containing({ text }: { text: string }) {
  const texts = useSearchTexts();
  const wanted = text.toLowerCase();
  const found = useIdentifiers().filter((identifier) => identifier.toLowerCase().includes(wanted));
  if (found.length === 0) return null;
  return (
    <section aria-labelledby="containing">
      <h2 id="containing" className={classes['title']}>
        {texts.containing}
      </h2>
      <ul className={classes['hits']}>
        {found.slice(0, MOST).map((identifier) => (
          <li key={identifier}>
            <Link to="/parties/$party" params={{ party: identifier }}>
              <OutsideText text={identifier} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Group({ type, hits, result }: { type: Hit['type']; hits: readonly Hit[]; result: SearchResult }) {
  const texts = useSearchTexts();
  if (hits.length === 0) return null;
  return (
    <section aria-labelledby={type}>
      <h2 id={type} className={classes['title']}>
        {texts.groups[type]}
      </h2>
      <ul className={classes['hits']}>
        {hits.map((hit) => (
          <li key={`${hit.by} ${keyOfHit(hit)}`}>
            <Link {...openHit(hit)}>
              <HitText hit={hit} hasType={false} />
            </Link>
          </li>
        ))}
      </ul>
      {result.more.includes(type) && <p className={classes['more']}>{texts.more}</p>}
    </section>
  );
}
