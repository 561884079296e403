import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { StreamPlace } from '../../../../client/http/fetch-records.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { KindName } from '../../../../core/records/kind.ts';
import { recordQuery } from '../../../data/queries.ts';
import { useFormat } from '../../../language/format.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { OwnSubjects } from './own-subjects.tsx';
import { useRecordWordsTexts } from './record-words-texts.ts';
import classes from './company.module.css';
import { type EarlierWords, faultsOf, readEarlierWords, type RecordWords, takeOver } from './record-words.ts';

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
  const earlierWords = useTakenOver(earlier?.record, words, onChange);
  const helpOf = (name: keyof EarlierWords, help: string): string =>
    hasEarlier && words[name] !== '' && words[name] === earlierWords?.[name]
      ? texts.takenOver(format.number(earlier.sequence))
      : help;
  const faults = isTried ? faultsOf(words, hasEarlier) : new Set();
  return (
    <>
      <div className={`${classes['fields']} ${classes['aligned']}`}>
        <TextInput
          label={texts.title}
          description={helpOf('title', texts.titleHelp[kind])}
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
          description={helpOf('period', texts.periodHelp)}
          value={words.period}
          onChange={({ currentTarget }) => onChange({ period: currentTarget.value })}
        />
        <TextInput
          label={texts.standard}
          description={helpOf('standard', texts.standardHelp)}
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
      <WhyReplaced {...{ earlier, words, onChange }} isMissing={faults.has('reason')} />
      <Checkbox
        label={texts.public}
        description={words.isPublic ? texts.publicHelp : texts.privateHelp}
        checked={words.isPublic}
        onChange={({ currentTarget }) => onChange({ isPublic: currentTarget.checked })}
      />
    </>
  );
}

interface WhyReplacedProps extends Pick<RecordFieldsProps, 'earlier' | 'words' | 'onChange'> {
  readonly isMissing: boolean;
}

/** Says which version is replaced, and asks why; nothing for the first one. */
function WhyReplaced({ earlier, words, isMissing, onChange }: WhyReplacedProps) {
  const texts = useRecordWordsTexts();
  const format = useFormat();
  return (
    <>
      <div role="status">
        {earlier != null && (
          <p>{texts.replaces(format.number(earlier.sequence), format.number(earlier.sequence + 1))}</p>
        )}
      </div>
      {earlier != null && (
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
            error={isMissing ? texts.reasonNeeded : null}
            onChange={({ currentTarget }) => onChange({ reason: currentTarget.value })}
          />
        </>
      )}
    </>
  );
}

/** Fills what is empty with the words of the version before, once for each version: what the user empties stays empty. Returns these words. */
function useTakenOver(
  earlier: Hex | undefined,
  words: RecordWords,
  onChange: (part: Partial<RecordWords>) => void,
): EarlierWords | null {
  const { data } = useQuery({ ...recordQuery(earlier ?? '0x'), enabled: earlier !== undefined });
  const taken = useRef<{ readonly id: Hex; readonly words: EarlierWords }>(undefined);
  const earlierWords = earlier === undefined || data === undefined ? null : readEarlierWords(data.statement);
  useEffect(() => {
    if (earlier === undefined || earlierWords === null || taken.current?.id === earlier) return;
    const part = takeOver(words, earlierWords, taken.current?.words ?? null);
    taken.current = { id: earlier, words: earlierWords };
    if (Object.keys(part).length > 0) onChange(part);
    // It runs when the version before is known, not when its user types.
  }, [earlier, data]);
  return earlierWords;
}
