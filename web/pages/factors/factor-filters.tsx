import { Button, NativeSelect } from '@mantine/core';
import { ROW_TYPES } from '../../../client/generated/row-types.ts';
import { Form } from '../../components/form.tsx';
import { FilterText } from '../../components/list/filter-text.tsx';
import { useLanguage } from '../../language/language.tsx';
import { FILTERS, type FactorFilters } from './factor-query.ts';
import { useFactorsTexts } from './factors-texts.ts';
import classes from './factors.module.css';

interface FactorFiltersProps {
  readonly filters: FactorFilters;
  readonly onChange: (filters: FactorFilters) => void;
}

const EXAMPLES: Readonly<Record<Exclude<(typeof FILTERS)[number], 'type'>, string>> = {
  place: 'GB',
  year: '2023',
  gas: 'CH4',
  unit: 'kg/kW.h',
  source: 'IPCC',
};

/** The words and filters of a search for factors. The button searches; a chosen type does so at once. */
export function FactorFilterForm({ filters, onChange }: FactorFiltersProps) {
  const texts = useFactorsTexts();
  const types = useTypeChoices(texts.any);
  const search = (form: HTMLFormElement): void => onChange(readFilters(form));
  return (
    <Form role="search" className={classes['filters']} aria-label={texts.filters} onSubmit={search}>
      <FilterText
        className={classes['words'] ?? ''}
        name="q"
        label={texts.words}
        placeholder={texts.wordsExample}
        value={filters.q ?? ''}
      />
      {FILTERS.map((name) =>
        name === 'type' ? (
          <NativeSelect
            key={name}
            name={name}
            label={texts.type}
            value={filters.type ?? ''}
            onChange={({ currentTarget: { form } }) => form !== null && search(form)}
            data={types}
          />
        ) : (
          <FilterText
            key={name}
            name={name}
            label={texts[name]}
            placeholder={EXAMPLES[name]}
            value={filters[name] ?? ''}
          />
        ),
      )}
      <div className={classes['buttons']}>
        <Button type="submit">{texts.search}</Button>
        {Object.keys(filters).length > 0 && (
          <Button variant="subtle" onClick={() => onChange({})}>
            {texts.clear}
          </Button>
        )}
      </div>
    </Form>
  );
}

function readFilters(form: HTMLFormElement): FactorFilters {
  const data = new FormData(form);
  const given = (['q', ...FILTERS] as const).map((name) => {
    const value = data.get(name);
    return [name, typeof value === 'string' ? value.trim() : ''] as const;
  });
  return Object.fromEntries(given.filter(([, value]) => value !== ''));
}

function useTypeChoices(any: string): { value: string; label: string }[] {
  const { language } = useLanguage();
  const types = Object.entries(ROW_TYPES).filter(([, { role }]) => role === 'factor');
  return [
    { value: '', label: any },
    ...types.map(([value, { words }]) => ({ value, label: words[language] })),
  ];
}
