import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useMemo, useState } from 'react';
import { Failure } from '../../../components/states.tsx';
import { entriesQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { draftNext } from '../../../work/next-draft.ts';
import { compareEntries } from '../../streams/compare-entries.ts';
import { RecordFields } from '../shared/record-fields.tsx';
import { faultsOf, statementOf } from '../shared/record-words.ts';
import { useEarlier } from '../shared/use-earlier.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Entry } from '../../../../client/generated/openapi.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import type { ImportStepProps } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { ImportAnswer } from './table-messages.ts';

interface DescribeProps extends ImportStepProps {
  readonly session: PartySession;
  readonly answer: Extract<ImportAnswer, { isValid: true }>;
}

/** What the dataset is called, whom it is for, and what a new version changes. */
export function DescribeDataset({ session, state, answer, onChange }: DescribeProps) {
  const texts = useImportTexts();
  const { words } = state;
  const [isTried, setTried] = useState(false);
  const [isBuilding, setBuilding] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { earlier, readEarlier } = useEarlier(session, 'dataset', words.subject);
  const build = async (): Promise<void> => {
    setTried(true);
    setBuilding(true);
    setError(null);
    try {
      const hasEarlier = (await readEarlier()) !== null;
      if (faultsOf(words, hasEarlier).size > 0) return;
      const draft = await draftNext(session, {
        ...{ kind: 'dataset', subject: words.subject, statement: statementOf(words, hasEarlier) },
        ...{ entries: answer.entries, public: words.isPublic },
      });
      onChange({ draft });
    } catch (failure) {
      setError(failure);
    } finally {
      setBuilding(false);
    }
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    void build();
  };
  return (
    <form className="card stack" onSubmit={submit} noValidate aria-labelledby="describe">
      <h2 id="describe">{texts.describe}</h2>
      <RecordFields
        kind="dataset"
        words={words}
        earlier={earlier}
        isTried={isTried}
        onChange={(part) => onChange({ words: { ...words, ...part } })}
      />
      {earlier != null && <Changes id={earlier.record} entries={answer.entries} />}
      {error !== null && <Failure error={error} />}
      <div className="row">
        <Button type="submit" loading={isBuilding}>
          {texts.next}
        </Button>
      </div>
    </form>
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
