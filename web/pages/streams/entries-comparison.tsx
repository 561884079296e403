import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Entry, RecordView } from '../../../client/generated/openapi.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { orderFigures } from '../../components/record/figure-order.ts';
import { FigureName } from '../../components/record/figure-name.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { type Column, VirtualTable } from '../../components/list/virtual-table.tsx';
import { isPrivate } from '../../data/is-private.ts';
import { entriesQuery } from '../../data/queries.ts';
import { useLedger, useSession } from '../../session/session.tsx';
import { useFormat } from '../../language/format.ts';
import { compareEntries, type EntryChange, findFollowed } from '../../data/compare-entries.ts';
import { Difference } from './difference.tsx';
import { FollowedNote } from './followed-note.tsx';
import { useStreamTexts } from './stream-texts.ts';
import classes from './stream.module.css';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';

const route = getRouteApi('/streams/$party/$kind/$');
const KINDS_OF_CHANGE = ['followed', 'changed', 'added', 'removed'] as const;
const TONES: Record<EntryChange['kind'], Tone> = {
  added: 'good',
  removed: 'bad',
  changed: 'unsure',
  followed: 'neutral',
};

/** The entries that differ between two records, where the reader may read both. */
export function EntriesComparison({ before, after }: { before: RecordView; after: RecordView }) {
  const texts = useStreamTexts();
  const reader = useLedger();
  const { session } = useSession();
  const mayRead = session !== null || (before.publicEntries && after.publicEntries);
  const first = useQuery({ ...entriesQuery(before.id, reader), enabled: mayRead });
  const second = useQuery({ ...entriesQuery(after.id, reader), enabled: mayRead });
  if (before.record.entries === ZERO_HASH && after.record.entries === ZERO_HASH) return null;
  if (before.record.entries === after.record.entries) return <p className="quiet">{texts.equal}</p>;
  const error = first.error ?? second.error;
  if (!mayRead || isPrivate(error))
    return <p className="quiet">{session === null ? texts.private : texts.noAccess}</p>;
  if (error !== null)
    return <Failure error={error} onRetry={() => void Promise.all([first.refetch(), second.refetch()])} />;
  if (first.data === undefined || second.data === undefined) return <Loading />;
  return <Changes before={first.data.entries} after={second.data.entries} kind={after.record.kind} />;
}

function hasValue({ before, after }: EntryChange): boolean {
  return (after ?? before)?.value !== null;
}

interface ChangesProps {
  readonly before: readonly Entry[];
  readonly after: readonly Entry[];
  readonly kind: number;
}

function Changes({ before, after, kind }: ChangesProps) {
  const texts = useStreamTexts();
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const changes = useMemo(() => {
    const found = compareEntries(before, after);
    // An accountant reads figures in another order than that of their keys.
    const isOfFigures = kind === KINDS.result || kind === KINDS.disclosure;
    return isOfFigures ? orderFigures(found, hasValue) : found;
  }, [before, after, kind]);
  const counts = useMemo(() => Map.groupBy(changes, ({ kind }) => kind), [changes]);
  const shown = search.show === undefined ? changes : (counts.get(search.show) ?? []);
  const columns = useColumns();
  const followed = useMemo(() => findFollowed(changes), [changes]);
  if (changes.length === 0) return <p className="quiet">{texts.equal}</p>;
  const filter = (show: EntryChange['kind'] | undefined, label: string, count: number) => (
    <Button
      key={show ?? ''}
      variant={search.show === show ? 'filled' : 'default'}
      size="compact-md"
      aria-pressed={search.show === show}
      disabled={count === 0}
      onClick={() => void navigate({ search: { ...search, show }, replace: true, resetScroll: false })}
    >
      {texts.counted(label, format.number(count))}
    </Button>
  );
  return (
    <>
      {followed !== null && (
        <div className={classes['followed']}>
          <FollowedNote followed={followed} />
        </div>
      )}
      <div className={classes['filters']} role="group" aria-label={texts.show}>
        {filter(undefined, texts.all, changes.length)}
        {KINDS_OF_CHANGE.filter((kind) => kind !== 'followed' || counts.has(kind)).map((kind) =>
          filter(kind, texts.kinds[kind], counts.get(kind)?.length ?? 0),
        )}
      </div>
      <VirtualTable label={texts.difference} columns={columns} items={shown} keyOf={({ key }) => key} />
    </>
  );
}

function useColumns(): Column<EntryChange>[] {
  const texts = useStreamTexts();
  const format = useFormat();
  const value = (entry: Entry | null) =>
    entry === null ? (
      <span className="quiet">–</span>
    ) : (
      <>
        {entry.value === null ? '–' : format.decimal(entry.value)}{' '}
        <span className="quiet">{format.unit(entry.unit)}</span>
      </>
    );
  const period = ({ from, until }: Entry): string => (from === until ? '–' : format.period(from, until));
  return [
    {
      header: texts.key,
      width: 'minmax(0, 2.4fr)',
      cell: ({ key, kind, others, before, after }) => (
        <>
          <FigureName figure={{ key, detail: (after ?? before)?.detail }} />{' '}
          <Tag tone={TONES[kind]}>{texts.kinds[kind]}</Tag>
          {kind === 'followed' && (
            <div className="quiet">{texts.periods(period(before!), period(after!))}</div>
          )}
          {others.length > 0 && (
            <div className="quiet">{texts.others(others.map((other) => texts.members[other]))}</div>
          )}
        </>
      ),
    },
    { header: texts.before, width: 'minmax(0, 1.4fr)', isNumber: true, cell: ({ before }) => value(before) },
    { header: texts.after, width: 'minmax(0, 1.4fr)', isNumber: true, cell: ({ after }) => value(after) },
    {
      header: texts.change,
      width: 'minmax(0, 1.2fr)',
      isNumber: true,
      cell: (change) =>
        change.difference === null ? <span className="quiet">–</span> : <Difference change={change} />,
    },
  ];
}
