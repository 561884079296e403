import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import type { StreamPlace } from '../../../../client/http/fetch-records.ts';
import type { KindName } from '../../../../core/records/kind.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { OwnSubjects } from './own-subjects.tsx';
import { useRecordWordsTexts } from './record-words-texts.ts';
import classes from './company.module.css';
import { faultsOf, type RecordWords } from './record-words.ts';

interface RecordFieldsProps {
  readonly session: PartySession;
  readonly kind: KindName;
  readonly words: RecordWords;
  readonly onChange: (part: Partial<RecordWords>) => void;
  /** The version that it replaces; null where it is the first. */
  readonly earlier: StreamPlace | null | undefined;
  /** Whether faults are shown: after the first try. */
  readonly isTried: boolean;
}

/** The fields for what a company says about a record. Where its subject has a version already, they ask why it is replaced. */
export function RecordFields({ session, kind, words, onChange, earlier, isTried }: RecordFieldsProps) {
  const texts = useRecordWordsTexts();
  const format = useFormat();
  const hasEarlier = earlier != null;
  const faults = isTried ? faultsOf(words, hasEarlier) : new Set();
  return (
    <>
      <div className={classes['fields']}>
        <TextInput
          label={texts.title}
          description={texts.titleHelp[kind]}
          required
          value={words.title}
          error={faults.has('title') ? texts.titleNeeded : null}
          onChange={({ currentTarget }) => onChange({ title: currentTarget.value })}
        />
        <TextInput
          label={texts.subject}
          description={texts.subjectHelp[kind]}
          required
          value={words.subject}
          error={faults.has('subject') ? texts.subjectWrong : null}
          onChange={({ currentTarget }) => onChange({ subject: currentTarget.value.trim() })}
        />
        <TextInput
          label={texts.period}
          description={texts.periodHelp}
          value={words.period}
          onChange={({ currentTarget }) => onChange({ period: currentTarget.value })}
        />
        <TextInput
          label={texts.standard}
          description={texts.standardHelp}
          value={words.standard}
          onChange={({ currentTarget }) => onChange({ standard: currentTarget.value })}
        />
      </div>
      <OwnSubjects
        party={session.party}
        kind={kind}
        subject={words.subject}
        onChoose={(subject) => onChange({ subject })}
      />
      <div role="status">
        {hasEarlier && (
          <p>{texts.replaces(format.number(earlier.sequence), format.number(earlier.sequence + 1))}</p>
        )}
      </div>
      {hasEarlier && (
        <>
          <NativeSelect
            label={texts.change}
            value={words.change}
            data={[
              { value: 'restatement', label: texts.changes.restatement },
              { value: 'correction', label: texts.changes.correction },
            ]}
            onChange={({ currentTarget }) =>
              onChange({ change: currentTarget.value as RecordWords['change'] })
            }
          />
          <Textarea
            label={texts.reason}
            description={texts.reasonHelp}
            required
            autosize
            minRows={2}
            value={words.reason}
            error={faults.has('reason') ? texts.reasonNeeded : null}
            onChange={({ currentTarget }) => onChange({ reason: currentTarget.value })}
          />
        </>
      )}
      <Checkbox
        label={texts.public}
        description={words.isPublic ? texts.publicHelp : texts.privateHelp}
        checked={words.isPublic}
        onChange={({ currentTarget }) => onChange({ isPublic: currentTarget.checked })}
      />
    </>
  );
}
