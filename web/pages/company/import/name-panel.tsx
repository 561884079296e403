import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type ColumnNames, foldOf } from '../../../../jobs/import/column-names.ts';
import { stateNames } from '../../../../jobs/import/state-names.ts';
import { listRequiredOf, listRowTypes, memberOf } from '../../../../jobs/import/table-mapping.ts';
import type { ProposedJoin } from '../../../../jobs/import/propose-join.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import { LEFT_OUT, SAME_AS } from '../../../../jobs/import/left-out-rows.ts';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { NameList } from '../../../../tables/name-lookup.ts';
import { Loading } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import { catalogueQuery } from '../shared/catalogue-query.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import type { ImportStepProps } from './import-state.ts';
import { useMemberChoices } from './member-names.ts';
import { NameFields, type NameFieldsProps } from './name-fields.tsx';
import { SheetList } from './sheet-list.tsx';
import { TakeList } from './take-list.tsx';
import { useNameTexts } from './name-texts.ts';
import { listNames } from './table-work.ts';

interface NamePanelProps extends ImportStepProps {
  readonly inspected: Inspected;
  readonly column: string;
  /** The members that rows of the table can have. */
  readonly possible: readonly string[];
  readonly onClose: () => void;
}

/** Member of a column → what its names are asked for first. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  'detail.facility': ['detail.geography', 'detail.entity'],
  'detail.fuel': ['detail.row', 'detail.fuel', 'detail.category'],
  'detail.carrier': ['detail.row', 'detail.fuel', 'detail.category'],
  carrier: ['detail.row', 'detail.fuel', 'detail.category'],
  '': ['detail.row'],
};

/** What the names in a column mean: taken from a table, or said here for each of them. */
export function NamePanel({ state, inspected, column, possible, onChange, onClose }: NamePanelProps) {
  const texts = useNameTexts();
  const { file, mapping } = state;
  const own = memberOf(column, mapping);
  const list = useMemo(() => mapping.lookups?.[column] ?? {}, [mapping, column]);
  const { found, error } = useNames(file, inspected, column, own);
  const { data: catalogue } = useQuery(catalogueQuery);
  const { members, ask } = useAsked(inspected, mapping, column, catalogue?.rows ?? {});
  const setList = (next: NameList | null): void =>
    onChange({ mapping: stateNames(inspected, mapping, column, next), answer: null });
  const isPart = inspected.members.includes(own);
  const fold = foldOf(own);
  return (
    <section className="fieldset stack" aria-label={texts.title(column)}>
      <div>
        <strong>{texts.title(column)}</strong>
        <p className="quiet">{isPart ? texts.leadOfPart : texts.lead}</p>
      </div>
      {error !== null && <CodedFailure error={error} />}
      {found === null && error === null && <Loading label={texts.looking} />}
      {found !== null && (
        <FoundNames
          {...{ state, inspected, column, possible, found, members, list, fold, onChange }}
          schemas={catalogue?.rows ?? {}}
          onList={setList}
        />
      )}
      <AlsoSay {...{ inspected, members }} onAsk={ask} />
      <TakeList column={column} onTake={(taken) => setList(joinLists(list, taken, fold))} />
      <div className="row">
        <Button variant="default" size="compact-sm" onClick={onClose}>
          {texts.close}
        </Button>
        {Object.keys(list).length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => setList(null)}>
            {texts.remove}
          </Button>
        )}
      </div>
    </section>
  );
}

interface FoundNamesProps
  extends Omit<NamePanelProps, 'onClose'>, Pick<NameFieldsProps, 'members' | 'list' | 'fold' | 'schemas'> {
  readonly found: ColumnNames;
  readonly onList: (list: NameList) => void;
}

