import type { ReactNode } from 'react';
import classes from './figure-table.module.css';

interface FigureTableProps {
  readonly caption: string;
  readonly head: readonly string[];
  /** Rows of cells; the first cell of a row names its figure. */
  readonly rows: readonly (readonly ReactNode[])[];
  /** The handle of the table, where it has one. */
  readonly reference: string | null;
}

/** A table of an answer: figures beside each other. */
export function FigureTable({ caption, head, rows, reference }: FigureTableProps) {
  return (
    <div className={classes['table']}>
      <table className="lined" data-ref={reference ?? undefined}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], at) => (
            <tr key={at}>
              <th scope="row">{name}</th>
              {cells.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
