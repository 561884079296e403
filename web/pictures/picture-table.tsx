import { useFormat } from '../language/format.ts';
import type { Cell, Picture } from './model.ts';
import { useNameText } from './name-text.ts';
import { usePicturesTexts } from './pictures-texts.ts';
import classes from './pictures.module.css';

/** The most rows that are in the page: a file that is saved has all. */
const MOST = 100;

/** The numbers of a picture with all digits: of long tables the first rows, and how many there are. */
export function PictureTable({ picture, caption }: { picture: Picture; caption: string }) {
  const texts = usePicturesTexts();
  const write = useCellText();
  const format = useFormat();
  const { columns, rows: all } = picture.table;
  const rows = all.slice(0, MOST);
  const isNumber = (at: number): boolean => rows[0]?.[at] !== undefined && rows[0][at].is !== 'name';
  return (
    <table className={classes['table']}>
      <caption className="hidden-text">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, at) => (
            <th key={column} scope="col" className={isNumber(at) ? classes['cell'] : undefined}>
              {texts.columns[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, at) =>
              cell.is === 'name' ? (
                <th key={at} scope="row">
                  {write(cell)}
                </th>
              ) : (
                <td key={at} className={classes['cell']}>
                  {write(cell)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {rows.length < all.length && (
        <tfoot>
          <tr>
            <td colSpan={columns.length}>
              {texts.firstRows(format.number(rows.length), format.number(all.length))}
            </td>
          </tr>
        </tfoot>
      )}
    </table>
  );
}

/** Returns a function that writes a cell for people. */
function useCellText(): (cell: Cell) => string {
  const format = useFormat();
  const name = useNameText();
  return (cell) => {
    if (cell.is === 'name') return name(cell.name);
    if (cell.is === 'decimal') return format.decimal(cell.value);
    return cell.value === null ? '' : format.percent(cell.value);
  };
}
