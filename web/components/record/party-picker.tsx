import { Button, Checkbox, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { RoleName } from '../../../core/records/kind.ts';
import { listQuery } from '../../data/queries.ts';
import { usePartyPickerTexts } from './party-picker-texts.ts';
import { useRecordTexts } from '../record-texts.ts';
import { Unread } from '../states.tsx';
import classes from '../small.module.css';
import { OutsideText } from '../outside-text.tsx';

interface PartyPickerProps {
  /** What the chosen parties are for. */
  readonly label: string;
  /** Only parties with one of these roles are offered; all if not given. */
  readonly roles?: readonly RoleName[];
  /** Parties that are not offered. */
  readonly without?: readonly Hex[];
  readonly chosen: readonly Hex[];
  readonly onChange: (chosen: readonly Hex[]) => void;
}

/** Chooses parties from those that are registered, found by a part of an identifier. */
export function PartyPicker({ label, roles, without = [], chosen, onChange }: PartyPickerProps) {
  const texts = usePartyPickerTexts();
  const words = useRecordTexts();
  const [filter, setFilter] = useState('');
  const wanted = useDeferredValue(filter.trim().toLowerCase());
  const query = useInfiniteQuery(listQuery('listParties', {}));
  if (query.data === undefined) return <Unread query={query} />;
  const offered = query.data.pages
    .flatMap(({ items }) => items)
    .filter(({ party }) => !without.includes(party))
    .filter((party) => roles === undefined || party.roles.some((role) => roles.includes(role)))
    .filter(
      ({ party, identifiers }) =>
        chosen.includes(party) || identifiers.some((each) => each.toLowerCase().includes(wanted)),
    );
  const toggle = (party: Hex): void =>
    onChange(chosen.includes(party) ? chosen.filter((each) => each !== party) : [...chosen, party]);
  return (
    <fieldset className="fieldset">
      <legend>{label}</legend>
      <TextInput
        aria-label={texts.find}
        placeholder={texts.find}
        value={filter}
        onChange={({ currentTarget }) => setFilter(currentTarget.value)}
      />
      <div className={classes['picked']}>
        {offered.map(({ party, identifier, roles: held }) => (
          <Checkbox
            key={party}
            checked={chosen.includes(party)}
            label={<OutsideText text={identifier} />}
            description={held.map((role) => words.roles[role]).join(', ')}
            onChange={() => toggle(party)}
          />
        ))}
        {offered.length === 0 && <p className="quiet">{texts.none}</p>}
      </div>
      {query.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {texts.more}
        </Button>
      )}
    </fieldset>
  );
}
