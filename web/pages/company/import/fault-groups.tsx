import { Button } from '@mantine/core';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { TableProblems } from '../../../../tables/cells/table-problem.ts';
import { LEFT_OUT } from '../../../../jobs/import/left-out-rows.ts';
import { memberOf } from '../../../../jobs/import/table-mapping.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import { FaultText } from '../../../components/fault-text.tsx';
import { useTableFaults } from '../../../language/faults/table-faults.ts';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import type { ImportStepProps } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import { KnownField } from './known-field.tsx';
import { useMemberName } from './member-names.ts';
import { useNameTexts } from './name-texts.ts';
import { useReadingTexts } from './reading-texts.ts';
import classes from '../shared/company.module.css';

type Group = TableProblems['groups'][number];
type Kind = Group['kinds'][number];

interface GroupsProps extends ImportStepProps {
  readonly groups: TableProblems['groups'];
  readonly inspected: Inspected;
}

/** Problems by their cause, with how many there are: one correction solves all of a kind. */
export function FaultGroups({ state, groups, inspected, onChange }: GroupsProps) {
  const texts = useNameTexts();
  return (
    <ul className={`plain ${classes['lines']}`} aria-label={texts.causes}>
      {groups.map((group) => (
        <li key={`${group.code} ${group.column ?? ''}`}>
          <GroupItem {...{ state, group, inspected, onChange }} />
        </li>
      ))}
    </ul>
  );
}

interface GroupProps extends ImportStepProps {
  readonly group: Group;
  readonly inspected: Inspected;
}

/** A cause with its kinds of problem; the only kind is beside it, so that many causes fit on a screen. */
function GroupItem({ state, group, inspected, onChange }: GroupProps) {
  const texts = useNameTexts();
  const format = useFormat();
  const { kinds, kindCount } = group;
  const [only] = kinds;
  if (kindCount === 1 && only !== undefined)
    return (
      <div>
        <GroupHead group={group} />{' '}
        <KindLine {...{ state, group, inspected, onChange }} kind={only} isFirst />
      </div>
    );
  return (
    <div className="stack">
      <div>
        <GroupHead group={group} />
      </div>
      <ul>
        {kinds.map((kind, index) => (
          <li key={kind.message}>
            <KindLine {...{ state, group, kind, inspected, onChange }} isFirst={index === 0} />
          </li>
        ))}
      </ul>
      {kindCount > kinds.length && <p>{texts.moreKinds(format.number(kindCount - kinds.length))}</p>}
    </div>
  );
}

function GroupHead({ group: { code, column, count } }: { group: Group }) {
  const texts = useNameTexts();
  const nameOf = useMemberName();
  const format = useFormat();
  return (
    <>
      {column !== null && <strong>{showOutside(nameOf(column))}</strong>}{' '}
      {count > 1 && texts.problems(format.number(count))} <code className="quiet">{code}</code>
    </>
  );
}

interface KindProps extends ImportStepProps {
  readonly group: Group;
  readonly kind: Kind;
  /** What is the same in every row has one field. */
  readonly isFirst: boolean;
  readonly inspected: Inspected;
}

/** One kind of problem: what it says, where it is, and one field for all of its rows. */
function KindLine({ state, group, kind, isFirst, inspected, onChange }: KindProps) {
  const texts = useNameTexts();
  const textOf = useTableFaults();
  const { dataset, mapping } = state;
  const reading = useReadingTexts();
  const fix = findFix(group, kind, inspected, mapping);
  const out = leaveNameOut(group, kind, inspected, mapping, reading.whyOut);
  const nameOf = useMemberName();
  return (
    <>
      <Places kind={kind} />{' '}
      <FaultText text={textOf(group.code)} message={kind.message} place={{ value: kind.value ?? null }} />
      {textOf(group.code) === null && isUnsaid(kind) && <q>{showOutside(kind.value!)}</q>}
      {fix !== null && (fix.value !== null || isFirst) && (
        <KnownField
          label={
            fix.value === null
              ? texts.inEveryRow(nameOf(fix.member))
              : texts.readAs(showOutside(fix.value), showOutside(group.column!))
          }
          {...{ dataset, member: fix.member, name: fix.value ?? '' }}
          offered={kind.offered ?? []}
          value={fix.text}
          // The answer stays while it is corrected: it is refused, so nothing is registered from it.
          onChange={(text) => onChange({ mapping: fix.with(text) })}
        />
      )}
      {out !== null && (
        <Button variant="subtle" size="compact-xs" onClick={() => onChange({ mapping: out })}>
          {reading.leaveNameOut(showOutside(kind.value!))}
        </Button>
      )}
    </>
  );
}

