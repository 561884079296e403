import { Button, Checkbox } from '@mantine/core';
import { useMemo } from 'react';
import type { DatasetName } from '../../../../client/generated/row-types.ts';
import type { ColumnName } from '../../../../jobs/import/column-names.ts';
import { offerCategories } from '../../../../jobs/import/known-texts.ts';
import { type KnownText, listCandidates, nameText } from '../../../../jobs/import/name-candidates.ts';
import { canHave } from '../../../../jobs/import/table-mapping.ts';
import { LEFT_OUT, SAME_AS } from '../../../../jobs/import/left-out-rows.ts';
import type { NameList } from '../../../../tables/name-lookup.ts';
import { OutsideText } from '../../../components/outside-text.tsx';
import { useFormat } from '../../../language/format.ts';
import { showOutside } from '../../../language/outside-text.ts';
import classes from '../shared/company.module.css';
import { KnownField } from './known-field.tsx';
import { listOffered } from './known-texts.ts';
import { useMemberName } from './member-names.ts';
import { useNameTexts } from './name-texts.ts';
import { useReadingTexts } from './reading-texts.ts';

/** What the fields of names are about. */
export interface NameFieldsProps {
  readonly dataset: DatasetName;
  readonly names: readonly ColumnName[];
  /** The members that are asked for. */
  readonly members: readonly string[];
  readonly list: NameList;
  /** The names that one of them may be the same as. */
  readonly known: readonly string[];
  /** How spellings of one name become one. */
  readonly fold: (name: string) => string;
  /** Kind of row → JSON Schema of its detail. */
  readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly onChange: (list: NameList) => void;
}

