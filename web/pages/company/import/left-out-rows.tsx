import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { leaveOut, parseRowNumbers, takeBack } from '../../../../jobs/import/left-out-rows.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { LeftOutRow, Mapping } from '../../../../tables/column-plan.ts';
import { placeOf } from '../../../../tables/row-place.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import type { ImportStepProps } from './import-state.ts';
import { useReadingTexts } from './reading-texts.ts';

interface LeftOutRowsProps extends ImportStepProps {
  readonly inspected: Inspected;
}

/** The rows that are left out by choice, each with a way back, and a field for more. */
export function LeftOutRows({ state: { mapping }, inspected, onChange }: LeftOutRowsProps) {
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
      <AddRows sheets={sheetsRead(inspected)} onAdd={(rows) => change(leaveOut(mapping, rows))} />
    </details>
  );
}

/** Returns what a row of the file is called. */
export function useRowPlace(): (row: LeftOutRow) => string {
  const texts = useReadingTexts();
  return ({ row, sheet }) =>
    sheet === undefined ? texts.row(String(row)) : texts.ofSheet(String(row), showOutside(sheet));
}

/** Returns the sheets among which a row is to be named; none where one table is read. */
function sheetsRead({ sheets, sheet }: Inspected): readonly string[] {
  return sheets.length < 2 || sheets.includes(sheet ?? '') ? [] : sheets;
}

interface AddRowsProps {
  readonly sheets: readonly string[];
  readonly onAdd: (rows: readonly LeftOutRow[]) => void;
}

/** Rows by their numbers, as the spreadsheet shows them. */
function AddRows({ sheets, onAdd }: AddRowsProps) {
  const texts = useReadingTexts();
  const [text, setText] = useState('');
  const [sheet, setSheet] = useState(sheets[0]);
  const rows = parseRowNumbers(text);
  const add = (): void => {
    if (rows === null) return;
    onAdd(rows.map((row) => (sheet === undefined ? { row } : { row, sheet })));
    setText('');
  };
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
          error={text.trim() !== '' && rows === null && texts.badRows(showOutside(text))}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button variant="default" size="compact-sm" disabled={rows === null} onClick={add}>
          {texts.add}
        </Button>
      </div>
    </div>
  );
}
