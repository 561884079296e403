import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { listWaiting } from '../../../../jobs/disclose/readers.ts';
import { Moment } from '../../../components/moment.tsx';
import { Notice } from '../../../components/notice.tsx';
import { PartyName } from '../../../components/record/party-name.tsx';
import { PartyPicker } from '../../../components/record/party-picker.tsx';
import { Failure, Loading } from '../../../components/states.tsx';
import { recordQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useGrants } from '../shared/use-grants.ts';
import { useOwnRecordTexts } from './own-record-texts.ts';
import classes from '../shared/company.module.css';

interface GrantsProps {
  readonly session: PartySession;
  readonly view: RecordView;
}

/** Who may read the private entries of a record: given and taken back here. */
export function Grants({ session, view }: GrantsProps) {
  const texts = useOwnRecordTexts();
  const [chosen, setChosen] = useState<readonly Hex[]>([]);
  const { grants, error, refetch, give, takeBack, isChanging, changeError } = useGrants(session, view.id);
  const held = grants?.map(({ party }) => party) ?? [];
  const waiting = listWaiting(view, held);
  return (
    <section className="card stack" aria-labelledby="grants">
      <div>
        <h2 id="grants">{texts.access}</h2>
        <p className="quiet">{texts.accessLead}</p>
      </div>
      {error !== null && <Failure error={error} onRetry={refetch} />}
      {grants === undefined && error === null && <Loading />}
      {grants?.length === 0 && <p>{texts.noAccess}</p>}
      {grants !== undefined && grants.length > 0 && (
        <Readers grants={grants} isChanging={isChanging} onTakeBack={takeBack} />
      )}
      {grants !== undefined && waiting.length > 0 && (
        <Offer
          title={texts.meantFor}
          action={texts.giveThem}
          parties={waiting}
          isChanging={isChanging}
          onGive={() => void give(waiting).catch(() => {})}
        />
      )}
      {grants !== undefined && (
        <GrantsBefore
          session={session}
          view={view}
          without={[...held, ...waiting]}
          isChanging={isChanging}
          onGive={(parties) => void give(parties).catch(() => {})}
        />
      )}
      <PartyPicker
        label={texts.giveTo}
        without={[session.party, ...held]}
        chosen={chosen}
        onChange={setChosen}
      />
      {changeError !== null && <Failure error={changeError} />}
      <div>
        <Button
          disabled={chosen.length === 0}
          loading={isChanging}
          onClick={() =>
            void give(chosen).then(
              () => setChosen([]),
              () => {},
            )
          }
        >
          {texts.give}
        </Button>
      </div>
    </section>
  );
}

interface ReadersProps {
  readonly grants: NonNullable<ReturnType<typeof useGrants>['grants']>;
  readonly isChanging: boolean;
  readonly onTakeBack: (party: Hex) => void;
}

/** Who has access, since when, and the way to take it back. */
function Readers({ grants, isChanging, onTakeBack }: ReadersProps) {
  const texts = useOwnRecordTexts();
  return (
    <ul className={`plain ${classes['lines']}`} aria-label={texts.readers}>
      {grants.map(({ party, grantedAt }) => (
        <li key={party} className="row">
          <PartyName id={party} />
          <span className="quiet">
            <Moment at={grantedAt} />
          </span>
          <Button variant="default" size="compact-sm" loading={isChanging} onClick={() => onTakeBack(party)}>
            {texts.revoke}
          </Button>
        </li>
      ))}
    </ul>
  );
}

interface GrantsBeforeProps extends GrantsProps {
  /** Who has access to this version, or is offered already. */
  readonly without: readonly Hex[];
  readonly isChanging: boolean;
  readonly onGive: (parties: readonly Hex[]) => void;
}

/** Offers to give those access who had it on the version before: a new version begins without any. */
function GrantsBefore({ session, view, without, isChanging, onGive }: GrantsBeforeProps) {
  const texts = useOwnRecordTexts();
  const { previous, sequence } = view.record;
  const isLater = sequence > 1;
  const { data: before } = useQuery({ ...recordQuery(previous), enabled: isLater });
  const { grants = [] } = useGrants(session, previous, isLater && before?.publicEntries === false);
  const missing = grants.map(({ party }) => party).filter((party) => !without.includes(party));
  if (missing.length === 0) return null;
  return (
    <Offer
      title={texts.hadAccess}
      action={texts.giveAgain}
      parties={missing}
      isChanging={isChanging}
      onGive={() => onGive(missing)}
    />
  );
}

interface OfferProps {
  readonly title: string;
  readonly action: string;
  readonly parties: readonly Hex[];
  readonly isChanging: boolean;
  readonly onGive: () => void;
}

/** Parties that are likely to need access, all given it at once. */
function Offer({ title, action, parties, isChanging, onGive }: OfferProps) {
  return (
    <Notice tone="unsure" title={title}>
      <ul className={`plain ${classes['lines']}`} aria-label={title}>
        {parties.map((party) => (
          <li key={party}>
            <PartyName id={party} />
          </li>
        ))}
      </ul>
      <Button loading={isChanging} onClick={onGive}>
        {action}
      </Button>
    </Notice>
  );
}
