import { NativeSelect, SegmentedControl } from '@mantine/core';
import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Impact } from '../../../client/generated/openapi.ts';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure, Loading } from '../../components/states.tsx';
import { useGraphTexts } from '../../graph/picture/graph-texts.ts';
import { type KnownRecord, titleOf } from '../../../jobs/explain/known-record.ts';
import { type RowUse, traceRow } from '../../../jobs/impact/trace-row.ts';
import { useKnownRecords } from '../../graph/use-ledger-records.ts';
import { useFormat } from '../../language/format.ts';
import { useEntryName } from '../../language/row-names.ts';
import { ChangeSummary } from './change-summary.tsx';
import { DependentList } from './dependent-list.tsx';
import { ImpactPicture, STATE_TONES } from './impact-picture.tsx';
import { type Dependent, type DependentState, useImpactQuery, STATES } from './impact-query.ts';
import { useImpactTexts } from './impact-texts.ts';
import { judgeNewest, usesEarlier } from '../../../jobs/impact/judge-dependents.ts';
import { judgeOthers } from '../../../jobs/impact/other-standing.ts';
import classes from './impact.module.css';

const route = getRouteApi('/records/$id/impact');

/** Everything that depends on a record, and whether it is up to date. */
export function ImpactPage() {
  const texts = useImpactTexts();
  const { id } = route.useParams();
  if (isHex(id, 32)) return <Found id={id} key={id} />;
  return (
    <>
      <PageHeading title={texts.plainTitle} />
      <p role="alert">{texts.badId}</p>
      <Link to="/search">{id}</Link>
    </>
  );
}

function Found({ id }: { id: Hex }) {
  const texts = useImpactTexts();
  const { untitled } = useRecordTexts();
  const { data, error, refetch } = useInfiniteQuery(useImpactQuery(id));
  const impact = data?.pages.at(-1);
  const versions = [id, ...(impact?.successor == null ? [] : [impact.successor])];
  const { records } = useKnownRecords(versions, versions);
  const known = records.get(id);
  const title = known === undefined ? null : (titleOf(known) ?? untitled);
  return (
    <div className="stack">
      <PageHeading
        {...(title === null ? { title: texts.plainTitle } : { outside: title, title: texts.title })}
        serverWord={id}
        lead={texts.lead}
        actions={<Links id={id} />}
      />
      {impact === undefined ? (
        error === null ? (
          <Loading />
        ) : (
          <Failure error={error} onRetry={() => void refetch()} />
        )
      ) : (
        <>
          <ChangeSummary impact={impact} records={records} newest={nameNewest(data!.pages)} />
          <Dependents
            id={id}
            impact={impact}
            pages={data!.pages}
            known={known}
            title={title ?? texts.plainTitle}
          />
        </>
      )}
    </div>
  );
}

/** The text about the newest version: how its dependents stand, as far as that is known. */
const NEWEST = { stale: 'newestStale', current: 'newestCurrent', unknown: 'newest' } as const;

function nameNewest(pages: readonly Impact[]): (typeof NEWEST)[keyof typeof NEWEST] {
  const last = pages.at(-1);
  const isWhole = last?.dependents.next === null && last.truncatedBy === null;
  const all = pages.flatMap(({ dependents }) => dependents.items);
  return NEWEST[judgeNewest(all, isWhole)];
}

function Links({ id }: { id: Hex }) {
  const texts = useImpactTexts();
  return (
    <>
      <Link to="/records/$id" params={{ id }}>
        {texts.record}
      </Link>
      <Link to="/records/$id/provenance" params={{ id }} search={{}}>
        {texts.provenance}
      </Link>
    </>
  );
}

interface DependentsProps {
  readonly id: Hex;
  readonly impact: Impact;
  readonly pages: readonly Impact[];
  readonly known: KnownRecord | undefined;
  readonly title: string;
}

function Dependents({ id, impact, pages, known, title }: DependentsProps) {
  const texts = useImpactTexts();
  const { state, row, view = 'list' } = route.useSearch();
  const navigate = useNavigate({ from: '/records/$id/impact' });
  const all = useMemo(() => pages.flatMap(({ dependents }) => dependents.items), [pages]);
  const uses = useRowUses(known, row ?? null, all);
  const isShown = (dependent: Dependent): boolean =>
    (state === undefined || dependent.state === state) && uses?.get(dependent.id)?.use !== 'not';
  const query = useInfiniteQuery({
    ...useImpactQuery(id),
    select: ({
      pages: read,
      pageParams,
    }): InfiniteData<{ items: readonly Dependent[]; next: string | null }> => ({
      pageParams,
      pages: read.map(({ dependents }) => ({
        items: dependents.items.filter(isShown),
        next: dependents.next,
      })),
    }),
  });
  const titles = useMemo(() => new Map(all.map((each) => [each.id, each.title])), [all]);
  const others = useMemo(() => judgeOthers(all), [all]);
  const newest = known?.newest?.sequence ?? null;
  const empty = useEmpty(state, row);
  return (
    <>
      <Counts
        all={all.filter(({ id: each }) => uses?.get(each)?.use !== 'not')}
        isWhole={impact.dependents.next === null}
        newest={newest}
        chosen={state}
        onChoose={(next) =>
          void navigate({ search: (before) => ({ ...before, state: next }), replace: true })
        }
      />
      {impact.truncatedBy !== null && <p role="status">{texts.truncated[impact.truncatedBy]}</p>}
      <Controls
        known={known}
        row={row}
        view={view}
        onChange={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), replace: true })
        }
      />
      {view === 'list' || all.length === 0 ? (
        <DependentList {...{ query, titles, uses, others, newest, empty }} />
      ) : (
        <ImpactPicture
          root={id}
          title={title}
          dependents={all.filter(isShown)}
          newest={newest}
          others={others}
          onChoose={(next) => void navigate({ to: '/records/$id', params: { id: next } })}
        />
      )}
    </>
  );
}

