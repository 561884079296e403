import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { type ColumnNames, foldOf } from '../../../../jobs/import/column-names.ts';
import { listRequiredOf, listRowTypes, memberOf, stateNames } from '../../../../jobs/import/table-mapping.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import { LEFT_OUT } from '../../../../tables/left-out-name.ts';
import type { NameList } from '../../../../tables/name-lookup.ts';
import { Loading } from '../../../components/states.tsx';
import { useFormat } from '../../../language/format.ts';
import { catalogueQuery } from '../shared/catalogue-query.ts';
import { CodedFailure } from '../shared/coded-failure.tsx';
import type { ImportStepProps } from './import-state.ts';
import { useMemberChoices } from './member-names.ts';
import { NameFields } from './name-fields.tsx';
import { TakeList } from './take-list.tsx';
import { useNameTexts } from './name-texts.ts';
import { listNames } from './table-work.ts';

interface NamePanelProps extends ImportStepProps {
  readonly inspected: Inspected;
  readonly column: string;
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
export function NamePanel({ state, inspected, column, onChange, onClose }: NamePanelProps) {
  const texts = useNameTexts();
  const format = useFormat();
  const { file, mapping } = state;
  const own = memberOf(column, mapping);
  const list = useMemo(() => mapping.lookups?.[column] ?? {}, [mapping, column]);
  const [asked, setAsked] = useState<readonly string[]>(
    () => ASKED[own] ?? ASKED[column] ?? (inspected.members.includes(own) ? [own] : ASKED['']!),
  );
  const { found, error } = useNames(file, inspected, column, own);
  const { data: catalogue } = useQuery(catalogueQuery);
  const stated = Object.values(list).flatMap((said) =>
    Object.keys(said).filter((member) => member !== LEFT_OUT),
  );
  const { some } = listRequiredOf(listRowTypes(mapping).map((type) => catalogue?.rows[type]));
  const given = new Set(inspected.columns.map((each) => memberOf(each, mapping)));
  const needed = stated.includes('detail.row') ? some.filter((member) => !given.has(member)) : [];
  const members = [...new Set([...asked, ...stated, ...needed])];
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
        <NameFields
          {...{ members, list, fold, dataset: state.dataset }}
          schemas={catalogue?.rows ?? {}}
          names={found.names}
          onChange={setList}
        />
      )}
      {found?.isMore === true && <p>{texts.more(format.number(found.names.length))}</p>}
      <AlsoSay {...{ inspected, members }} onAsk={(member) => setAsked([...asked, member])} />
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
