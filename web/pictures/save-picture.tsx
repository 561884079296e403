import { Button } from '@mantine/core';
import { writeSvg } from '../../pictures/files/write-svg.ts';
import type { PicturedResult } from '../../pictures/kinds/source.ts';
import type { Picture } from '../../pictures/kinds/picture.ts';
import type { PictureLanguage } from '../../pictures/words/language.ts';
import { writeName } from '../../pictures/words/name-text.ts';
import { writeTitle } from '../../pictures/words/picture-text.ts';
import { writeCsv } from '../components/list/csv.ts';
import { saveFile } from '../components/save-file.ts';
import { useFrameTexts } from './frame-texts.ts';
import { forFile, usePictureLanguage } from './use-picture-language.ts';
import classes from './pictures.module.css';

interface SavePictureProps {
  readonly picture: Picture;
  readonly result: PicturedResult;
}

/** Saves a picture as SVG, and its numbers as CSV. */
export function SavePicture({ picture, result }: SavePictureProps) {
  const texts = useFrameTexts();
  const language = usePictureLanguage();
  const title = writeTitle(picture, language);
  const save = (ending: string, type: string, write: (language: PictureLanguage) => string): void => {
    const stem = `${picture.kind}-${(result.record ?? '').slice(0, 12)}`;
    saveFile(`${stem}.${ending}`, type, write(forFile(language)));
  };
  const saveSvg = (): void => save('svg', 'image/svg+xml', (written) => writeSvg(result, [picture], written));
  const saveCsv = (): void =>
    save('csv', 'text/csv;charset=utf-8', (written) => writeCsv(exactRows(picture, written)));
  return (
    <div className={`row ${classes['tools']}`}>
      <Button variant="default" size="compact-sm" onClick={saveSvg} aria-label={`${texts.saveSvg}: ${title}`}>
        {texts.saveSvg}
      </Button>
      <Button variant="default" size="compact-sm" onClick={saveCsv} aria-label={`${texts.saveCsv}: ${title}`}>
        {texts.saveCsv}
      </Button>
    </div>
  );
}

/** Returns the table of a picture for a spreadsheet: decimals as the ledger stores them, with their unit in the head. */
function exactRows({ table: { columns, rows }, unit }: Picture, language: PictureLanguage): string[][] {
  const head = columns.map((column, at) => {
    const name = language.texts.columns[column];
    return rows[0]?.[at]?.is === 'decimal' ? `${name} [${unit}]` : name;
  });
  const cells = rows.map((row) =>
    row.map((cell) => {
      if (cell.is === 'name') return writeName(cell.name, language);
      return cell.is === 'decimal' ? cell.value : String(cell.value ?? '');
    }),
  );
  return [head, ...cells];
}
