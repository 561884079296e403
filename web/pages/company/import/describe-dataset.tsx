import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { entriesQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { compareEntries } from '../../../data/compare-entries.ts';
import { DescribeRecord } from '../shared/describe-record.tsx';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Entry } from '../../../../client/generated/openapi.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import type { ImportStepProps } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { ImportAnswer } from '../../../../jobs/import/table-request.ts';

interface DescribeProps extends ImportStepProps {
  readonly session: PartySession;
  readonly answer: Extract<ImportAnswer, { isValid: true }>;
}

/** What the dataset is called, whom it is for, and what a new version changes. */
export function DescribeDataset({ session, state, answer, onChange }: DescribeProps) {
  const texts = useImportTexts();
  return (
    <DescribeRecord
      session={session}
      kind="dataset"
      title={texts.describe}
      words={state.words}
      onWords={(words) => onChange({ words })}
      sketch={(statement) => ({ statement, entries: answer.entries })}
      onDraft={(draft) => onChange({ draft })}
      below={({ earlier }) => earlier != null && <Changes id={earlier.record} entries={answer.entries} />}
    />
  );
}

const MOST_NAMED = 5;

/** What the new version adds, removes and changes. */
function Changes({ id, entries }: { id: Hex; entries: readonly UnsaltedEntry[] }) {
  const texts = useImportTexts();
  const format = useFormat();
  const { data } = useQuery(entriesQuery(id, useLedger()));
  const changes = useMemo(
    () => (data === undefined ? null : compareEntries(data.entries, entries as unknown as Entry[])),
    [data, entries],
  );
  if (changes === null) return null;
  const listed = (['added', 'removed', 'changed'] as const).map((kind) => ({
    kind,
    keys: changes.filter((change) => change.kind === kind && change.key !== 'source').map(({ key }) => key),
  }));
  const isSame = listed.every(({ keys }) => keys.length === 0);
  return (
    <div role="status">
      <h3>{texts.changes}</h3>
      {isSame ? (
        <p>{texts.noChange}</p>
      ) : (
        <ul>
          {listed
            .filter(({ keys }) => keys.length > 0)
            .map(({ kind, keys }) => (
              <li key={kind}>
                {texts.changed[kind](format.number(keys.length))}: {keys.slice(0, MOST_NAMED).join(', ')}
                {keys.length > MOST_NAMED && ' …'}
              </li>
            ))}
        </ul>
      )}
    </div>
  );
}
