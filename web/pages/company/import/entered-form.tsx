import { Button } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import { Form } from '../../../components/form.tsx';
import { Notice } from '../../../components/notice.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { OwnSubjects } from '../shared/own-subjects.tsx';
import { useLedgerReads } from '../shared/use-ledger-reads.ts';
import { type Entered, type ImportStepProps, NO_IMPORT, nameEntered } from './import-state.ts';
import { inspectFile } from './table-work.ts';

interface EnteredFormProps extends ImportStepProps {
  readonly session: PartySession;
  readonly entered: Entered;
  readonly words: {
    readonly title: string;
    readonly lead: string;
    readonly use: string;
    readonly takeTable: string;
    readonly none: (subject: string) => string;
  };
  /** Returns what is entered as a table in CSV. */
  readonly write: () => string;
  /** Returns what entries of a dataset hold; null where that is nothing of this kind. */
  readonly read: (entries: readonly UnsaltedEntry[]) => Entered | null;
  /** Adds more fields. */
  readonly more: ReactNode;
  readonly children: ReactNode;
}

/** A form in place of a table: what is entered becomes a table that is checked as any other. */
export function EnteredForm(props: EnteredFormProps) {
  const { state, entered, words, write, more, children, onChange } = props;
  const id = useId();
  const { isBusy, error, attempt } = useAttempt();
  const use = (): Promise<void> =>
    attempt(async (signal) => {
      const file = new File([write()], `${nameEntered(entered) ?? entered.form}.csv`, { type: 'text/csv' });
      const inspected = await inspectFile(file, state.dataset, undefined, signal);
      onChange({ file, inspected, mapping: inspected.mapping, answer: null });
    });
  return (
    <Form className="card stack" onSubmit={use} aria-labelledby={id}>
      <div>
        <h2 id={id}>{words.title}</h2>
        <p className="quiet">{words.lead}</p>
      </div>
      <Begin {...props} />
      {children}
      <div className="row">
        {more}
        <Button type="submit" loading={isBusy}>
          {words.use}
        </Button>
        <Button
          variant="subtle"
          onClick={() => onChange({ ...NO_IMPORT, dataset: state.dataset, words: state.words })}
        >
          {words.takeTable}
        </Button>
      </div>
      {error !== null && <CodedFailure error={error} />}
    </Form>
  );
}

/** Takes what the newest version of one of the party's datasets holds. */
function Begin({ session, state, words, read, onChange }: EnteredFormProps) {
  const { readNewest, readEntries } = useLedgerReads(session);
  const { party } = session;
  const { error, attempt } = useAttempt();
  const [without, setWithout] = useState<string | null>(null);
  const begin = (subject: string): Promise<void> =>
    attempt(async () => {
      const newest = await readNewest({ party, kind: 'dataset', subject });
      const entered = newest === null ? null : read(await readEntries(newest.record));
      setWithout(entered === null ? subject : null);
      if (entered === null) return;
      onChange({ entered, file: null, inspected: null, answer: null, words: { ...state.words, subject } });
    });
  return (
    <div>
      <OwnSubjects party={party} kind="dataset" subject="" onChoose={(subject) => void begin(subject)} />
      {without !== null && (
        <Notice tone="unsure" isLive title={words.none(showOutside(without, MOST_OF_TITLE))} />
      )}
      {error !== null && <CodedFailure error={error} />}
    </div>
  );
}
