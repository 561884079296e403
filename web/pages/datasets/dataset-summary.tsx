import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Entry } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Facts } from '../../components/facts.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { summariseDataset } from '../../../jobs/import/summarise-dataset.ts';
import { datasetOf } from '../../../jobs/import/row-types.ts';
import { isPrivate } from '../../data/is-private.ts';
import { entriesQuery, recordQuery } from '../../data/queries.ts';
import { useLedger, useSession } from '../../session/session.tsx';
import { useFormat } from '../../language/format.ts';
import { useDatasetNames } from '../../language/dataset-names.ts';
import { useDatasetTexts } from './dataset-texts.ts';
import classes from './datasets.module.css';

/** Units that are named; of more, how many. */
const MOST = 6;

/** What a dataset holds, where the reader may read it: its type, how many rows, their units and periods. */
export function DatasetSummary({ id }: { id: Hex }) {
  const texts = useDatasetTexts();
  const view = useQuery(recordQuery(id));
  const reader = useLedger();
  const { session } = useSession();
  const mayRead = view.data?.publicEntries === true || (view.data !== undefined && session !== null);
  const entries = useQuery({ ...entriesQuery(id, reader), enabled: mayRead });
  const error = view.error ?? entries.error;
  return (
    <div className="inset">
      {isPrivate(error) || (view.data !== undefined && !mayRead) ? (
        <p className={classes['private']}>{texts.private}</p>
      ) : error !== null ? (
        <Failure error={error} onRetry={() => void Promise.all([view.refetch(), entries.refetch()])} />
      ) : entries.data === undefined ? (
        <Loading />
      ) : (
        <Summary entries={entries.data.entries} />
      )}
    </div>
  );
}

function Summary({ entries }: { entries: readonly Entry[] }) {
  const texts = useDatasetTexts();
  const names = useDatasetNames();
  const format = useFormat();
  const { type, units, from, until } = useMemo(
    () => ({ ...summariseDataset(entries), type: datasetOf(entries) }),
    [entries],
  );
  return (
    <Facts
      facts={[
        [texts.type, type === null ? texts.unknownType : names[type]],
        [texts.rows, format.number(entries.length)],
        [
          texts.units,
          units.length > MOST
            ? texts.countUnits(units.length)
            : units.map((unit) => format.unit(unit)).join(' · '),
        ],
        [texts.period, until === 0 ? '–' : format.period(from, until)],
      ]}
    />
  );
}
