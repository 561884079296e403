import { Hash } from '../../components/hash.tsx';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { useSurroundings } from './surroundings.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** A party as the registry on the chain names it, with its id. */
export function Party({ id, parties }: { id: string; parties: readonly NamedParty[] }) {
  const texts = useVerdictTexts();
  const identifiers = parties.find((party) => party.id === id)?.identifiers ?? null;
  const { linkParty } = useSurroundings();
  if (identifiers !== null && identifiers.length > 0) {
    const names = identifiers.join(', ');
    return (
      <span className={classes['party']} title={id}>
        {linkParty === null ? names : linkParty(id, names)}
      </span>
    );
  }
  return (
    <span>
      <Hash value={id} />{' '}
      <span className="quiet">({identifiers === null ? texts.notLookedUp : texts.notRegistered})</span>
    </span>
  );
}
