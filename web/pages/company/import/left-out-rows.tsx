import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { leaveOut, parseRowNumbers, takeBack } from '../../../../jobs/import/left-out-rows.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { LeftOutRow, Mapping } from '../../../../tables/column-plan.ts';
import type { ShownRow } from '../../../../tables/inspect-table.ts';
import { placeOf } from '../../../../tables/row-place.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { useAttempt } from '../../../components/use-attempt.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { RowEditor } from './row-editor.tsx';
import { showRows } from './table-work.ts';
import type { ImportStepProps } from './import-state.ts';
import { useReadingTexts } from './reading-texts.ts';
import { useRowPlace } from './use-row-place.ts';

interface LeftOutRowsProps extends ImportStepProps {
  readonly inspected: Inspected;
}

/** Single rows by their numbers: those that are left out by choice, each with a way back, and those whose cells are corrected. */
export function LeftOutRows({ state, inspected, onChange }: LeftOutRowsProps) {
  const { mapping } = state;
  const texts = useReadingTexts();
  const format = useFormat();
  const placeName = useRowPlace();
  const { leftOut = [] } = mapping;
  const change = (next: Mapping): void => onChange({ mapping: next, answer: null });
  return (
    <details open={leftOut.length > 0 || undefined}>
      <summary>
        {leftOut.length === 0 ? texts.leaveOut : texts.leftOut(format.number(leftOut.length))}
      </summary>
      <ul>
        {leftOut.map((row) => (
          <li key={placeOf(row)}>
            {placeName(row)}{' '}
            <Button
              variant="subtle"
              size="compact-xs"
              aria-label={texts.takeBack(placeName(row))}
              onClick={() => change(takeBack(mapping, row))}
            >
              ×
            </Button>
          </li>
        ))}
      </ul>
      <ChosenRows
        {...{ state, inspected, onChange }}
        onLeaveOut={(rows) => change(leaveOut(mapping, rows))}
      />
    </details>
  );
}

/** Returns the sheets among which a row is to be named; none where one table is read. */
function sheetsRead({ sheets, sheet }: Inspected): readonly string[] {
  return sheets.length < 2 || sheets.includes(sheet ?? '') ? [] : sheets;
}

interface ChosenRowsProps extends LeftOutRowsProps {
  readonly onLeaveOut: (rows: readonly LeftOutRow[]) => void;
}

/** Rows by their numbers, as the spreadsheet shows them. */
function ChosenRows({ state, inspected, onChange, onLeaveOut }: ChosenRowsProps) {
  const texts = useReadingTexts();
  const sheets = sheetsRead(inspected);
  const [text, setText] = useState('');
  const [sheet, setSheet] = useState(sheets[0]);
  const [shown, setShown] = useState<readonly ShownRow[]>([]);
  const { isBusy, error, attempt } = useAttempt();
  const places =
    parseRowNumbers(text)?.map((row) => (sheet === undefined ? { row } : { row, sheet })) ?? null;
  const show = (): Promise<void> =>
    attempt(async (signal) => {
      const asked = { sheet: inspected.sheet ?? undefined, mapping: state.mapping, places: places! };
      setShown(await showRows(state.file!, asked, signal));
    });
  return (
    <div className="stack">
      <p className="quiet">{texts.leaveOutHelp}</p>
      <div className="grid">
        {sheet !== undefined && (
          <NativeSelect
            label={texts.sheet}
            value={sheet}
            data={[...sheets]}
            onChange={({ currentTarget }) => setSheet(currentTarget.value)}
          />
        )}
        <TextInput
          label={texts.rows}
          description={texts.rowsHelp}
          error={text.trim() !== '' && places === null && texts.badRows(showOutside(text))}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button
          variant="default"
          size="compact-sm"
          disabled={places === null}
          onClick={() => onLeaveOut(places!)}
        >
          {texts.add}
        </Button>
        <Button
          variant="default"
          size="compact-sm"
          disabled={places === null}
          loading={isBusy}
          onClick={() => void show()}
        >
          {texts.show}
        </Button>
      </div>
      {error !== null && <CodedFailure error={error} />}
      <RowEditor {...{ state, inspected, onChange }} rows={shown} />
    </div>
  );
}
