import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { MOST_SAMPLED } from '../../../../jobs/sample/draw-sample.ts';
import type { Entry } from '../../../../core/records/entry.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import classes from '../shared/auditor.module.css';
import { useSamplingTexts } from './sampling-texts.ts';

/** Rows that are listed at most: who seeks another one searches. */
const MOST_LISTED = 50;

/** Rows that were chosen, and why. */
export interface Choice {
  readonly keys: readonly string[];
  readonly reason: string;
}

interface ChosenRowsProps {
  readonly rows: readonly Entry[];
  readonly choice: Choice;
  readonly onChoice: (choice: Choice) => void;
  readonly isTried: boolean;
}

/** Lets the reader choose rows one by one from a list that can be searched, for a reason. */
export function ChosenRows({ rows, choice, onChoice, isTried }: ChosenRowsProps) {
  const texts = useSamplingTexts();
  const format = useFormat();
  const [text, setText] = useState('');
  const { keys, reason } = choice;
  const chosen = new Set(keys);
  const wanted = text.trim().toLowerCase();
  const found = rows.filter(({ key }) => key.toLowerCase().includes(wanted));
  const toggle = (key: string): void =>
    onChoice({ ...choice, keys: chosen.has(key) ? keys.filter((each) => each !== key) : [...keys, key] });
  const rest = found.length - MOST_LISTED;
  return (
    <>
      <TextInput
        label={texts.search}
        value={text}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      <fieldset className={classes['choice']}>
        <legend>{texts.chooseRows}</legend>
        {found.slice(0, MOST_LISTED).map(({ key, value, unit }) => (
          <Checkbox
            key={key}
            checked={chosen.has(key)}
            disabled={!chosen.has(key) && keys.length >= MOST_SAMPLED}
            onChange={() => toggle(key)}
            label={
              <>
                <OutsideText text={key} most={Infinity} />{' '}
                {value !== null && (
                  <span className="quiet unbroken">
                    {format.decimal(value)} {format.unit(unit)}
                  </span>
                )}
              </>
            }
          />
        ))}
        {found.length === 0 && <p className="quiet">{texts.noRowFits}</p>}
        {rest > 0 && <p className="quiet">{texts.moreRows(format.number(rest))}</p>}
      </fieldset>
      <div className="row">
        <span role="status">{texts.chosenCount(format.number(keys.length))}</span>
        {keys.length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-md"
            onClick={() => onChoice({ ...choice, keys: [] })}
          >
            {texts.chooseNone}
          </Button>
        )}
        {isTried && keys.length === 0 && <strong role="alert">{texts.chosenMissing}</strong>}
      </div>
      <Textarea
        label={texts.chosenReason}
        description={texts.chosenReasonHelp}
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        error={isTried && reason.trim() === '' ? texts.reasonMissing : null}
        onChange={({ target }) => onChoice({ ...choice, reason: target.value })}
      />
    </>
  );
}
