import { Button, NativeSelect } from '@mantine/core';
import type { SyntheticEvent } from 'react';
import type { KindName } from '../../../core/records/kind.ts';
import { FilterText } from '../../components/filter-text.tsx';
import { Form } from '../../components/form.tsx';
import { PartyFilter, useIdentifiers } from '../../components/party-filter.tsx';
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

/** A form for the filters: choices apply at once, texts when they are complete. */
export function RecordFilters({
  filters,
  onChange,
}: {
  filters: Filters;
  onChange: (filters: Filters) => void;
}) {
  const texts = useRecordsTexts();
  const { kinds, states } = useRecordTexts();
  const identifiers = useIdentifiers();
  const faults = listFaults(filters);
  const apply = (form: HTMLFormElement): void => {
    const data = new FormData(form);
    const given = NAMES.map((name) => {
      const text = textOf(data.get(name)).trim();
      return [
        name,
        name === 'party' || name === 'addressee' ? completeParty(text, identifiers) : text,
      ] as const;
    });
    const next = Object.fromEntries(given.filter(([, value]) => value !== '')) as Filters;
    if (NAMES.some((name) => next[name] !== filters[name])) onChange(next);
  };
  const applyNow = ({ currentTarget }: SyntheticEvent<HTMLSelectElement | HTMLInputElement>): void => {
    if (currentTarget.form !== null) apply(currentTarget.form);
  };
  const isFiltered = NAMES.some((name) => filters[name] !== undefined);
  return (
    <Form className={classes['filters']} aria-label={texts.filters} onSubmit={apply}>
      <NativeSelect
        name="kind"
        label={texts.kind}
        value={filters.kind ?? ''}
        onChange={applyNow}
        data={choices(texts.any, kinds)}
      />
      <NativeSelect
        name="state"
        label={texts.state}
        value={filters.state ?? ''}
        onChange={applyNow}
        data={choices(texts.any, states)}
      />
      <PartyFilter
        name="party"
        label={texts.party}
        value={filters.party ?? ''}
        error={faults.includes('party') && texts.badParty}
        onBlur={applyNow}
      />
      <FilterText
        name="subject"
        label={texts.subject}
        placeholder="inventory/2024"
        value={filters.subject ?? ''}
        error={faults.includes('subject') && texts.badSubject}
        onBlur={applyNow}
      />
      <PartyFilter
        name="addressee"
        label={texts.addressee}
        value={filters.addressee ?? ''}
        error={faults.includes('addressee') && texts.badParty}
        onBlur={applyNow}
      />
      <FilterText
        name="since"
        type="date"
        label={texts.since}
        value={(filters.since ?? '').slice(0, 10)}
        onBlur={applyNow}
      />
      <FilterText
        name="until"
        type="date"
        label={texts.until}
        value={(filters.until ?? '').slice(0, 10)}
        onBlur={applyNow}
      />
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
