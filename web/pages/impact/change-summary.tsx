import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Impact } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { FigureName } from '../../components/figure-name.tsx';
import type { Entry } from '../../../core/records/entry.ts';
import type { KnownRecords } from '../../graph/known-record.ts';
import { useQuantity } from '../../graph/quantity.ts';
import { useFormat } from '../../language/format.ts';
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
  const write = useQuantity();
  const [isWhole, setIsWhole] = useState(false);
  const old = useEntries(records, before);
  const now = useEntries(records, after);
  const shown = isWhole ? keys.slice(0, MOST) : keys.slice(0, FIRST);
  const quantityOf = (entry: Entry): string => (entry.value === null ? '–' : write(entry.value, entry.unit));
  return (
    <>
      <h2>{texts.changed(keys.length, format.number(keys.length))}</h2>
      {(old === null || now === null) && <p className="quiet">{texts.valuesPrivate}</p>}
      <div
        role="table"
        aria-label={texts.changed(keys.length, format.number(keys.length))}
        className={classes['changes']}
      >
        <div role="row" className={classes['head']}>
          <span role="columnheader">{texts.key}</span>
          <span role="columnheader">{texts.before}</span>
          <span role="columnheader">{texts.after}</span>
        </div>
        {shown.map((key) => {
          const [one, other] = [old?.get(key), now?.get(key)];
          const isSame = one !== undefined && other !== undefined && quantityOf(one) === quantityOf(other);
          return (
            <div role="row" key={key}>
              <span role="cell">
                <FigureName figure={{ key, detail: (other ?? one)?.detail }} />
              </span>
              <span role="cell" data-header={texts.before}>
                {old === null ? '' : one === undefined ? texts.added : quantityOf(one)}
              </span>
              <span role="cell" data-header={texts.after}>
                {now === null
                  ? ''
                  : other === undefined
                    ? texts.removed
                    : isSame
                      ? texts.otherChange
                      : quantityOf(other)}
              </span>
            </div>
          );
        })}
      </div>
      {!isWhole && keys.length > FIRST && (
        <Button variant="subtle" size="compact-sm" onClick={() => setIsWhole(true)}>
          {texts.allChanges(format.number(keys.length))}
        </Button>
      )}
    </>
  );
}

/** The most changes in the page. */
const MOST = 200;

function useEntries(records: KnownRecords, id: Hex): ReadonlyMap<string, Entry> | null {
  const known = records.get(id);
  return useMemo(
    () => (known?.access === 'all' ? new Map(known.entries.map((entry) => [entry.key, entry])) : null),
    [known],
  );
}