function useEmpty(state: DependentState | undefined, row: string | undefined) {
  const texts = useImpactTexts();
  if (state !== undefined) return [texts.noneOfState, texts.noneOfStateAdvice] as const;
  return row === undefined
    ? ([texts.none, texts.noneAdvice] as const)
    : ([texts.noneUse, texts.noneUseAdvice] as const);
}

interface CountsProps {
  readonly all: readonly Dependent[];
  readonly isWhole: boolean;
  /** The newest version of the record; null until it is known. */
  readonly newest: number | null;
  readonly chosen: DependentState | undefined;
  readonly onChoose: (state: DependentState | undefined) => void;
}

function Counts({ all, isWhole, newest, chosen, onChoose }: CountsProps) {
  const texts = useImpactTexts();
  const format = useFormat();
  if (all.length === 0) return null;
  const isEarlier = all.some((each) => usesEarlier(each, newest));
  return (
    <section aria-label={texts.counts}>
      <div className={classes['counts']}>
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            className={classes['count']}
            data-tone={all.some((each) => each.state === state) ? STATE_TONES[state] : 'neutral'}
            aria-pressed={chosen === state}
            onClick={() => onChoose(chosen === state ? undefined : state)}
          >
            <span className={classes['value']}>
              {format.number(all.filter((each) => each.state === state).length)}
            </span>
            <span>{state === 'unaffected' && isEarlier ? texts.usesEarlier : texts.states[state]}</span>
            <span className="quiet">
              {state === 'unaffected' && isEarlier ? texts.usesEarlierHelp : texts.stateHelp[state]}
            </span>
          </button>
        ))}
      </div>
      {!isWhole && <p className={classes['limit']}>{texts.soFar(format.number(all.length))}</p>}
    </section>
  );
}

interface ControlsProps {
  readonly known: KnownRecord | undefined;
  readonly row: string | undefined;
  readonly view: 'list' | 'picture';
  readonly onChange: (change: { row?: string | undefined; view?: 'list' | 'picture' }) => void;
}

/** The most rows to choose from. */
const MOST_ROWS = 500;

function Controls({ known, row, view, onChange }: ControlsProps) {
  const texts = useImpactTexts();
  const graph = useGraphTexts();
  const format = useFormat();
  const nameOf = useEntryName();
  const listed = (known?.entries ?? []).filter(({ unit }) => unit !== '').slice(0, MOST_ROWS);
  const isListed = row === undefined || listed.some(({ key }) => key === row);
  const choices = isListed ? listed : [{ key: row, detail: null }, ...listed];
  return (
    <>
      <div className={classes['controls']}>
        {choices.length > 0 ? (
          <NativeSelect
            label={texts.row}
            className={classes['rows']}
            value={row ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ row: value === '' ? undefined : value })}
            data={[
              { value: '', label: texts.allRows },
              ...choices.map(({ key, detail }) => ({
                value: key,
                label: [nameOf({ key, detail }), key].filter((part) => part !== null).join(' · '),
              })),
            ]}
          />
        ) : (
          <span />
        )}
        <SegmentedControl
          aria-label={graph.shownAs}
          value={view}
          onChange={(value) => onChange({ view: value === 'picture' ? 'picture' : 'list' })}
          data={[
            { value: 'list', label: graph.list },
            { value: 'picture', label: graph.picture },
          ]}
        />
      </div>
      {row !== undefined && <p className="quiet">{texts.rowHelp(format.number(MOST_TRACED))}</p>}
    </>
  );
}

/** The most dependents whose figures are read to find out which use a row. */
const MOST_TRACED = 60;

/** Reads the figures of dependents, and tells which use a row; null where none is chosen. */
function useRowUses(
  known: KnownRecord | undefined,
  row: string | null,
  all: readonly Dependent[],
): ReadonlyMap<Hex, RowUse> | null {
  const traced = row === null ? [] : all.slice(0, MOST_TRACED);
  const ids = traced.map(({ id }) => id);
  const { records } = useKnownRecords(ids, ids);
  return useMemo(() => {
    if (row === null || known === undefined) return null;
    const entry = known.entries.find(({ key }) => key === row) ?? null;
    const starts = [known.id, ...traced.flatMap(({ path }) => path.slice(0, 1))];
    const ordered = traced.toSorted((a, b) => a.path.length - b.path.length).map(({ id }) => id);
    return traceRow({ key: row, versions: new Map(starts.map((id) => [id, entry])) }, ordered, records);
  }, [known, row, all, records]);
}
