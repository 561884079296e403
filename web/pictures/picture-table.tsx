import type { Picture } from '../../pictures/kinds/picture.ts';
import { writeTable } from '../../pictures/words/picture-text.ts';
import { useFormat } from '../language/format.ts';
import { useFrameTexts } from './frame-texts.ts';
import { usePictureLanguage } from './use-picture-language.ts';
import classes from './pictures.module.css';

/** The most rows that are in the page: a file that is saved has all. */
const MOST = 100;

/** The numbers of a picture with all digits: of long tables the first rows, and how many there are. */
export function PictureTable({ picture, caption }: { picture: Picture; caption: string }) {
  const texts = useFrameTexts();
  const format = useFormat();
  const { head, rows, isNumber } = writeTable(picture, usePictureLanguage(), MOST);
  const all = picture.table.rows.length;
  return (
    <table className={classes['table']}>
      <caption className="hidden-text">{caption}</caption>
      <thead>
        <tr>
          {head.map((name, at) => (
            <th key={name} scope="col" className={isNumber[at] ? classes['cell'] : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) =>
              isNumber[at] || cell === '' ? (
                <td key={at} className={classes['cell']}>
                  {cell}
                </td>
              ) : (
                <th key={at} scope="row">
                  {cell}
                </th>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {rows.length < all && (
        <tfoot>
          <tr>
            <td colSpan={head.length}>{texts.firstRows(format.number(rows.length), format.number(all))}</td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}
