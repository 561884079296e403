import { NativeSelect } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { joinSheet } from '../../../../jobs/import/state-names.ts';
import type { ProposedJoin } from '../../../../jobs/import/propose-join.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import type { SheetJoin } from '../../../../tables/column-plan.ts';
import { useAttempt } from '../../../components/use-attempt.ts';
import { Loading } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import type { ImportStepProps } from './import-state.ts';
import { useMemberChoices } from './member-names.ts';
import { useNameTexts } from './name-texts.ts';
import { findJoin } from './table-work.ts';
import classes from '../shared/company.module.css';

interface SheetListProps extends ImportStepProps {
  readonly inspected: Inspected;
  readonly column: string;
  readonly names: readonly string[];
  readonly possible: readonly string[];
  /** Hears which names the chosen sheet has and does not have; null where none is chosen. */
  readonly onFound: (found: Pick<ProposedJoin, 'names' | 'missing'> | null) => void;
}

/** Another sheet of the workbook that says what the names in a column mean, such as a list of sites. */
export function SheetList(props: SheetListProps) {
  const { state, inspected, column, names, possible, onChange, onFound } = props;
  const texts = useNameTexts();
  const { mapping } = state;
  const join = mapping.joins?.find((each) => each.column === column) ?? null;
  const { found, isBusy, error, attempt, stop, setFound } = useProposal();
  // What else was said while the sheet was read stays.
  const latest = useRef(mapping);
  useEffect(() => {
    latest.current = mapping;
  });
  const change = (next: SheetJoin | null): void =>
    onChange({ mapping: joinSheet(inspected, latest.current, column, next), answer: null });
  const look = (sheet: string, by: string | null): Promise<void> =>
    attempt(async (signal) => {
      const proposed = await findJoin(state.file!, { sheet, column, by, names, members: possible }, signal);
      setFound(proposed);
      onFound(proposed);
      if (by === null) change(proposed.join);
    });
  const choose = (sheet: string): void => {
    stop();
    setFound(null);
    onFound(null);
    change(null);
    if (sheet !== '') void look(sheet, null);
  };
  // A sheet that was chosen before, or that was suggested.
  useEffect(() => {
    if (join !== null) void look(join.sheet, join.by);
    return stop;
  }, []);
  return (
    <div className="stack">
      <div className="row">
        <NativeSelect
          label={texts.fromSheet}
          value={join?.sheet ?? ''}
          data={[{ value: '', label: texts.noSheet }, ...inspected.sheets]}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        />
      </div>
      {isBusy && <Loading label={texts.looksIn} />}
      {error !== null && <CodedFailure error={error} />}
      {found !== null && join !== null && (
        <SheetColumns {...{ found, join, names, possible }} onChange={change} />
      )}
    </div>
  );
}

/** What a sheet was found to say, and the attempt to find it. */
function useProposal() {
  const [found, setFound] = useState<ProposedJoin | null>(null);
  return { ...useAttempt(), found, setFound };
}

interface SheetColumnsProps {
  readonly found: ProposedJoin;
  readonly join: SheetJoin;
  readonly names: readonly string[];
  readonly possible: readonly string[];
  readonly onChange: (join: SheetJoin) => void;
}

/** What each column of the sheet states, and the names that it does not have. */
function SheetColumns({ found: { columns, missing }, join, names, possible, onChange }: SheetColumnsProps) {
  const texts = useNameTexts();
  const format = useFormat();
  const choicesOf = useMemberChoices();
  const { sheet, by } = join;
  const set = (name: string, member: string): void => {
    const { [name]: _before, ...others } = join.columns;
    onChange({ ...join, columns: member === '' ? others : { ...others, [name]: member } });
  };
  return (
    <>
      <p>
        {texts.joined(
          format.number(names.length - missing.length),
          format.number(names.length),
          showOutside(by),
        )}
      </p>
      <div className={`grid ${classes['fields']}`}>
        {columns
          .filter((name) => name !== '' && name !== by)
          .map((name) => (
            <NativeSelect
              key={name}
              label={showOutside(name)}
              aria-label={texts.columnOfSheet(name, sheet)}
              value={join.columns[name] ?? ''}
              data={[{ value: '', label: texts.saysNothing }, ...choicesOf(possible)]}
              onChange={({ currentTarget }) => set(name, currentTarget.value)}
            />
          ))}
      </div>
      {missing.length > 0 && <p>{texts.notInSheet(missing.map((name) => showOutside(name)).join(', '))}</p>}
    </>
  );
}
