import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { showOutside } from '../../../language/outside-text.ts';
import { useFormat } from '../../../language/format.ts';
import { catalogueQuery } from '../shared/catalogue-query.ts';
import {
  canHave,
  listConstants,
  listRequiredOf,
  listRowTypes,
  memberOf,
} from '../../../../jobs/import/table-mapping.ts';
import { KnownField } from './known-field.tsx';
import { FindingList } from './finding-list.tsx';
import { MappingFile } from './mapping-file.tsx';
import { useMemberChoices, useMemberName } from './member-names.ts';
import { NamePanel } from './name-panel.tsx';
import { useNameTexts } from './name-texts.ts';
import type { Mapping } from '../../../../tables/column-plan.ts';
import type { ImportStepProps } from './import-state.ts';
import { useImportTexts } from './import-texts.ts';
import type { Inspected } from '../../../../jobs/import/table-request.ts';
import classes from '../shared/company.module.css';

const SAMPLES = 3;

/** What each column of the table means, and what is the same in every row. */
export function MapColumns({
  state,
  inspected,
  onChange,
}: ImportStepProps & { readonly inspected: Inspected }) {
  const texts = useImportTexts();
  const format = useFormat();
  const { mapping } = state;
  const used = inspected.columns.filter((column) => isUsed(column, mapping)).length;
  return (
    <section className="card stack" aria-labelledby="map-columns">
      <div>
        <h2 id="map-columns">{texts.columns}</h2>
        <p className="quiet">
          {texts.columnsLead(format.number(used), format.number(inspected.columns.length))}
        </p>
      </div>
      <MappingFile state={state} inspected={inspected} onChange={onChange} />
      <FindingList findings={inspected.findings} />
      <div className={classes['mapping']} role="list">
        {inspected.columns.map((column, index) => (
          <MappedColumn key={`${column} ${index}`} {...{ state, inspected, column, index, onChange }} />
        ))}
      </div>
      <Constants state={state} inspected={inspected} onChange={onChange} />
    </section>
  );
}

interface MappedColumnProps extends ImportStepProps {
  readonly inspected: Inspected;
  readonly column: string;
  readonly index: number;
}

/** One column: its first cells, what it means, and what its names mean. */
function MappedColumn({ state, inspected, column, index, onChange }: MappedColumnProps) {
  const texts = useImportTexts();
  const { mapping } = state;
  const choicesOf = useMemberChoices();
  const possible = usePossible(inspected, mapping);
  const [isOpen, setOpen] = useState(false);
  const set = (member: string): void =>
    onChange({ mapping: { ...mapping, columns: { ...mapping.columns, [column]: member } }, answer: null });
  return (
    <div role="listitem" className={classes['mapped']}>
      <div>
        <strong>{column === '' ? texts.unnamed : column}</strong>
        <div className={classes['samples']}>
          {inspected.sample
            .slice(0, SAMPLES)
            .map(({ cells }) => cells[index] ?? '')
            .filter((cell) => cell !== '')
            .join(' · ')}
        </div>
      </div>
      <div>
        <NativeSelect
          aria-label={texts.meaningOf(column)}
          value={memberOf(column, mapping)}
          data={[
            { value: '', label: texts.skipped },
            ...choicesOf(withOwn(possible, memberOf(column, mapping))),
          ]}
          onChange={({ currentTarget }) => set(currentTarget.value)}
        />
        {mayHaveNames(column, inspected, mapping) && !isOpen && (
          <NamesButton column={column} mapping={mapping} onOpen={() => setOpen(true)} />
        )}
      </div>
      {isOpen && (
        <div className={classes['below']}>
          <NamePanel {...{ state, inspected, column, possible, onChange }} onClose={() => setOpen(false)} />
        </div>
      )}
    </div>
  );
}

