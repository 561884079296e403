import { TextInput } from '@mantine/core';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { ShownRow } from '../../../../tables/inspect-table.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { correctCell, type ImportStepProps, isSameCell } from './import-state.ts';
import { useRowPlace } from './use-row-place.ts';
import { useNameTexts } from './name-texts.ts';

interface RowEditorProps extends ImportStepProps {
  readonly inspected: Inspected;
  readonly rows: readonly ShownRow[];
}

/** Rows of the file with a field for each cell: what is written there counts in its place. */
export function RowEditor({
  state: { corrections },
  inspected: { columns },
  rows,
  onChange,
}: RowEditorProps) {
  const names = useNameTexts();
  const placeName = useRowPlace();
  return rows.map(({ row, sheet, cells }, index) => (
    <fieldset key={index} className="fieldset">
      <legend>{placeName({ row, sheet })}</legend>
      <div className="grid">
        {columns.map((column, at) => {
          const from = cells[at] ?? '';
          const made = corrections.find((each) => isSameCell(each, { row, sheet, column, from }));
          return (
            <TextInput
              key={`${column} ${at}`}
              size="xs"
              label={showOutside(column)}
              aria-label={names.correct(names.place(String(row), column))}
              value={made?.to ?? from}
              onChange={({ currentTarget: { value } }) =>
                onChange({
                  corrections: correctCell(corrections, { row, sheet, column, from, to: value }),
                  answer: null,
                })
              }
            />
          );
        })}
      </div>
    </fieldset>
  ));
}
