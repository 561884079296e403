import { Button, NativeSelect } from '@mantine/core';
import type { SyntheticEvent } from 'react';
import type { KindName } from '../../../core/records/kind.ts';
import { FilterText } from '../../components/filter-text.tsx';
import { Form } from '../../components/form.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import type { Given } from '../../data/queries.ts';
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
  const apply = (form: HTMLFormElement): void => {
    const data = new FormData(form);
    const given = NAMES.map((name) => [name, textOf(data.get(name)).trim()] as const);
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
      <FilterText
        name="party"
        label={texts.party}
        placeholder={texts.partyHint}
        value={filters.party ?? ''}
        onBlur={applyNow}
      />
      <FilterText
        name="subject"
        label={texts.subject}
        placeholder="inventory/2024"
        value={filters.subject ?? ''}
        onBlur={applyNow}
      />
      <FilterText
        name="addressee"
        label={texts.addressee}
        placeholder={texts.partyHint}
        value={filters.addressee ?? ''}
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
