import { useInfiniteQuery } from '@tanstack/react-query';
import type { TextInputProps } from '@mantine/core';
import { useId } from 'react';
import { listQuery } from '../../data/queries.ts';
import { FilterText } from '../list/filter-text.tsx';

interface PartyFilterProps extends Pick<TextInputProps, 'name' | 'label' | 'error' | 'onBlur'> {
  /** What the address of the page holds. */
  readonly value: string;
}

/** A field of a form of filters for a party: it offers the identifiers of those that are registered. */
export function PartyFilter(props: PartyFilterProps) {
  const id = useId();
  const identifiers = useIdentifiers();
  return (
    <>
      <FilterText {...props} list={id} autoComplete="off" spellCheck={false} placeholder="lei:…" />
      <datalist id={id}>
        {identifiers.map((identifier) => (
          <option key={identifier} value={identifier} />
        ))}
      </datalist>
    </>
  );
}

/** The identifiers of the first parties that are registered; empty until they are read. */
export function useIdentifiers(): readonly string[] {
  const { data } = useInfiniteQuery(listQuery('listParties', {}));
  return data?.pages.flatMap(({ items }) => items.flatMap(({ identifiers }) => identifiers)) ?? [];
}
