import { Button, NativeSelect } from '@mantine/core';
import type { SyntheticEvent } from 'react';
import type { KindName } from '../../../core/records/kind.ts';
import { FilterText } from '../../components/list/filter-text.tsx';
import { Form } from '../../components/form.tsx';
import { PartyFilter, useIdentifiers } from '../../components/record/party-filter.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import type { Given } from '../../data/queries.ts';
import { completeParty, listFaults } from './filter-faults.ts';
import { useRecordsTexts } from './records-texts.ts';
import classes from './records.module.css';

/** The filters of the list of records, as its address holds them. */
export interface Filters extends Pick<
  Given<'listRecords'>,
  'state' | 'party' | 'subject' | 'addressee' | 'since' | 'until'
> {
  readonly kind?: KindName | undefined;
}

const NAMES = ['kind', 'state', 'party', 'subject', 'addressee', 'since', 'until'] as const;

interface RecordFiltersProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
}

/** A form for the filters: choices apply at once, texts when they are complete. */
export function RecordFilters({ filters, onChange }: RecordFiltersProps) {
  const texts = useRecordsTexts();
  const { kinds, states } = useRecordTexts();
  const identifiers = useIdentifiers();
  const apply = (form: HTMLFormElement): void => {
    const next = readFilters(form, identifiers);
    if (NAMES.some((name) => next[name] !== filters[name])) onChange(next);
  };
  const applyNow = ({ currentTarget }: SyntheticEvent<HTMLSelectElement | HTMLInputElement>): void => {
    if (currentTarget.form !== null) apply(currentTarget.form);
  };
  const isFiltered = NAMES.some((name) => filters[name] !== undefined);
  return (
    <Form className={classes['filters']} aria-label={texts.filters} onSubmit={apply}>
      {(['kind', 'state'] as const).map((name) => (
        <NativeSelect
          key={name}
          name={name}
          label={texts[name]}
          value={filters[name] ?? ''}
          onChange={applyNow}
          data={choices(texts.any, name === 'kind' ? kinds : states)}
        />
      ))}
      <NamedFilters filters={filters} onBlur={applyNow} />
      {(['since', 'until'] as const).map((name) => (
        <FilterText
          key={name}
          name={name}
          type="date"
          label={texts[name]}
          value={(filters[name] ?? '').slice(0, 10)}
          onBlur={applyNow}
        />
      ))}
      <div className={classes['buttons']}>
        <Button type="submit" variant="default">
          {texts.apply}
        </Button>
        {isFiltered && (
          <Button variant="subtle" onClick={() => onChange({})}>
            {texts.clear}
          </Button>
        )}
      </div>
    </Form>
  );
}

interface NamedFiltersProps {
  readonly filters: Filters;
  readonly onBlur: (event: SyntheticEvent<HTMLInputElement>) => void;
}

/** The filters that hold a name, each with what is wrong with it. */
function NamedFilters({ filters, onBlur }: NamedFiltersProps) {
  const texts = useRecordsTexts();
  const faults = listFaults(filters);
  return (
    <>
      <PartyFilter
        name="party"
        label={texts.party}
        value={filters.party ?? ''}
        error={faults.includes('party') && texts.badParty}
        onBlur={onBlur}
      />
      <FilterText
        name="subject"
        label={texts.subject}
        placeholder="inventory/2024"
        value={filters.subject ?? ''}
        error={faults.includes('subject') && texts.badSubject}
        onBlur={onBlur}
      />
      <PartyFilter
        name="addressee"
        label={texts.addressee}
        value={filters.addressee ?? ''}
        error={faults.includes('addressee') && texts.badParty}
        onBlur={onBlur}
      />
    </>
  );
}

/** Reads the filters of a form; parties may be typed by the beginning of their identifier. */
function readFilters(form: HTMLFormElement, identifiers: Parameters<typeof completeParty>[1]): Filters {
  const data = new FormData(form);
  const given = NAMES.map((name) => {
    const text = textOf(data.get(name)).trim();
    const isParty = name === 'party' || name === 'addressee';
    return [name, isParty ? completeParty(text, identifiers) : text] as const;
  });
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

/** A field of a form without files. */
function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}

function choices(
  any: string,
  names: Readonly<Record<string, string>>,
): { readonly value: string; readonly label: string }[] {
  return [{ value: '', label: any }, ...Object.entries(names).map(([value, label]) => ({ value, label }))];
}