/** Whether a message does not name the text of the cells, as one about moments, which it has in seconds. */
function isUnsaid({ value, message }: Kind): boolean {
  return value !== undefined && value !== '' && !message.includes(value);
}

/** One correction for all rows of a kind. */
interface Fix {
  readonly member: string;
  /** What the cells have; null for what is the same in every row. */
  readonly value: string | null;
  readonly text: string;
  readonly with: (text: string) => Mapping;
}

/** Members that are different in each row. */
const SINGLE = ['key', 'value', 'plus', 'minus', 'from', 'until', 'last', 'days', 'detail'];

/** Members whose cells may have a text that is the same in many rows: 24 oz, or n/a. */
const AMOUNTS = ['value', 'plus', 'minus'];

/** Returns what corrects all rows of a kind: how the text of their cells is read, or a text for every row; null where there is none. */
function findFix(
  { code, column }: Group,
  { value }: Kind,
  { columns, members }: Inspected,
  mapping: Mapping,
): Fix | null {
  if (column === null) return null;
  if (!columns.includes(column)) {
    if (!members.includes(column) || SINGLE.includes(column)) return null;
    const text = mapping.set[column] ?? '';
    return {
      member: column,
      value: null,
      text,
      with: (next) => ({ ...mapping, set: { ...mapping.set, [column]: next } }),
    };
  }
  const member = memberOf(column, mapping);
  const isText = code === 'bad-value' && AMOUNTS.includes(member);
  if (value === undefined || !members.includes(member) || (SINGLE.includes(member) && !isText)) return null;
  const list = mapping.lookups?.[column] ?? {};
  return {
    ...{ member, value, text: list[value]?.[member] ?? '' },
    with: (next) => ({
      ...mapping,
      lookups: { ...mapping.lookups, [column]: { ...list, [value]: { ...list[value], [member]: next } } },
    }),
  };
}

/** Returns a mapping that leaves out all rows with the name of a kind; null where it is not a name, or is left out already. */
function leaveNameOut(
  { column }: Group,
  { value }: Kind,
  { columns }: Inspected,
  mapping: Mapping,
  why: string,
): Mapping | null {
  if (column === null || value === undefined || !columns.includes(column)) return null;
  if (SINGLE.includes(memberOf(column, mapping))) return null;
  const list = mapping.lookups?.[column] ?? {};
  if (list[value]?.[LEFT_OUT] !== undefined) return null;
  return { ...mapping, lookups: { ...mapping.lookups, [column]: { ...list, [value]: { [LEFT_OUT]: why } } } };
}

function Places({ kind: { count, places, range } }: { kind: Kind }) {
  const texts = useNameTexts();
  const importTexts = useImportTexts();
  const format = useFormat();
  const rows = places.flatMap(({ row, sheet }) =>
    row === null ? [] : [sheet === undefined ? String(row) : texts.ofSheet(String(row), showOutside(sheet))],
  );
  if (rows.length === 0) return null;
  const listed = range === null ? rows.join(', ') : `${range[0]}–${range[1]}`;
  const isMore = range === null && count > rows.length;
  return (
    <span className="quiet">
      ({importTexts.row} {listed}
      {isMore && texts.andOthers(format.number(count - rows.length))})
    </span>
  );
}
