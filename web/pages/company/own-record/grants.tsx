import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { Moment } from '../../../components/moment.tsx';
import { PartyName } from '../../../components/party-name.tsx';
import { PartyPicker } from '../../../components/party-picker.tsx';
import { Failure, Loading } from '../../../components/states.tsx';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { useOwnRecordTexts } from './own-record-texts.ts';
import classes from '../shared/company.module.css';

/** Who may read the private entries of a record: given and taken back here. */
export function Grants({ session, id }: { session: PartySession; id: Hex }) {
  const texts = useOwnRecordTexts();
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Hex[]>([]);
  const queryKey = [PRIVATE, 'grants', session.address, id];
  const { data, error, refetch } = useQuery({ queryKey, queryFn: () => session.ledger.readGrants({ id }) });
  const change = useMutation({
    mutationFn: async ({ give, party }: { give: boolean; party: Hex }) =>
      give ? session.ledger.grantReading({ id, party }) : session.ledger.revokeReading({ id, party }),
    onSuccess: (grants) => queries.setQueryData(queryKey, grants),
  });
  const give = async (): Promise<void> => {
    for (const party of chosen) await change.mutateAsync({ give: true, party });
    setChosen([]);
  };
  const held = data?.grants ?? [];
  return (
    <section className="card stack" aria-labelledby="grants">
      <div>
        <h2 id="grants">{texts.access}</h2>
        <p className="quiet">{texts.accessLead}</p>
      </div>
      {error !== null && <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Loading />}
      {data !== undefined &&
        (held.length === 0 ? (
          <p>{texts.noAccess}</p>
        ) : (
          <ul className={classes['plain']} aria-label={texts.readers}>
            {held.map(({ party, grantedAt }) => (
              <li key={party} className="row">
                <PartyName id={party} />
                <span className="quiet">
                  <Moment at={grantedAt} />
                </span>
                <Button
                  variant="default"
                  size="compact-sm"
                  loading={change.isPending}
                  onClick={() => change.mutate({ give: false, party })}
                >
                  {texts.revoke}
                </Button>
              </li>
            ))}
          </ul>
        ))}
      <PartyPicker
        label={texts.giveTo}
        without={[session.party, ...held.map(({ party }) => party)]}
        chosen={chosen}
        onChange={setChosen}
      />
      {change.error !== null && <Failure error={change.error} />}
      <div>
        <Button
          disabled={chosen.length === 0}
          loading={change.isPending}
          onClick={() => void give().catch(() => {})}
        >
          {texts.give}
        </Button>
      </div>
    </section>
  );
}
