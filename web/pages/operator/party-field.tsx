import { Autocomplete } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import type { Party } from '../../../client/generated/openapi.ts';
import { useRecordTexts } from '../../components/record-texts.ts';
import { listQuery, searchQuery } from '../../data/queries.ts';
import { hitsOf } from '../../data/search-hit.ts';
import { useRegistrarTexts } from './registrar-texts.ts';

/** Milliseconds without a key before parties are searched for. */
const PAUSE_MS = 200;
/** Parties that are offered at once. */
const MOST = 20;
const SEARCHABLE = /^[\x20-\x7e]{2,128}$/;

interface PartyFieldProps {
  readonly value: string;
  readonly error: ReactNode;
  readonly onChange: (value: string) => void;
}

/** Asks for a party: one of those that the server knows, or one that is typed. */
export function PartyField({ value, error, onChange }: PartyFieldProps) {
  const texts = useRegistrarTexts();
  const { roles } = useRecordTexts();
  const [asked] = useDebouncedValue(value, PAUSE_MS);
  const list = useInfiniteQuery(listQuery('listParties', {}));
  const found = useQuery({ ...searchQuery(asked), enabled: SEARCHABLE.test(asked), retry: false });
  const parties = useMemo(() => {
    const listed: readonly Party[] = list.data?.pages.flatMap(({ items }) => items) ?? [];
    const hits = found.data === undefined ? [] : hitsOf(found.data);
    const searched = hits.flatMap((hit) => (hit.type === 'party' ? [hit.party] : []));
    return new Map([...listed, ...searched].map((party) => [party.identifier, party]));
  }, [list.data, found.data]);
  return (
    <Autocomplete
      label={texts.party}
      description={texts.partyHelp}
      placeholder={texts.partyHint}
      required
      spellCheck={false}
      autoComplete="off"
      limit={MOST}
      value={value}
      error={error}
      data={[...parties.keys()]}
      filter={({ options, search }) =>
        options.filter((option) => {
          const party = 'value' in option ? parties.get(option.value) : undefined;
          const names = party === undefined ? [] : [party.party, ...party.identifiers];
          return names.some((name) => name.toLowerCase().includes(search.trim().toLowerCase()));
        })
      }
      renderOption={({ option }) => (
        <span>
          {option.value}{' '}
          <span className="quiet">
            {parties
              .get(option.value)
              ?.roles.map((role) => roles[role])
              .join(', ')}
          </span>
        </span>
      )}
      onChange={(text) => onChange(text.trim())}
    />
  );
}
