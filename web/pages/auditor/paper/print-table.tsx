import type { ReactNode } from 'react';
import classes from '../shared/auditor.module.css';

interface PrintTableProps {
  readonly head: readonly string[];
  /** The columns of numbers, from 0. */
  readonly numbers: readonly number[];
  /** Its rows. */
  readonly children: ReactNode;
}

/** A table on paper: it stays a table, however narrow the paper is. */
export function PrintTable({ head, numbers, children }: PrintTableProps) {
  return (
    <table className={classes['printed']}>
      <thead>
        <tr>
          {head.map((name, index) => (
            <th key={name} scope="col" {...(numbers.includes(index) ? { className: 'number' } : {})}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
