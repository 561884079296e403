import { Button, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { TableProblem } from '../../../../tables/cells/table-problem.ts';
import { saveFile } from '../../../components/save-file.ts';
import { type Column, VirtualTable } from '../../../components/list/virtual-table.tsx';
import { LongText } from '../../../components/outside-text.tsx';
import { wordOf } from '../../../language/word-of.ts';
import { CommandNote } from '../shared/coded-failure.tsx';
import { usePortalAdvice } from '../shared/portal-advice.ts';
import { useFormat } from '../../../language/format.ts';
import {
  addressOf,
  correctCell,
  problemsCsv,
  type ImportState,
  type ImportStepProps,
} from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { ShownRow } from '../../../../tables/inspect-table.ts';
import { useNameTexts } from './name-texts.ts';
import type { Correction } from '../../../../tables/corrected-cells.ts';
import classes from '../shared/company.module.css';
import { Notice } from '../../../components/notice.tsx';

type Refused = Extract<NonNullable<ImportState['answer']>, { isValid: false }>;

interface FaultyRow extends ShownRow {
  /** One row of the file may have become several. */
  readonly id: number;
  readonly problems: readonly TableProblem[];
}

/** At most so many columns are shown; the others are in the list of problems below each row. */
const MOST_COLUMNS = 8;

interface FaultGridProps extends ImportStepProps {
  readonly answer: Refused;
  readonly inspected: Inspected;
}

/** The rows that have problems: each cell at fault can be corrected, and what to do is below it. */
export function FaultGrid({ state, answer, inspected, onChange }: FaultGridProps) {
  const { columns } = inspected;
  const { corrections } = state;
  const texts = useImportTexts();
  const names = useNameTexts();
  const format = useFormat();
  const { rows, others } = useMemo(() => arrange(answer), [answer]);
  const faulty = useMemo(() => new Set(answer.problems.map(({ column }) => column)), [answer]);
  const shown = useMemo(() => {
    if (columns.length <= MOST_COLUMNS) return columns;
    const first = columns.filter((column) => faulty.has(column)).slice(0, MOST_COLUMNS);
    const rest = columns.filter((column) => !faulty.has(column)).slice(0, MOST_COLUMNS - first.length);
    return columns.filter((column) => first.includes(column) || rest.includes(column));
  }, [columns, faulty]);
  const badKey = answer.problems.find(({ code }) => code === 'bad-key');
  const listed: Column<FaultyRow>[] = [
    { header: texts.row, width: '4rem', cell: ({ row }) => row },
    ...shown.map((column) => ({
      header: column,
      width: 'minmax(0, 1fr)',
      cell: ({ row, cells, problems }: FaultyRow) => {
        const from = cells[columns.indexOf(column)] ?? '';
        if (!problems.some((problem) => problem.column === column))
          return <span className={classes['cell']}>{from}</span>;
        return (
          <FaultyCell
            place={names.place(String(row), column)}
            from={from}
            to={corrections.find((each) => isAt(each, row, column) && each.from === from)?.to ?? from}
            onChange={(to) => onChange({ corrections: correctCell(corrections, { row, column, from, to }) })}
          />
        );
      },
    })),
  ];
  return (
    <div className="stack">
      <Notice tone="bad" role="alert" title={texts.faults(format.number(answer.total))}>
        <p>{texts.faultsAdvice}</p>
        {badKey?.column != null && <p>{texts.badKeys(badKey.column)}</p>}
        {answer.total > answer.problems.length && (
          <p>{texts.faultsShown(format.number(answer.problems.length))}</p>
        )}
        <Button
          variant="default"
          size="compact-sm"
          onClick={() => saveFile('problems.csv', 'text/csv', problemsCsv(answer, inspected))}
        >
          {texts.saveFaults}
        </Button>
      </Notice>
      {others.length > 0 && (
        <ul>
          {others.map((problem, index) => (
            <Problem key={index} problem={problem} inspected={inspected} />
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <VirtualTable
          label={texts.faultyRows}
          columns={listed}
          items={rows}
          keyOf={({ id }) => id}
          below={({ problems }) => (
            <ul className="marked">
              {problems.map((problem, index) => (
                <Problem key={index} problem={problem} inspected={inspected} />
              ))}
            </ul>
          )}
        />
      )}
    </div>
  );
}

interface FaultyCellProps {
  readonly place: string;
  readonly from: string;
  readonly to: string;
  readonly onChange: (to: string) => void;
}

/** A cell at fault, and the text by which it counts. */
function FaultyCell({ place, from, to, onChange }: FaultyCellProps) {
  const texts = useImportTexts();
  const names = useNameTexts();
  return (
    <>
      <span className={classes['fault']}>
        {from === '' ? texts.emptyCell : from}
        <span className="hidden-text"> {texts.atFault}</span>
      </span>
      <TextInput
        size="xs"
        aria-label={names.correct(place)}
        value={to}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    </>
  );
}

function isAt(each: Correction, row: number, column: string): boolean {
  return each.row === row && each.column === column;
}

function Problem({ problem, inspected }: { problem: TableProblem; inspected: Inspected }) {
  const { column, code, message } = problem;
  const { advice } = usePortalAdvice();
  const isAdvised = Object.hasOwn(advice, code);
  const address = addressOf(inspected, problem);
  return (
    <li>
      {address !== null && (
        <>
          <code>{address}</code>{' '}
        </>
      )}
      {column !== null && (
        <>
          <strong>{column}</strong>{' '}
        </>
      )}
      {isAdvised ? wordOf(advice, code) : <LongText text={message} />} <code className="quiet">{code}</code>
      {isAdvised && problem.value === undefined && <CommandNote text={message} />}
    </li>
  );
}

/** Returns the faulty rows in their order, and the problems that belong to no row that is shown. */
function arrange({ problems, faulty }: Refused): { rows: FaultyRow[]; others: TableProblem[] } {
  const byRow = Map.groupBy(problems, ({ row }) => row);
  const rows = faulty.map((row, id) => ({ ...row, id, problems: byRow.get(row.row) ?? [] }));
  const known = new Set(faulty.map(({ row }) => row));
  return { rows, others: problems.filter(({ row }) => row === null || !known.has(row)) };
}
