import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Cause, groupByCause } from '../../../../jobs/compute/causes.ts';
import type { ComputedFigures } from '../../../../jobs/compute/compute-figures.ts';
import { Notice } from '../../../components/notice.tsx';
import { FaultText } from '../../../components/fault-text.tsx';
import { useRunWarnings } from '../../../language/faults/run-warnings.ts';
import { useFormat } from '../../../language/format.ts';
import { CauseHead } from '../shared/cause-head.tsx';
import { useCauseTexts } from '../shared/cause-texts.ts';
import { useComputeTexts } from './compute-texts.ts';

type RunWarning = ComputedFigures['warnings'][number];

/** A warning that is accepted, as a parameter of the next run. */
export interface Acceptance {
  readonly code: string;
  readonly row: string;
  readonly record: string;
  readonly reason: string;
}

/** The most warnings of one cause that are listed. */
const MOST = 100;

/** The reasons that were typed: of single warnings, and of causes by their codes. */
type Reasons = ReadonlyMap<RunWarning | string, string>;

/** Returns the warnings that have a reason: their own, or that of their cause. */
export function listAccepted(warnings: readonly RunWarning[], reasons: Reasons): Acceptance[] {
  return warnings.filter(isOpen).flatMap((warning): Acceptance[] => {
    const { code, row } = warning;
    const own = reasons.get(warning)?.trim() ?? '';
    const reason = own === '' ? (reasons.get(code)?.trim() ?? '') : own;
    return reason === '' ? [] : [{ code, row: row.key, record: row.record, reason }];
  });
}

/** Whether a warning can be accepted: it is about a row, and nobody accepted it. */
function isOpen({ accepted, row }: RunWarning): boolean {
  return accepted === undefined && row.key !== '';
}

/**
 * The warnings of a run by their causes, each with its number and its rows. Those about rows can be accepted with a reason, which the record of the
 * next run keeps: one for all of a cause, or each its own.
 */
export function RunWarnings({
  warnings,
  onAccept,
}: {
  readonly warnings: readonly RunWarning[];
  readonly onAccept: (accepted: readonly Acceptance[]) => void;
}) {
  const texts = useComputeTexts();
  const format = useFormat();
  const [reasons, setReasons] = useState<Reasons>(new Map());
  const given = listAccepted(warnings, reasons);
  const type = (of: RunWarning | string, reason: string): void =>
    setReasons((all) => new Map([...all, [of, reason]]));
  return (
    <Notice tone="unsure" title={texts.warnings(format.number(warnings.length))}>
      <ul>
        {groupByCause(warnings, ({ row }) => [row.key]).map((cause) => (
          <li key={cause.code}>
            <code>{cause.code}</code> <CauseItem {...{ cause, reasons }} onType={type} />
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

interface ReasonProps {
  readonly reasons: Reasons;
  readonly onType: (of: RunWarning | string, reason: string) => void;
}

/** A cause: its only warning, or all of them behind one line. */
function CauseItem({ cause, ...typed }: ReasonProps & { readonly cause: Cause<RunWarning> }) {
  const texts = useCauseTexts();
  const [only, ...others] = cause.found;
  if (only !== undefined && others.length === 0) return <WarningItem warning={only} {...typed} />;
  const open = cause.found.filter(isOpen);
  return (
    <>
      <CauseHead cause={cause} />
      {open.length > 1 && <Reason of={cause.code} {...typed} />}
      <details>
        <summary>{texts.each}</summary>
        <ul>
          {cause.found.slice(0, MOST).map((warning, index) => (
            <li key={index}>
              <WarningItem warning={warning} {...typed} />
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

function WarningItem({ warning, ...typed }: ReasonProps & { readonly warning: RunWarning }) {
  const texts = useComputeTexts();
  const textOf = useRunWarnings();
  const { code, message, row, accepted } = warning;
  return (
    <>
      <FaultText text={textOf(code)} message={message} place={{ row: row.key }} />
      {accepted !== undefined && <p className="quiet">{texts.acceptedAs(accepted)}</p>}
      {isOpen(warning) && <Reason of={warning} {...typed} />}
    </>
  );
}

function Reason({ of, reasons, onType }: ReasonProps & { readonly of: RunWarning | string }) {
  const texts = useComputeTexts();
  const label = typeof of === 'string' ? texts.whyAllAccepted : texts.whyAccepted;
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={label}
      value={reasons.get(of) ?? ''}
      onChange={({ currentTarget: { value } }) => onType(of, value)}
    />
  );
}
