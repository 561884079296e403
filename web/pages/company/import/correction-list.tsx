import { Button } from '@mantine/core';
import type { Correction } from '../../../../tables/corrected-cells.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import type { ImportStepProps } from './import-state.ts';
import { useNameTexts } from './name-texts.ts';

/** The cells that count by another text than the file has, each with a way back. */
export function CorrectionList({ state: { corrections }, onChange }: ImportStepProps) {
  const texts = useNameTexts();
  const format = useFormat();
  if (corrections.length === 0) return null;
  const undo = (gone: Correction): void =>
    onChange({ corrections: corrections.filter((each) => each !== gone), answer: null });
  return (
    <div>
      <strong>{texts.corrections(format.number(corrections.length))}</strong>
      <p className="quiet">{texts.correctionsHelp}</p>
      <ul>
        {corrections.map((correction) => {
          const { row, sheet, column } = correction;
          const shown = sheet === undefined ? String(row) : texts.ofSheet(String(row), showOutside(sheet));
          const place = texts.place(shown, showOutside(column));
          return (
            <li key={`${row} ${sheet ?? ''} ${column} ${correction.from}`}>
              {texts.correction(
                place,
                correction.from === '' ? texts.empty : showOutside(correction.from),
                showOutside(correction.to),
              )}{' '}
              <Button
                variant="subtle"
                size="compact-xs"
                aria-label={texts.undo(place)}
                onClick={() => undo(correction)}
              >
                ×
              </Button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
