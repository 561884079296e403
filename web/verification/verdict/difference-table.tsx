import { FigureName } from '../../components/record/figure-name.tsx';
import { showOutside } from '../../language/outside-text.ts';
import { type Marked, markDifference } from './list-differences.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** A row of values that should be equal. */
export interface ComparedRow {
  readonly name: string;
  /** The figure that the name is the key of, where it is here. */
  readonly figure?: { readonly key: string; readonly detail: unknown } | null;
  readonly left: string | null;
  readonly right: string | null;
}

interface DifferenceTableProps {
  readonly caption: string;
  /** What the two columns are. */
  readonly leftName: string;
  readonly rightName: string;
  readonly rows: readonly ComparedRow[];
}

/** Values beside values, with the parts marked in which they differ. */
export function DifferenceTable({ caption, leftName, rightName, rows }: DifferenceTableProps) {
  const texts = useVerdictTexts();
  const hasNames = rows.some(({ name }) => name !== '');
  return (
    <table className={classes['difference']}>
      <caption className="hidden-text">{caption}</caption>
      <thead>
        <tr>
          {hasNames && <th scope="col">{texts.figure}</th>}
          <th scope="col">{leftName}</th>
          <th scope="col">{rightName}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, figure = null, left, right }) => {
          const [was, is] = markDifference(left ?? '', right ?? '');
          return (
            <tr key={name}>
              {hasNames && <th scope="row">{figure === null ? name : <FigureName figure={figure} />}</th>}
              <td data-header={leftName}>{left === null ? <Missing /> : <MarkedText parts={was} />}</td>
              <td data-header={rightName}>
                {right === null ? <Missing /> : <MarkedText parts={is} isWrong />}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Missing() {
  const texts = useVerdictTexts();
  return <span className="quiet">{texts.missing}</span>;
}

function MarkedText({
  parts: { before, different, after },
  isWrong = false,
}: {
  parts: Marked;
  isWrong?: boolean;
}) {
  return (
    <code>
      {showOutside(before)}
      {different !== '' && <mark data-wrong={isWrong}>{showOutside(different)}</mark>}
      {showOutside(after)}
    </code>
  );
}
