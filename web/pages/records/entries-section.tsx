import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Entry, RecordView } from '../../../client/generated/openapi.ts';
import { FigureName } from '../../components/record/figure-name.tsx';
import { JsonValue } from '../../components/json-value.tsx';
import { Notice } from '../../components/notice.tsx';
import { Empty, Unread } from '../../components/states.tsx';
import { Tag } from '../../components/tag.tsx';
import { type Column, VirtualTable } from '../../components/list/virtual-table.tsx';
import { datasetOf } from '../../../jobs/import/row-types.ts';
import { entriesQuery } from '../../data/queries.ts';
import { useLedger, useSession } from '../../session/session.tsx';
import { useDetailNames } from '../../language/detail-texts.ts';
import { useEntryName } from '../../language/row-names.ts';
import { useFormat } from '../../language/format.ts';
import { useDatasetNames } from '../../language/dataset-names.ts';
import { isPrivate } from '../../data/is-private.ts';
import { useRecordPageTexts } from './record-page-texts.ts';
import classes from './record-page.module.css';
import { ZERO_HASH } from '../../../core/encoding/hex.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

/** The entries of a record, where anyone may read them; else who may. */
export function EntriesSection({ view: { id, record, publicEntries } }: { view: RecordView }) {
  const texts = useRecordPageTexts();
  const isWithout = record.entries === ZERO_HASH;
  const reader = useLedger();
  const { session } = useSession();
  const mayRead = publicEntries || session !== null;
  const query = useQuery({
    ...entriesQuery(id, reader),
    enabled: mayRead && !isWithout,
  });
  const { data, error } = query;
  if (isWithout) return null;
  return (
    <section aria-labelledby="entries">
      <h2 id="entries" className="spaced">
        {texts.entries}
      </h2>
      {!mayRead || isPrivate(error) ? (
        <Notice title={texts.private}>
          <span>{texts.privateAdvice}</span>
          <span>{session === null ? texts.privateSignIn : texts.privateNoAccess}</span>
        </Notice>
      ) : data === undefined ? (
        <Unread query={query} />
      ) : (
        <>
          <p className="quiet">{texts.compared}</p>
          <EntriesTable entries={data.entries} isDataset={record.kind === 1} />
        </>
      )}
    </section>
  );
}

function EntriesTable({ entries, isDataset }: { entries: readonly Entry[]; isDataset: boolean }) {
  const texts = useRecordPageTexts();
  const format = useFormat();
  const names = useDatasetNames();
  const labels = useDetailNames();
  const nameOf = useEntryName();
  const [filter, setFilter] = useState('');
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const shown = useMemo(
    () =>
      entries.filter(
        (entry) =>
          entry.key.toLowerCase().includes(wanted) || nameOf(entry)?.toLowerCase().includes(wanted) === true,
      ),
    [entries, wanted, nameOf],
  );
  const type = useMemo(() => (isDataset ? datasetOf(entries) : null), [entries, isDataset]);
  const toggle = (key: string): void => {
    const next = new Set(opened);
    if (!next.delete(key)) next.add(key);
    setOpened(next);
  };
  return (
    <>
      <div className={classes['tools']}>
        <TextInput
          aria-label={texts.filterKeys}
          placeholder={texts.filterKeys}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <span role="status">{texts.count(format.number(shown.length), format.number(entries.length))}</span>
        {type !== null && <Tag>{names[type]}</Tag>}
      </div>
      {shown.length === 0 ? (
        <Empty title={texts.noKey}>
          <Button variant="default" size="compact-sm" onClick={() => setFilter('')}>
            {texts.allEntries}
          </Button>
        </Empty>
      ) : (
        <VirtualTable
          label={texts.entries}
          columns={useEntryColumns(opened, toggle)}
          items={shown}
          keyOf={({ key }) => key}
          below={({ key, detail }) =>
            opened.has(key) && detail !== null ? (
              <div id={`detail ${key}`} className="inset">
                <JsonValue value={detail} names={labels} />
              </div>
            ) : null
          }
        />
      )}
    </>
  );
}

function useEntryColumns(opened: ReadonlySet<string>, toggle: (key: string) => void): Column<Entry>[] {
  const texts = useRecordPageTexts();
  const format = useFormat();
  return [
    { header: texts.key, width: 'minmax(0, 3fr)', cell: (entry) => <FigureName figure={entry} /> },
    {
      header: texts.value,
      width: 'minmax(0, 1.6fr)',
      isNumber: true,
      cell: ({ value }) => (value === null ? <span className="quiet">–</span> : format.decimal(value)),
    },
    { header: texts.unit, width: 'minmax(0, 1.2fr)', cell: ({ unit }) => format.unit(unit) },
    {
      header: texts.period,
      width: 'minmax(0, 1.4fr)',
      cell: ({ from, until }) =>
        from === until ? <span className="quiet">–</span> : format.period(from, until),
    },
    {
      header: texts.detail,
      width: '6rem',
      cell: ({ key, detail }) =>
        detail !== null && (
          <Button
            variant="default"
            size="compact-sm"
            aria-expanded={opened.has(key)}
            aria-label={
              opened.has(key)
                ? texts.closeDetail(showOutside(key, MOST_OF_TITLE))
                : texts.showDetail(showOutside(key, MOST_OF_TITLE))
            }
            onClick={() => toggle(key)}
          >
            {opened.has(key) ? texts.close : texts.show}
          </Button>
        ),
    },
  ];
}
