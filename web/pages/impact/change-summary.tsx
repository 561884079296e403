import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Entry, Impact } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { FigureName } from '../../components/record/figure-name.tsx';
import type { KnownRecords } from '../../graph/known-record.ts';
import { useQuantity } from '../../graph/quantity.ts';
import { useFormat } from '../../language/format.ts';
import { compareEntries, type EntryChange, findFollowed } from '../../data/compare-entries.ts';
import { Difference } from '../streams/difference.tsx';
import { FollowedNote } from '../streams/followed-note.tsx';
import { useImpactTexts } from './impact-texts.ts';
import classes from './impact.module.css';

/** How many changes are shown at first. */
const FIRST = 8;

/** What the newest version changed: each key with both values, where they can be read. */
export function ChangeSummary({
  impact,
  records,
  newest,
}: {
  impact: Impact;
  records: KnownRecords;
  /** The text about the newest version: how its dependents stand, as far as that is known. */
  newest: 'newest' | 'newestCurrent' | 'newestStale';
}) {
  const texts = useImpactTexts();
  const { successor, withdrawn, changed } = impact;
  if (successor === null) return <p>{withdrawn ? texts.isWithdrawal : texts[newest]}</p>;
  return (
    <section className="card">
      <p>
        {withdrawn ? texts.withdrawn : texts.successor}{' '}
        <Link to="/records/$id" params={{ id: successor }}>
          {withdrawn ? texts.openWithdrawal : texts.openSuccessor}
        </Link>
      </p>
      {!withdrawn && changed === null && <p className="quiet">{texts.unknownChange}</p>}
      {!withdrawn && changed?.length === 0 && <p className="quiet">{texts.noChange}</p>}
      {changed !== null && changed.length > 0 && (
        <Changes keys={changed} before={impact.record} after={successor} records={records} />
      )}
    </section>
  );
}

interface ChangesProps {
  readonly keys: readonly string[];
  readonly before: Hex;
  readonly after: Hex;
  readonly records: KnownRecords;
}

function Changes({ keys, before, after, records }: ChangesProps) {
  const texts = useImpactTexts();
  const format = useFormat();
  const [isWhole, setIsWhole] = useState(false);
  const old = useEntries(records, before);
  const now = useEntries(records, after);
  const changes = useMemo(() => listChanges(keys, old, now), [keys, old, now]);
  const followed = useMemo(() => findFollowed(changes.flatMap(({ change }) => change ?? [])), [changes]);
  const isAllFollowed = followed?.count === changes.length;
  const shown = isWhole ? changes.slice(0, MOST) : changes.slice(0, FIRST);
  const title = isAllFollowed
    ? texts.laterYear
    : texts.changed(changes.length, format.number(changes.length));
  return (
    <>
      <h2 className="spaced">{title}</h2>
      {followed !== null && <FollowedNote followed={followed} />}
      {(old === null || now === null) && <p className="quiet">{texts.valuesPrivate}</p>}
      <div role="table" aria-label={title} className={classes['changes']}>
        <div role="row" className={classes['head']}>
          <span role="columnheader">{texts.key}</span>
          <span role="columnheader">{texts.before}</span>
          <span role="columnheader">{texts.after}</span>
          <span role="columnheader">{texts.change}</span>
        </div>
        {shown.map((each) => (
          <ChangeRow key={each.key} listed={each} isKnown={old !== null && now !== null} />
        ))}
      </div>
      {!isWhole && changes.length > FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={() => setIsWhole(true)}>
          {texts.allChanges(format.number(changes.length))}
        </Button>
      )}
    </>
  );
}

/** A key that changed, with what is known of the change. */
interface ListedChange {
  readonly key: string;
  /** Null where the entries of both versions are not known. */
  readonly change: EntryChange | null;
}

/** Rows of a year that are followed by those of a later one are one change. */
function listChanges(
  keys: readonly string[],
  old: readonly Entry[] | null,
  now: readonly Entry[] | null,
): ListedChange[] {
  if (old === null || now === null) return keys.map((key) => ({ key, change: null }));
  const named = new Set(keys);
  const isNamed = ({ key }: Entry): boolean => named.has(key);
  return compareEntries(old.filter(isNamed), now.filter(isNamed)).map((change) => ({
    key: change.key,
    change,
  }));
}

function ChangeRow({ listed: { key, change }, isKnown }: { listed: ListedChange; isKnown: boolean }) {
  const texts = useImpactTexts();
  const { before = null, after = null } = change ?? {};
  const isFollowed = change?.kind === 'followed';
  const isSame = change !== null && isSameQuantity(change);
  return (
    <div role="row">
      <span role="cell">
        <FigureName figure={after ?? before ?? { key, detail: null }} />
      </span>
      <span role="cell" data-header={texts.before}>
        <Quantity entry={before} none={isKnown ? texts.added : ''} hasPeriod={isFollowed} />
      </span>
      <span role="cell" data-header={texts.after}>
        {isSame ? (
          texts.otherChange
        ) : (
          <Quantity entry={after} none={isKnown ? texts.removed : ''} hasPeriod={isFollowed} />
        )}
      </span>
      <span role="cell" data-header={texts.change}>
        {change !== null && !isSame && <Difference change={change} />}
      </span>
    </div>
  );
}

/** Whether only the period or the detail of an entry changed. */
function isSameQuantity({ kind, before, after }: EntryChange): boolean {
  return kind === 'changed' && before?.value === after?.value && before?.unit === after?.unit;
}

function Quantity({ entry, none, hasPeriod }: { entry: Entry | null; none: string; hasPeriod: boolean }) {
  const format = useFormat();
  const write = useQuantity();
  if (entry === null) return none;
  return (
    <>
      {entry.value === null ? '–' : write(entry.value, entry.unit)}
      {hasPeriod && entry.from !== entry.until && (
        <div className="quiet">{format.period(entry.from, entry.until)}</div>
      )}
    </>
  );
}

/** The most changes in the page. */
const MOST = 200;

function useEntries(records: KnownRecords, id: Hex): readonly Entry[] | null {
  const known = records.get(id);
  return known?.access === 'all' ? known.entries : null;
}
