import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import { Notice } from '../../../components/notice.tsx';
import { FaultText } from '../../../components/fault-text.tsx';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useFormat } from '../../../language/format.ts';
import { useComputeTexts } from './compute-texts.ts';

type RunWarning = ComputedFigures['warnings'][number];

/** A warning that is accepted, as a parameter of the next run. */
export interface Acceptance {
  readonly code: string;
  readonly row: string;
  readonly record: string;
  readonly reason: string;
}

/** The most warnings that are listed. */
const MOST = 100;

/** The warnings of a run. Those about a row can be accepted with a reason, which the record of the next run keeps. */
export function RunWarnings({
  warnings,
  onAccept,
}: {
  readonly warnings: readonly RunWarning[];
  readonly onAccept: (accepted: readonly Acceptance[]) => void;
}) {
  const texts = useComputeTexts();
  const textOf = useRunWarnings();
  const format = useFormat();
  const [reasons, setReasons] = useState<Readonly<Record<number, string>>>({});
  const given = warnings.flatMap(({ code, row: { key: row, record } }, index): Acceptance[] => {
    const reason = reasons[index]?.trim() ?? '';
    return reason === '' ? [] : [{ code, row, record, reason }];
  });
  return (
    <Notice tone="unsure" title={texts.warnings(format.number(warnings.length))}>
      <ul>
        {warnings.slice(0, MOST).map(({ code, message, row, accepted }, index) => (
          <li key={index}>
            <code>{code}</code> <FaultText text={textOf(code)} message={message} place={{ row: row.key }} />
            {accepted !== undefined && <p className="quiet">{texts.acceptedAs(accepted)}</p>}
            {accepted === undefined && row.key !== '' && (
              <TextInput
                size="xs"
                aria-label={texts.whyAccepted}
                placeholder={texts.whyAccepted}
                value={reasons[index] ?? ''}
                onChange={({ currentTarget: { value } }) => setReasons((all) => ({ ...all, [index]: value }))}
              />
            )}
          </li>
        ))}
      </ul>
      {given.length > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => onAccept(given)}>
          {texts.accept(format.number(given.length))}
        </Button>
      )}
    </Notice>
  );
}
