import { Button, Checkbox, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { ApiError } from '../../../../client/http/api-error.ts';
import type { RecordSummary } from '../../../../client/generated/openapi.ts';
import type { CataloguedMethod } from '../../../../jobs/engines/methods-catalogue.ts';
import { kindsOfSources } from '../../../../jobs/compute/needs.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { type KindName, nameOfKind } from '../../../../core/records/kind.ts';
import { PartyName } from '../../../components/record/party-name.tsx';
import { useRecordTexts } from '../../../components/record-texts.ts';
import { StateTag } from '../../../components/record/record-tags.tsx';
import { Empty, Unread } from '../../../components/states.tsx';
import { isPrivate } from '../../../data/is-private.ts';
import { entriesQuery, listQuery, recordQuery } from '../../../data/queries.ts';
import { titleOr } from '../../../data/record-title.ts';
import { useServerFaults } from '../../../language/faults/server-faults.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import type { ComputeStepProps } from './compute-state.ts';
import { useComputeTexts } from './compute-texts.ts';
import { RecordFileButton } from './record-file-button.tsx';
import classes from '../shared/company.module.css';
import { OutsideText } from '../../../components/outside-text.tsx';

interface ChooseSourcesProps extends ComputeStepProps {
  readonly session: PartySession;
  readonly method: CataloguedMethod;
}

/** The datasets and results that the method reads: the party's own, and those of others that it may read. */
export function ChooseSources({ session, state, method, onChange }: ChooseSourcesProps) {
  const texts = useComputeTexts();
  const format = useFormat();
  const { sources } = state;
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const kinds: readonly KindName[] = kindsOfSources(method.reads);
  const query = useInfiniteQuery(listQuery('listRecords', kinds.length === 1 ? { kind: kinds[0] } : {}));
  if (query.data === undefined) return <Unread query={query} />;
  const listed = query.data.pages.flatMap(({ items }) => items);
  const newest = newestVersions(listed.filter(({ record }) => kinds.includes(nameOfKind(record.kind))));
  const found = newest.filter(({ title, record }) =>
    `${title ?? ''} ${record.subject}`.toLowerCase().includes(wanted),
  );
  const toggle = (id: Hex): void =>
    onChange({
      sources: sources.includes(id) ? sources.filter((each) => each !== id) : [...sources, id],
      run: null,
    });
  const isOwn = ({ record }: RecordSummary): boolean => record.party === session.party;
  const groups = [
    { title: texts.ownData, items: found.filter(isOwn) },
    { title: texts.otherData, items: found.filter((item) => !isOwn(item)) },
  ];
  const unlisted = sources.filter((id) => !newest.some((item) => item.id === id));
  return (
    <section className="card stack" aria-labelledby="choose-sources">
      <div>
        <h2 id="choose-sources">{texts.data}</h2>
        <p className="quiet">{texts.dataLead}</p>
      </div>
      <TextInput
        aria-label={texts.filter}
        placeholder={texts.filter}
        value={filter}
        onChange={({ currentTarget }) => setFilter(currentTarget.value)}
      />
      {unlisted.length > 0 && (
        <ul className={`plain ${classes['lines']}`}>
          {unlisted.map((id) => (
            <UnlistedSource key={id} id={id} onToggle={() => toggle(id)} />
          ))}
        </ul>
      )}
      {found.length === 0 && <Empty title={texts.noData} />}
      {groups
        .filter(({ items }) => items.length > 0)
        .map(({ title, items }) => (
          <div key={title}>
            <h3>{title}</h3>
            <ul className={`plain ${classes['lines']}`}>
              {items.map((item) => (
                <Source
                  key={item.id}
                  item={item}
                  isChosen={sources.includes(item.id)}
                  onToggle={() => toggle(item.id)}
                />
              ))}
            </ul>
          </div>
        ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {texts.more}
        </Button>
      )}
      <div className="row">
        <RecordFileButton
          onAdd={(id) => {
            if (!sources.includes(id)) toggle(id);
          }}
        />
      </div>
      <p role="status">{texts.chosen(format.number(sources.length))}</p>
    </section>
  );
}

interface SourceProps {
  readonly item: RecordSummary;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Source({ item, isChosen, onToggle }: SourceProps) {
  const texts = useComputeTexts();
  const words = useRecordTexts();
  const { id, title, record, state } = item;
  const isReady = canBeSource(state);
  return (
    <li>
      <div className="row">
        <Checkbox
          checked={isChosen}
          disabled={!isReady}
          label={<OutsideText text={titleOr(title, words.untitled)} />}
          onChange={onToggle}
        />
        {isReady ? isChosen && <Rows id={id} /> : <StateTag state={state} />}
      </div>
      <div className={`quiet ${classes['indented']}`}>
        <OutsideText text={record.subject} /> · {words.version(record.sequence)} ·{' '}
        <PartyName id={record.party} />
      </div>
      {!isReady && <div className={`quiet ${classes['indented']}`}>{texts.notReady}</div>}
    </li>
  );
}

function UnlistedSource({ id, onToggle }: { id: Hex; onToggle: () => void }) {
  const words = useRecordTexts();
  const { data } = useQuery(recordQuery(id));
  const title = data?.statement['title'];
  return (
    <li className="row">
      <Checkbox checked label={<OutsideText text={titleOr(title, words.untitled)} />} onChange={onToggle} />
      <Rows id={id} />
    </li>
  );
}

/** How many entries a chosen record has, or that nobody gave access to them. */
function Rows({ id }: { id: Hex }) {
  const texts = useComputeTexts();
  const textOf = useServerFaults();
  const format = useFormat();
  const { data, error } = useQuery({ ...entriesQuery(id, useLedger()), retry: false });
  if (data !== undefined)
    return <span className="quiet">{texts.rows(format.number(data.entries.length))}</span>;
  if (error === null) return <span className="quiet">{texts.readingRows}</span>;
  const said = error instanceof ApiError ? (textOf(error.code) ?? error.message) : error.message;
  return <span role="alert">{isPrivate(error) ? texts.noAccess : said}</span>;
}
