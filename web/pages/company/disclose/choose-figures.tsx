import { Button, Checkbox, TextInput } from '@mantine/core';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Entry } from '../../../../client/generated/openapi.ts';
import { FigureName } from '../../../components/record/figure-name.tsx';
import { Empty } from '../../../components/states.tsx';
import { type Column, VirtualTable } from '../../../components/list/virtual-table.tsx';
import { methodOf } from '../../../../pictures/kinds/method-of.ts';
import { useFigureName } from '../../../language/figure-names.ts';
import { useFormat } from '../../../language/format.ts';
import { orderFigures } from '../../../components/record/figure-order.ts';
import type { DiscloseStepProps } from './disclose-state.ts';
import { useDiscloseTexts } from './disclose-texts.ts';

/** The figures of the result, totals first; those that are checked will be shown. */
export function ChooseFigures({
  figures,
  state,
  onChange,
}: DiscloseStepProps & { readonly figures: readonly Entry[] }) {
  const texts = useDiscloseTexts();
  const format = useFormat();
  const { keys } = state;
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const ordered = useMemo(() => orderFigures(figures), [figures]);
  const nameOf = useFigureName();
  const shown = ordered.filter(({ key, detail }) =>
    `${key} ${nameOf(key, methodOf(detail, key)) ?? ''}`.toLowerCase().includes(wanted),
  );
  const toggle = (key: string): void =>
    onChange({ keys: keys.includes(key) ? keys.filter((each) => each !== key) : [...keys, key] });
  const columns: Column<Entry>[] = [
    {
      header: texts.figure,
      width: 'minmax(0, 3fr)',
      cell: (figure) => (
        <Checkbox
          checked={keys.includes(figure.key)}
          label={<FigureName figure={figure} />}
          onChange={() => toggle(figure.key)}
        />
      ),
    },
    {
      header: texts.value,
      width: 'minmax(0, 1.6fr)',
      isNumber: true,
      cell: ({ value, unit }) => (value === null ? '' : `${format.decimal(value)} ${format.unit(unit)}`),
    },
    {
      header: texts.period,
      width: 'minmax(0, 1fr)',
      cell: ({ from, until }) => format.period(from, until),
    },
  ];
  return (
    <section className="card stack" aria-labelledby="choose-figures">
      <h2 id="choose-figures">{texts.choose}</h2>
      <div className="row">
        <TextInput
          aria-label={texts.filter}
          placeholder={texts.filter}
          value={filter}
          onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        />
        <span role="status">{texts.chosen(format.number(keys.length), format.number(figures.length))}</span>
        {keys.length > 0 && (
          <Button variant="default" size="compact-sm" onClick={() => onChange({ keys: [] })}>
            {texts.none}
          </Button>
        )}
      </div>
      {shown.length === 0 ? (
        <Empty title={texts.noFigure} />
      ) : (
        <VirtualTable label={texts.choose} columns={columns} items={shown} keyOf={({ key }) => key} />
      )}
    </section>
  );
}