function Constants({ state, inspected, onChange }: ImportStepProps & { readonly inspected: Inspected }) {
  const texts = useImportTexts();
  const nameOf = useMemberName();
  const { mapping, dataset } = state;
  const { data: catalogue } = useQuery(catalogueQuery);
  const { all } = listRequiredOf(listRowTypes(mapping).map((type) => catalogue?.rows[type]));
  const members = listConstants(inspected, mapping, all);
  if (members.length === 0) return null;
  const change = (member: string, text: string): void =>
    onChange({ mapping: { ...mapping, set: { ...mapping.set, [member]: text } }, answer: null });
  return (
    <div>
      <h3>{texts.constants}</h3>
      <p className="quiet">{texts.constantsLead}</p>
      <div className="grid">
        {members.map((member) => (
          <KnownField
            key={member}
            label={nameOf(member)}
            description={member === 'key' ? texts.keyHelp : member === 'period' ? texts.periodHelp : null}
            {...{ member, dataset, name: '' }}
            value={mapping.set[member] ?? ''}
            onChange={(text) => change(member, text)}
          />
        ))}
      </div>
    </div>
  );
}

/** Returns the members that the kinds of row can have which the mapping states; all of them where it states none. */
function usePossible({ members }: Inspected, mapping: Mapping): readonly string[] {
  const { data: catalogue } = useQuery(catalogueQuery);
  const schemas = listRowTypes(mapping)
    .map((type) => catalogue?.rows[type])
    .filter((schema) => schema !== undefined);
  if (schemas.length === 0) return members;
  return members.filter((member) => schemas.some((schema) => canHave(schema, member)));
}

/** The members, and another one that a column has. */
function withOwn(members: readonly string[], own: string): readonly string[] {
  return own === '' || members.includes(own) ? members : [...members, own];
}

/** Members whose texts are no names. */
const NAMELESS = ['key', 'value', 'plus', 'minus', 'from', 'until', 'last', 'days', 'period', 'detail'];

/** Whether the cells of a column are names, which may mean something. */
function mayHaveNames(column: string, { columns, sample }: Inspected, mapping: Mapping): boolean {
  if (column === '' || NAMELESS.includes(memberOf(column, mapping))) return false;
  if (isExplained(column, mapping)) return true;
  const at = columns.indexOf(column);
  const texts = sample.map(({ cells }) => cells[at] ?? '').filter((text) => text !== '');
  return texts.some((text) => /\p{L}/u.test(text)) || areCodes(texts);
}

/** Rows of a sample, and different texts in them, by which a column of numbers has names: a code for each kind of movement. */
const [LEAST_ROWS, MOST_CODES] = [8, 5];

function areCodes(texts: readonly string[]): boolean {
  return (
    texts.length >= LEAST_ROWS &&
    new Set(texts).size <= MOST_CODES &&
    texts.every((text) => /^\d{1,6}$/.test(text))
  );
}

function isUsed(column: string, mapping: Mapping): boolean {
  return memberOf(column, mapping) !== '' || isExplained(column, mapping);
}

/** Whether a list or a sheet says what the names in a column mean. */
function isExplained(column: string, { lookups, joins = [] }: Mapping): boolean {
  return lookups?.[column] !== undefined || joins.some((join) => join.column === column);
}

interface NamesButtonProps {
  readonly column: string;
  readonly mapping: Mapping;
  readonly onOpen: () => void;
}

/** Opens the names of a column, and says what was said about them. */
function NamesButton({ column, mapping, onOpen }: NamesButtonProps) {
  const texts = useNameTexts();
  const nameOf = useMemberName();
  const format = useFormat();
  const lists = Object.values(mapping.lookups?.[column] ?? {});
  const join = mapping.joins?.find((each) => each.column === column);
  const stated = [...new Set(lists.flatMap((said) => Object.keys(said)))];
  return (
    <Button variant="subtle" size="compact-xs" aria-label={texts.title(column)} onClick={onOpen}>
      {join !== undefined && texts.bySheet(showOutside(join.sheet))}{' '}
      {stated.length > 0 &&
        texts.stated(format.number(lists.length), stated.map((member) => nameOf(member)).join(', '))}
      {join === undefined && stated.length === 0 && texts.short}
    </Button>
  );
}
