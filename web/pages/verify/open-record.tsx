import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { type Hex, isHex } from '../../../core/encoding/hex.ts';
import { Form } from '../../components/form.tsx';
import { Failure, Loading } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { useVerifyTexts } from './verify-texts.ts';
import classes from './verify.module.css';

interface OpenRecordProps {
  /** The record of the page’s address. */
  readonly given: string | undefined;
  /** Fetches the proof file of a record and opens it. @throws ApiError */
  readonly onOpen: (id: Hex) => Promise<void>;
}

/** A field for the link or id of a record, whose proof file is then fetched and verified. */
export function OpenRecord({ given, onOpen }: OpenRecordProps) {
  const texts = useVerifyTexts();
  const [text, setText] = useState(given ?? '');
  const [isWrong, setWrong] = useState(false);
  const { isBusy, error, attempt } = useAttempt();
  const open = (value: string): Promise<void> =>
    attempt(async () => {
      const id = findRecordId(value);
      setWrong(id === null);
      if (id !== null) await onOpen(id);
    });
  const opened = useRef<string>(undefined);
  useEffect(() => {
    if (given === undefined || opened.current === given) return;
    opened.current = given;
    void open(given);
    // The field opens what the address names, once.
  }, [given]);
  return (
    <>
      <Form className={`controls ${classes['link']}`} onSubmit={() => open(text)}>
        <TextInput
          label={texts.linkLabel}
          description={texts.linkHelp}
          value={text}
          onChange={({ target }) => setText(target.value)}
          error={isWrong ? texts.linkWrong : null}
          placeholder="0x…"
          spellCheck={false}
        />
        <Button type="submit" variant="default" disabled={isBusy}>
          {texts.linkButton}
        </Button>
      </Form>
      {isBusy && <Loading label={texts.fetching} />}
      {error !== null && <Failure error={error} onRetry={() => void open(text)} />}
    </>
  );
}

/** Returns the record id in a text: an id, or a link that has one. Null without one. */
function findRecordId(text: string): Hex | null {
  const found = /0x[0-9a-f]{64}(?![0-9a-f])/i.exec(text)?.[0].toLowerCase();
  return isHex(found, 32) ? found : null;
}
