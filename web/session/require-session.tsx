import { Alert } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, Suspense } from 'react';
import type { RoleName } from '../../core/records/kind.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { loadLater } from '../components/load-later.tsx';
import { useRecordTexts } from '../components/record-texts.ts';
import { Empty } from '../components/states.tsx';
import { partyQuery } from '../data/queries.ts';
import { type Session, useSession } from './session.tsx';
import { SignInButton } from './session-menu.tsx';
import { useSessionTexts } from './session-texts.ts';

// Few need it: it is loaded with what finds wallets.
const NoPartyPage = loadLater(() => import('./no-party.tsx'), 'NoPartyPage');

/** A session with a party, for which its user works. */
export type PartySession = Session & { readonly party: Hex };

interface RequireSessionProps {
  /** Roles: the party must have at least one of them for what the page signs. */
  readonly roles: readonly RoleName[];
  readonly children: (session: PartySession) => ReactNode;
}

/** Shows a page to who is signed in for a party, and asks others to sign in. Says so where the party lacks the role. */
export function RequireSession({ roles, children }: RequireSessionProps) {
  const texts = useSessionTexts();
  const { session, hasExpired, hasLeft } = useSession();
  if (session === null)
    return (
      <Empty title={hasExpired ? texts.expired : hasLeft ? texts.left : texts.needed}>
        <p>{texts.neededAdvice}</p>
        <SignInButton size="md" />
        <p className="quiet">
          {texts.noKey} <Link to="/verify">{texts.verify}</Link>
        </p>
      </Empty>
    );
  const { party } = session;
  if (party === null)
    return (
      <Suspense>
        <NoPartyPage address={session.address} />
      </Suspense>
    );
  return (
    <>
      <RoleNotice party={party} roles={roles} />
      {children({ ...session, party })}
    </>
  );
}

function RoleNotice({ party, roles }: { party: Hex; roles: readonly RoleName[] }) {
  const texts = useSessionTexts();
  const words = useRecordTexts();
  const { data } = useQuery(partyQuery(party));
  if (data === undefined || data.roles.some((role) => roles.includes(role))) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      mb="md"
      title={texts.noRole(roles.map((role) => words.roles[role]).join(', '))}
    >
      {texts.noRoleAdvice}
    </Alert>
  );
}
