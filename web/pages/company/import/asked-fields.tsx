import { NativeSelect, TextInput } from '@mantine/core';
import { useId } from 'react';
import type { AskedOfProduct, ProductSketch } from '../../../../jobs/import/product-processes.ts';
import { OfferedTexts } from './entered-rows.tsx';
import { useProductTexts } from './product-texts.ts';

interface AskedFieldsProps {
  readonly sketch: ProductSketch;
  readonly onChange: (part: Partial<AskedOfProduct>) => void;
}

/** What the run is asked for: the functional unit, its boundary, and how processes share. */
export function AskedFields({ sketch: { asked, processes }, onChange }: AskedFieldsProps) {
  const texts = useProductTexts();
  const id = useId();
  const made = processes.flatMap(({ exchanges }) =>
    exchanges.flatMap(({ way, product }) => (way === 'makes' || way === 'treats' ? product : [])),
  );
  const field = (
    member: 'product' | 'amount' | 'unit' | 'function' | 'gwpSet',
    description: string | null = null,
  ) => (
    <TextInput
      label={texts[member]}
      description={description}
      required={member !== 'function'}
      list={member === 'product' ? id : undefined}
      value={asked[member]}
      onChange={({ currentTarget }) => onChange({ [member]: currentTarget.value })}
    />
  );
  const select = (
    member: 'boundary' | 'allocation' | 'standard',
    names: Readonly<Record<string, string>>,
    description: string | null = null,
  ) => (
    <NativeSelect
      label={texts[member]}
      description={description}
      required={member === 'boundary'}
      value={asked[member]}
      data={Object.entries(names).map(([value, label]) => ({ value, label }))}
      onChange={({ currentTarget }) => onChange({ [member]: currentTarget.value })}
    />
  );
  return (
    <fieldset className="fieldset stack">
      <legend>{texts.asked}</legend>
      <p className="quiet">{texts.askedHelp}</p>
      <div className="grid">
        {field('product', texts.productHelp)}
        {field('amount')}
        {field('unit')}
        {field('function', texts.functionHelp)}
        {select('boundary', { '': texts.choose, ...texts.boundaries })}
        {select('allocation', texts.allocations, texts.allocationHelp)}
        {select('standard', texts.standards)}
        {field('gwpSet')}
      </div>
      <OfferedTexts id={id} offered={made} />
    </fieldset>
  );
}
