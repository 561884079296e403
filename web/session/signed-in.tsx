import { Button, Menu, Select } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import type { Hex } from '../../core/encoding/hex.ts';
import { Hash, shorten } from '../components/hash.tsx';
import { Moment } from '../components/moment.tsx';
import { partyQuery } from '../data/queries.ts';
import { NoPartyMenu } from './no-party.tsx';
import { type Session, useSession } from './session.tsx';
import { useSessionTexts } from './session-texts.ts';
import classes from './session.module.css';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

/** Shows who is signed in, with a menu to choose the party and to sign out. */
export function SignedIn({ session }: { session: Session }) {
  const texts = useSessionTexts();
  const { signOut, chooseParty } = useSession();
  const names = usePartyNames(session.parties);
  const label =
    session.party === null ? shorten(session.address) : (names.get(session.party) ?? shorten(session.party));
  return (
    <Menu position="bottom-end" width={320} closeOnItemClick={false}>
      <Menu.Target>
        <Button variant="default" size="compact-sm" aria-label={`${texts.signedInAs} ${label}`}>
          <span className={classes['signedIn']}>{label}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown p="md">
        <div className="stack">
          {session.party === null ? (
            <NoPartyMenu address={session.address} />
          ) : (
            <Select
              label={texts.party}
              data={session.parties.map((id) => ({ value: id, label: names.get(id) ?? shorten(id) }))}
              value={session.party}
              allowDeselect={false}
              comboboxProps={{ withinPortal: false }}
              onChange={(party) => party !== null && chooseParty(party)}
            />
          )}
          <div>
            <div className="quiet">{texts.address}</div>
            <Hash value={session.address} />
          </div>
          <div>
            <div className="quiet">{texts.until}</div>
            <Moment at={session.expiresAt} />
          </div>
          <Button variant="default" onClick={signOut}>
            {texts.signOut}
          </Button>
        </div>
      </Menu.Dropdown>
    </Menu>
  );
}

/** Returns the first identifiers of parties, as far as they are known. */
function usePartyNames(parties: readonly Hex[]): ReadonlyMap<Hex, string> {
  const found = useQueries({ queries: parties.map((party) => partyQuery(party)) });
  return new Map(
    found.flatMap(({ data }) =>
      data === undefined ? [] : [[data.party, showOutside(data.identifier, MOST_OF_TITLE)] as const],
    ),
  );
}
