import { Hash } from '../../components/hash.tsx';
import type { NamedParty } from '../../../client/http/fetch-party.ts';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** A party as the registry on the chain names it, with its id. */
export function Party({ id, parties }: { id: string; parties: readonly NamedParty[] }) {
  const texts = useVerdictTexts();
  const identifiers = parties.find((party) => party.id === id)?.identifiers ?? null;
  const [first] = identifiers ?? [];
  if (first !== undefined)
    return (
      <span className={classes['party']} title={id}>
        {identifiers!.join(', ')}
      </span>
    );
  return (
    <span>
      <Hash value={id} />{' '}
      <span className="quiet">({identifiers === null ? texts.notLookedUp : texts.notRegistered})</span>
    </span>
  );
}
