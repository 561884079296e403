import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { ListedRecord } from '../../../client/http/check-record.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS, type KindName } from '../../../core/records/kind.ts';
import { isWithdrawn } from '../../../core/records/statement.ts';
import { type Column, ListTable } from '../../components/list/list-table.tsx';
import { PageHeading } from '../../components/page-heading.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import { StateCell, useRecordColumns } from '../../components/record/record-columns.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { KindTag } from '../../components/record/record-tags.tsx';
import { Empty, Unread } from '../../components/states.tsx';
import { shorten } from '../../components/hash.tsx';
import { Tag } from '../../components/tag.tsx';
import { signedQuery, versionsQuery } from '../../data/queries.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';
import { NotFoundPage } from '../../shell/failed-page.tsx';
import { StreamComparison } from './stream-comparison.tsx';
import { useStreamTexts } from './stream-texts.ts';
import classes from './stream.module.css';

const route = getRouteApi('/streams/$party/$kind/$');

/** A stream: all its versions, and the difference between any two. */
export function StreamPage() {
  const { party, kind, _splat: subject = '' } = route.useParams();
  return Object.hasOwn(KINDS, kind) && subject !== '' ? (
    <ShownStream
      key={`${party} ${kind} ${subject}`}
      party={party}
      kind={kind as KindName}
      subject={subject}
    />
  ) : (
    <NotFoundPage />
  );
}

function ShownStream(stream: { party: string; kind: KindName; subject: string }) {
  const texts = useStreamTexts();
  const { kinds } = useRecordTexts();
  const list = versionsQuery(stream);
  const query = useInfiniteQuery(list);
  const pages = query.data?.pages ?? [];
  const [first] = pages;
  const columns = useVersionColumns(first?.accepted?.record ?? null);
  if (first === undefined)
    return <Unread query={query} heading={showOutside(stream.subject, MOST_OF_TITLE)} />;
  const newest = first.accepted;
  const { kind, subject } = stream;
  return (
    <div className="stack">
      <PageHeading
        {...(/^[0-9a-f]{64}$/.test(subject)
          ? { title: texts.about(kinds[kind], shorten(subject)) }
          : { outside: subject })}
        serverWord="many"
        lead={
          <span className={classes['lead']}>
            <KindTag kind={KINDS[kind]} subject={subject} />
            <PartyName id={first.party} />
            {newest !== null && <span>{texts.versions(newest.sequence)}</span>}
          </span>
        }
      />
      {newest !== null && newest.sequence > 1 && (
        <StreamComparison stream={stream} known={knownVersions(pages)} newest={newest.sequence} />
      )}
      <section aria-labelledby="versions">
        <h2 id="versions" className="spaced">
          {texts.allVersions}
        </h2>
        <ListTable
          label={texts.allVersions}
          columns={columns}
          query={query}
          queryKey={list.queryKey}
          keyOf={({ id }) => id}
          empty={<Empty title={texts.none}>{texts.noneAdvice}</Empty>}
        />
      </section>
    </div>
  );
}

/** As columns of records; each version but the newest says that it was replaced, or withdrawn. */
function useVersionColumns(id: Hex | null): Column<ListedRecord>[] {
  const texts = useStreamTexts();
  const { data: newest = null } = useQuery({ ...signedQuery(id ?? '0x'), enabled: id !== null });
  const { state: stateHeader } = useRecordTexts();
  return useRecordColumns({ hasParty: false }).map((column) =>
    column.header !== stateHeader
      ? column
      : {
          ...column,
          width: '10rem',
          cell: ({ id, state, record }) => (
            <span className={classes['states']}>
              <StateCell id={id} state={state} />
              {newest !== null && state !== 'rejected' && record.sequence < newest.record.sequence && (
                <Tag tone={isWithdrawn(newest) ? 'bad' : 'unsure'}>
                  {isWithdrawn(newest) ? texts.withdrawn : texts.replaced}
                </Tag>
              )}
            </span>
          ),
        },
  );
}

/** The versions that were read, by sequence. A rejected record does not count as a version: another record has its place. */
function knownVersions(
  pages: readonly { readonly items: readonly ListedRecord[] }[],
): ReadonlyMap<number, ListedRecord> {
  const items = pages.flatMap((page) => page.items).filter(({ state }) => state !== 'rejected');
  return new Map(items.map((item) => [item.record.sequence, item]));
}