/** The names that were found: those that a sheet explains are not asked about. */
function FoundNames(props: FoundNamesProps) {
  const { state, inspected, column, possible, found, members, list, fold, schemas, onList } = props;
  const texts = useNameTexts();
  const format = useFormat();
  const [sheet, setSheet] = useState<Pick<ProposedJoin, 'names' | 'missing'> | null>(null);
  const isJoined = state.mapping.joins?.some((join) => join.column === column) === true;
  const missing = isJoined ? (sheet?.missing ?? null) : null;
  const asked = missing === null || missing.length === 0 ? members : [...new Set([SAME_AS, ...members])];
  return (
    <>
      {inspected.sheets.length > 1 && (
        <SheetList
          {...{ state, inspected, column, possible }}
          onChange={props.onChange}
          names={found.names.map(({ name }) => name)}
          onFound={setSheet}
        />
      )}
      <NameFields
        {...{ list, fold, schemas }}
        dataset={state.dataset}
        members={asked}
        names={found.names.filter(({ name }) => missing?.includes(name) !== false)}
        known={sheet?.names ?? []}
        onChange={onList}
      />
      {found.isMore && <p>{texts.more(format.number(found.names.length))}</p>}
    </>
  );
}

/** Returns the members that are asked of each name: by the column, what is stated already, and what the kinds of row need. */
function useAsked(
  { columns, members }: Inspected,
  mapping: Mapping,
  column: string,
  schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): { readonly members: readonly string[]; readonly ask: (member: string) => void } {
  const own = memberOf(column, mapping);
  const [asked, setAsked] = useState<readonly string[]>(
    () => ASKED[own] ?? ASKED[column] ?? (members.includes(own) ? [own] : ASKED['']!),
  );
  const stated = Object.values(mapping.lookups?.[column] ?? {}).flatMap((said) =>
    Object.keys(said).filter((member) => member !== LEFT_OUT),
  );
  const types = listRowTypes(mapping);
  const { some, all } = listRequiredOf(types.map((type) => schemas[type]));
  const given = new Set([...columns.map((each) => memberOf(each, mapping)), ...listSet(mapping)]);
  // Rows of several kinds are of several categories.
  const ofKinds = types.length > 1 && all.includes('detail.category') ? [...some, 'detail.category'] : some;
  const needed = stated.includes('detail.row') ? ofKinds.filter((member) => !given.has(member)) : [];
  return {
    members: [...new Set([...asked, ...stated, ...needed])],
    ask: (member) => setAsked([...asked, member]),
  };
}

/** Returns the members that have a text in every row. */
function listSet({ set }: Mapping): readonly string[] {
  return Object.keys(set).filter((member) => set[member] !== '');
}

interface AlsoSayProps {
  readonly inspected: Inspected;
  /** The members that are asked for already. */
  readonly members: readonly string[];
  readonly onAsk: (member: string) => void;
}

/** Asks for one more member of each name. */
function AlsoSay({ inspected, members, onAsk }: AlsoSayProps) {
  const texts = useNameTexts();
  const choicesOf = useMemberChoices();
  const others = inspected.members.filter((member) => !members.includes(member) && !WHOLE.includes(member));
  return (
    <div className="row">
      <NativeSelect
        label={texts.also}
        value=""
        data={[{ value: '', label: texts.chooseMember }, ...choicesOf(others)]}
        onChange={({ currentTarget }) => onAsk(currentTarget.value)}
      />
    </div>
  );
}

/** Members that no name states. */
const WHOLE = ['key', 'value', 'detail'];

/** Returns a list with all that another one states, which wins. */
function joinLists(before: NameList, taken: NameList, fold: (name: string) => string): NameList {
  const keys = new Map(Object.keys(before).map((name) => [fold(name), name]));
  const added = Object.entries(taken).map(([name, said]) => {
    const key = keys.get(fold(name)) ?? name;
    return [key, { ...before[key], ...said }] as const;
  });
  return { ...before, ...Object.fromEntries(added) };
}

/** Reads the names in a column of the table. */
function useNames(
  file: File | null,
  inspected: Inspected,
  column: string,
  member: string,
): { readonly found: ColumnNames | null; readonly error: unknown } {
  const [found, setFound] = useState<ColumnNames | null>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (file === null) return undefined;
    const stop = new AbortController();
    const unlessStopped =
      <Value,>(take: (value: Value) => void) =>
      (value: Value): void => {
        if (!stop.signal.aborted) take(value);
      };
    listNames(file, inspected, { column, member }, stop.signal).then(
      unlessStopped(setFound),
      unlessStopped(setError),
    );
    return () => stop.abort();
  }, [file, inspected, column, member]);
  return { found, error };
}
