import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { PartyName } from '../../../components/record/party-name.tsx';
import { Failure } from '../../../components/states.tsx';
import { partyQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { ProofDownload } from '../../../work/proof-download.tsx';
import { useGrants } from '../shared/use-grants.ts';
import { useDiscloseTexts } from './disclose-texts.ts';
import classes from './disclose.module.css';
import { MOST_OF_TITLE, showOutside } from '../../../language/outside-text.ts';

interface HandOverProps {
  readonly session: PartySession;
  readonly id: Hex;
  readonly addressees: readonly Hex[];
  /** Whether everyone can read the figures already. */
  readonly isPublic: boolean;
}

/** How the figures of a registered disclosure come to its readers: by access that is given here, or by the proof file. */
export function HandOver({ session, id, addressees, isPublic }: HandOverProps) {
  const texts = useDiscloseTexts();
  const { grants, error, refetch, give, isChanging, changeError } = useGrants(session, id, !isPublic);
  const readers = grants?.map(({ party }) => party) ?? [];
  const waiting = isPublic ? [] : addressees.filter((party) => !readers.includes(party));
  const isOpen = isPublic || (addressees.length > 0 && grants !== undefined && waiting.length === 0);
  return (
    <section className={classes['handOver']} data-open={isOpen} aria-labelledby="hand-over">
      <h3 id="hand-over">
        {isPublic ? texts.everyoneReads : isOpen ? texts.readersRead : texts.nobodyReads}
      </h3>
      {readers.length > 0 && (
        <ul role="status" className="plain" aria-label={texts.haveAccess}>
          {readers.map((party) => (
            <li key={party}>
              ✓ <PartyName id={party} />
            </li>
          ))}
        </ul>
      )}
      {error !== null && <Failure error={error} onRetry={refetch} />}
      {changeError !== null && <Failure error={changeError} />}
      {waiting.map((party) => (
        <GiveButton
          key={party}
          party={party}
          isLoading={isChanging || grants === undefined}
          onGive={() => void give([party]).catch(() => {})}
        />
      ))}
      <p>{waiting.length > 0 ? texts.orSend : texts.send}</p>
      <div className="row">
        <ProofDownload session={session} id={id} isMain={waiting.length === 0} />
        <Link to="/company/records/$id" params={{ id }}>
          {texts.otherAccess}
        </Link>
        <Link to="/verify" search={{ record: id }}>
          {texts.verify}
        </Link>
      </div>
    </section>
  );
}

interface GiveButtonProps {
  readonly party: Hex;
  readonly isLoading: boolean;
  readonly onGive: () => void;
}

function GiveButton({ party, isLoading, onGive }: GiveButtonProps) {
  const texts = useDiscloseTexts();
  const { data } = useQuery(partyQuery(party));
  return (
    <div>
      <Button size="md" className={classes['give'] ?? ''} loading={isLoading} onClick={onGive}>
        {texts.giveAccess(
          data === undefined ? party.slice(0, 10) : showOutside(data.identifier, MOST_OF_TITLE),
        )}
      </Button>
    </div>
  );
}
