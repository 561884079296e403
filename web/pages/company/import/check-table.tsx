import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useRowRemarks } from '../../../language/faults/table-faults.ts';
import { useFormat } from '../../../language/format.ts';
import { partyQuery } from '../../../data/queries.ts';
import { useQuery } from '@tanstack/react-query';
import type { PartySession } from '../../../session/require-session.tsx';
import { AlikeNames } from './alike-names.tsx';
import { CorrectionList } from './correction-list.tsx';
import { CodedFailure } from '../shared/coded-failure.tsx';
import { FaultGrid } from './fault-grid.tsx';
import { LeftOutRows } from './left-out-rows.tsx';
import { ReadingFields } from './reading-fields.tsx';
import { TableTotals } from './table-totals.tsx';
import { FindingList } from './finding-list.tsx';
import { cleanMapping } from '../../../../jobs/import/table-mapping.ts';
import type { ImportStepProps, TableStyle } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { NumberStyle } from '../../../../tables/cells/number-cell.ts';
import type { ImportAnswer, Inspected } from '../../../../jobs/import/table-request.ts';
import { readFile } from './table-work.ts';
import { Notice } from '../../../components/notice.tsx';
import { useAttempt } from '../../../components/use-attempt.ts';

interface CheckTableProps extends ImportStepProps {
  readonly session: PartySession;
  readonly inspected: Inspected;
}

/** Checks every row of the table, and shows what is wrong at its cell. */
export function CheckTable({ session, state, inspected, onChange }: CheckTableProps) {
  const texts = useImportTexts();
  const format = useFormat();
  const { data: party } = useQuery(partyQuery(session.party));
  const { file, dataset, mapping, sheet, style, corrections, answer } = state;
  const [rows, setRows] = useState(0);
  const [names, setNames] = useState(answer?.names ?? null);
  const { isBusy, error, attempt, stop } = useAttempt();
  const check = (): Promise<void> =>
    attempt(async (signal) => {
      if (file === null) return;
      setRows(0);
      const provider = state.provider === '' ? (party?.identifier ?? session.party) : state.provider;
      const found = await readFile(
        {
          ...{ file, dataset, mapping: cleanMapping(inspected, mapping) },
          ...{ sheet: sheet ?? inspected.sheet ?? undefined, style: styleOf(style), corrections },
          source: { title: file.name, provider, licence: state.licence },
        },
        setRows,
        signal,
      );
      setNames(found.names);
      onChange({ answer: found });
    });
  return (
    <section className="card stack" aria-labelledby="check-table">
      <div>
        <h2 id="check-table">{texts.check}</h2>
        <p className="quiet">{texts.checkLead}</p>
      </div>
      <div className="grid">
        <TextInput
          label={texts.licence}
          description={texts.licenceHelp}
          value={state.licence}
          onChange={({ currentTarget }) => onChange({ licence: currentTarget.value, answer: null })}
        />
      </div>
      <ReadingFields state={state} onChange={onChange} />
      <LeftOutRows {...{ state, inspected, onChange }} />
      <CorrectionList state={state} onChange={onChange} />
      <div className="row">
        <Button disabled={isBusy} onClick={() => void check()}>
          {answer === null ? texts.checkRows : texts.checkAgain}
        </Button>
        {isBusy && (
          <Button variant="default" onClick={stop}>
            {texts.cancel}
          </Button>
        )}
        <span role="status">
          {isBusy && (rows === 0 ? texts.reading : texts.readRows(format.number(rows)))}
        </span>
      </div>
      {error !== null && <CodedFailure error={error} />}
      {names !== null && <AlikeNames {...{ state, onChange }} found={names} />}
      {answer?.isValid === false && <FaultGrid {...{ state, answer, inspected, onChange }} />}
      {answer?.isValid === true && <TableTotals session={session} answer={answer} />}
      {answer?.isValid === true && <Valid answer={answer} />}
    </section>
  );
}

/** That all rows are valid, and what was read differently or is unusual. */
function Valid({ answer }: { answer: Extract<ImportAnswer, { isValid: true }> }) {
  const texts = useImportTexts();
  const format = useFormat();
  const textOf = useRowRemarks();
  return (
    <Notice tone="good" isLive title={texts.valid(format.number(answer.rows))}>
      <FindingList findings={answer.findings} isFolded />
      {answer.warnings.total > 0 && (
        <details>
          <summary>{texts.warnings(format.number(answer.warnings.total))}</summary>
          <ul>
            {answer.warnings.listed.slice(0, 100).map(({ row, column, code, message }, index) => (
              <li key={index}>{texts.warningAt(String(row ?? ''), column ?? '', textOf(code) ?? message)}</li>
            ))}
          </ul>
        </details>
      )}
    </Notice>
  );
}

/** Returns what the user says about numbers and days. */
function styleOf({ decimal, thousands, order }: TableStyle): Partial<NumberStyle> {
  return {
    ...(decimal === 'found' ? {} : { decimal, thousands: thousands === '' ? null : thousands }),
    ...(order === 'found' ? {} : { order }),
  };
}
