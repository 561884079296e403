import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { partyQuery } from '../../data/queries.ts';
import { OutsideText } from '../outside-text.tsx';
import { shorten } from '../hash.tsx';

/** The first identifier of a party; its id until that is known. */
export function PartyLabel({ id }: { id: string }) {
  const { data } = useQuery(partyQuery(id));
  return data === undefined ? shorten(id) : <OutsideText text={data.identifier} />;
}

/** The first identifier of a party, with a link to its page; its id until that is known. */
export function PartyName({ id }: { id: string }) {
  return (
    <Link to="/parties/$party" params={{ party: id }} title={id}>
      <PartyLabel id={id} />
    </Link>
  );
}
