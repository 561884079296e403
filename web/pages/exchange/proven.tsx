import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { OutsideText } from '../../components/outside-text.tsx';
import { shorten } from '../../components/hash.tsx';
import { PartyName } from '../../components/record/party-name.tsx';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import { useVerdict, type VerdictRules } from '../../work/use-verdict.ts';
import { asProven } from '../../../jobs/decide/judged-disclosure.ts';

type Item = ItemOf<'listRecords'>;

interface ProvenProps {
  readonly session: PartySession;
  readonly item: Item;
  readonly rules: VerdictRules | undefined;
  readonly children: (item: Item, judged: Judged | undefined) => ReactNode;
}

/** Shows a disclosure of a list as its own proof file has it, as soon as that was verified. */
export function Proven({ session, item, rules, children }: ProvenProps) {
  const { data } = useVerdict(session, item.id, rules);
  return children(asProven(item, data), data);
}

/** A party as the registry on the chain names it, once a proof file was verified; before, without `parties`, as the server does. */
export function ProvenParty({ id, parties }: { id: Hex; parties: Judged['outcome']['parties'] | undefined }) {
  const found = parties?.find((party) => party.id === id)?.identifiers ?? null;
  if (parties === undefined) return <PartyName id={id} />;
  return (
    <Link to="/parties/$party" params={{ party: id }} title={id}>
      {found?.[0] === undefined ? shorten(id) : <OutsideText text={found[0]} />}
    </Link>
  );
}