/** A field for each name and member; what a name may mean is offered with its score. */
export function NameFields({
  dataset,
  names,
  members,
  list,
  known: same,
  fold,
  schemas,
  onChange,
}: NameFieldsProps) {
  const keys = useMemo(() => new Map(Object.keys(list).map((name) => [fold(name), name])), [list, fold]);
  const others = useMemo(() => same.map((name) => nameText(name)), [same]);
  const known = new Map(
    members.map((member) => [member, member === SAME_AS ? others : listOffered(member, dataset)]),
  );
  const inNames = useMemo(() => names.map(({ name }) => name), [names]);
  const keyOf = (name: string): string => keys.get(fold(name)) ?? name;
  const textOf = (name: string, member: string): string => list[keyOf(name)]?.[member] ?? '';
  const say = (said: readonly (readonly [name: string, member: string, text: string])[]): void => {
    const next: Record<string, Readonly<Record<string, string>>> = { ...list };
    for (const [name, member, text] of said) next[keyOf(name)] = { ...next[keyOf(name)], [member]: text };
    if (said.some(([, member]) => member === LEFT_OUT)) for (const name of inNames) next[keyOf(name)] ??= {};
    for (const [name, one] of Object.entries(next)) {
      const schema = schemas[one['detail.row'] ?? ''];
      next[name] = Object.fromEntries(Object.entries(one).filter(([member]) => canHave(schema, member)));
    }
    onChange(next);
  };
  const isOut = (name: string): boolean => textOf(name, LEFT_OUT) !== '';
  const inTable = new Set(names.map(({ name }) => fold(name)));
  const fillable = (member: string): readonly string[] =>
    inNames.filter((name) => !isOut(name) && canHave(schemas[textOf(name, 'detail.row')], member));
  const unused = Object.keys(list).filter((name) => !inTable.has(fold(name)));
  const rows = [...names, ...unused.map((name): ColumnName => ({ name, rows: 0, spellings: [] }))];
  return (
    <div className={classes['wide']}>
      <table className={classes['names']}>
        <NamesHead {...{ members, known, textOf, say }} namesOf={fillable} />
        <tbody>
          {rows.map((row) => (
            <NameRow key={row.name} {...{ row, members, known, dataset, schemas, textOf, say }} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface NamesHeadProps extends Pick<NameRowProps, 'known' | 'textOf' | 'say'> {
  readonly members: readonly string[];
  /** Member → the names whose fields one click may fill. */
  readonly namesOf: (member: string) => readonly string[];
}

/** What is asked of each name, with one click for all of its fields. */
function NamesHead({ members, known, textOf, say, namesOf }: NamesHeadProps) {
  const texts = useNameTexts();
  const reading = useReadingTexts();
  const nameOf = useMemberName();
  return (
    <thead>
      <tr>
        <th scope="col">{texts.name}</th>
        {members.map((member) => (
          <th key={member} scope="col">
            {nameOf(member)}
            <FillColumn
              {...{ member, textOf, say }}
              known={known.get(member) ?? []}
              names={namesOf(member)}
            />
          </th>
        ))}
        <th scope="col">{reading.leaveOutName}</th>
      </tr>
    </thead>
  );
}

interface NameRowProps extends Pick<NameFieldsProps, 'members' | 'dataset' | 'schemas'> {
  readonly row: ColumnName;
  /** Member → what its fields can say. */
  readonly known: ReadonlyMap<string, readonly KnownText[]>;
  readonly textOf: (name: string, member: string) => string;
  readonly say: (said: readonly (readonly [string, string, string])[]) => void;
}

/** A name, and a field for each member that rows of its kind can have. */
function NameRow({ row, members, known, dataset, schemas, textOf, say }: NameRowProps) {
  const texts = useNameTexts();
  const nameOf = useMemberName();
  const reading = useReadingTexts();
  const schema = schemas[textOf(row.name, 'detail.row')];
  const why = textOf(row.name, LEFT_OUT);
  const offered = offersFor(textOf(row.name, 'detail.row'));
  return (
    <tr>
      <th scope="row">
        <NameCell row={row} />
      </th>
      {members.map((member) => (
        <td key={member} data-header={nameOf(member)}>
          {why === '' && canHave(schema, member) && (
            <KnownField
              label={texts.of(nameOf(member), showOutside(row.name))}
              isHidden
              {...{ member, dataset, name: row.name, known: known.get(member) ?? [] }}
              offered={offered(member)}
              value={textOf(row.name, member)}
              onChange={(text) => say([[row.name, member, text]])}
            />
          )}
        </td>
      ))}
      <td data-header={reading.leaveOutName}>
        <Checkbox
          aria-label={reading.leaveNameOut(showOutside(row.name))}
          checked={why !== ''}
          onChange={({ currentTarget: { checked } }) =>
            say([[row.name, LEFT_OUT, checked ? reading.whyOut : '']])
          }
        />
      </td>
    </tr>
  );
}

/** Returns what is offered for a member of rows of a kind before anything is written. */
function offersFor(type: string): (member: string) => readonly string[] {
  return (member) => (member === 'detail.category' ? offerCategories(type) : []);
}

function NameCell({ row: { name, rows, spellings } }: { row: ColumnName }) {
  const texts = useNameTexts();
  const format = useFormat();
  return (
    <>
      {name === '' ? <span className="quiet">{texts.empty}</span> : <OutsideText text={name} />}
      <div className={classes['samples']}>
        {rows === 0 ? texts.notInTable : texts.rows(format.number(rows))}
        {spellings.length > 0 &&
          ` · ${texts.spellings(spellings.map((each) => showOutside(each)).join(' · '))}`}
      </div>
    </>
  );
}

interface FillColumnProps {
  readonly member: string;
  readonly known: readonly KnownText[];
  readonly names: readonly string[];
  readonly textOf: (name: string, member: string) => string;
  readonly say: (said: readonly (readonly [string, string, string])[]) => void;
}

/** One click for all empty fields of a member: the text of the first filled one, or the most alike of each. */
function FillColumn({ member, known, names, textOf, say }: FillColumnProps) {
  const texts = useNameTexts();
  const nameOf = useMemberName();
  const format = useFormat();
  const best = useMemo(
    () => new Map(names.map((name) => [name, listCandidates(name, known)[0]?.text])),
    [names, known],
  );
  const bestOf = (name: string): string | undefined => {
    const [only, ...others] = offersFor(textOf(name, 'detail.row'))(member);
    return only !== undefined && others.length === 0 ? only : best.get(name);
  };
  const empty = names.filter((name) => textOf(name, member) === '');
  if (empty.length < 2) return null;
  const first = names.map((name) => textOf(name, member)).find((text) => text !== '');
  const alike = empty.flatMap((name) => {
    const text = bestOf(name);
    return text === undefined ? [] : [[name, member, text] as const];
  });
  return (
    <div className={classes['fill']}>
      {first !== undefined && (
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => say(empty.map((name) => [name, member, first] as const))}
        >
          {texts.fillEmpty(nameOf(member))}
        </Button>
      )}
      {alike.length > 1 && (
        <Button variant="subtle" size="compact-xs" onClick={() => say(alike)}>
          {texts.takeAll(format.number(alike.length))}
        </Button>
      )}
    </div>
  );
}
