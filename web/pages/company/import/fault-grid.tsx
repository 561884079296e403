import { Button, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { TableProblem } from '../../../../tables/cells/table-problem.ts';
import { saveFile } from '../../../components/save-file.ts';
import { type Column, VirtualTable } from '../../../components/list/virtual-table.tsx';
import { FaultText } from '../../../components/fault-text.tsx';
import { useTableFaults } from '../../../language/faults/table-faults.ts';
import { useFormat } from '../../../language/format.ts';
import {
  addressOf,
  correctCell,
  isSameCell,
  problemsCsv,
  type ImportState,
  type ImportStepProps,
} from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { ShownRow } from '../../../../tables/inspect-table.ts';
import { leaveOut } from '../../../../jobs/import/left-out-rows.ts';
import { useRowPlace } from './use-row-place.ts';
import { useNameTexts } from './name-texts.ts';
import { useReadingTexts } from './reading-texts.ts';
import { placeOf } from '../../../../tables/row-place.ts';
import { TableDoubts } from './table-doubts.tsx';
import { FaultGroups } from './fault-groups.tsx';
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
  const { corrections, mapping } = state;
  const texts = useImportTexts();
  const names = useNameTexts();
  const reading = useReadingTexts();
  const placeName = useRowPlace();
  const format = useFormat();
  const rows = useMemo(() => arrange(answer, columns), [answer, columns]);
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
      cell: ({ row, sheet, cells, problems }: FaultyRow) => {
        const from = cells[columns.indexOf(column)] ?? '';
        if (!problems.some((problem) => problem.column === column))
          return <span className={classes['cell']}>{from}</span>;
        return (
          <FaultyCell
            place={names.place(String(row), column)}
            from={from}
            to={corrections.find((each) => isSameCell(each, { row, sheet, column, from }))?.to ?? from}
            onChange={(to) =>
              onChange({ corrections: correctCell(corrections, { row, sheet, column, from, to }) })
            }
          />
        );
      },
    })),
  ];
  return (
    <div className="stack">
      <section className="stack" aria-label={texts.whyRefused}>
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
        <TableDoubts answer={answer} />
        <FaultGroups groups={answer.groups} {...{ state, inspected, onChange }} />
      </section>
      {rows.length > 0 && (
        <VirtualTable
          label={texts.faultyRows}
          columns={listed}
          items={rows}
          keyOf={({ id }) => id}
          below={({ row, sheet, problems }) => (
            <ul className="marked">
              {problems.map((problem, index) => (
                <Problem key={index} problem={problem} inspected={inspected} />
              ))}
              <li>
                <Button
                  variant="subtle"
                  size="compact-xs"
                  disabled={
                    mapping.leftOut?.some((each) => placeOf(each) === placeOf({ row, sheet })) === true
                  }
                  // The answer stays while it is corrected: it is refused, so nothing is registered from it.
                  onClick={() => onChange({ mapping: leaveOut(mapping, [{ row, sheet }]) })}
                >
                  {reading.leaveRowOut(placeName({ row, sheet }))}
                </Button>
              </li>
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

function Problem({ problem, inspected }: { problem: TableProblem; inspected: Inspected }) {
  const { column, code, message, value } = problem;
  const textOf = useTableFaults();
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
      <code className="quiet">{code}</code>{' '}
      <FaultText text={textOf(code)} message={message} place={{ value: value ?? null }} />
    </li>
  );
}

/** Returns the faulty rows in their order, each with what is wrong in its cells: of the rows that one row became, one for each cell at fault. */
function arrange({ problems, faulty }: Refused, columns: readonly string[]): FaultyRow[] {
  const byPlace = Map.groupBy(problems, placeOf);
  const rows = new Map<string, FaultyRow>();
  for (const [id, row] of faulty.entries()) {
    const own = byPlace.get(placeOf(row)) ?? [];
    const distinct = [
      ...new Map(own.map((problem) => [`${problem.column} ${problem.message}`, problem])).values(),
    ];
    const cells = distinct.map(({ column }) => row.cells[columns.indexOf(column ?? '')] ?? '');
    const name = JSON.stringify([placeOf(row), cells]);
    if (!rows.has(name)) rows.set(name, { ...row, id, problems: distinct });
  }
  return [...rows.values()];
}
