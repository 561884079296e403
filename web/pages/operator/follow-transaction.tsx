import { Alert } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Status } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { useRecordTexts } from '../../components/record-texts.ts';
import { Failure } from '../../components/states.tsx';
import { statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import type { Effect } from '../../../jobs/change-party/effects.ts';
import type { Receipt, RegistrarAccount, RegistryCall } from '../../../jobs/change-party/registrar-wallet.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import { MOST_OF_TITLE, showOutside } from '../../language/outside-text.ts';

const LOOK_MS = 2_000;

interface FollowTransactionProps {
  readonly account: RegistrarAccount;
  readonly call: RegistryCall;
  readonly transaction: Hex;
}

/** Follows a transaction until its block is final, and says what the registry did by it. */
export function FollowTransaction({ account, call, transaction }: FollowTransactionProps) {
  const texts = useRegistrarTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const { data: receipt = null, error } = useQuery({
    queryKey: ['transaction', transaction],
    queryFn: async () =>
      (await import('../../../jobs/change-party/registrar-wallet.ts')).readReceipt(
        account,
        call,
        transaction,
      ),
    refetchInterval: ({ state }) => (state.data == null ? LOOK_MS : false),
  });
  const { data: status } = useQuery(statusQuery);
  const isFinal = isFinalBlock(receipt, status);
  const says =
    receipt === null ? texts.mining : (isFinal ? texts.final : texts.mined)(format.number(receipt.block));
  useEffect(() => {
    if (isFinal)
      for (const name of ['party', 'listParties', 'search'])
        void queries.invalidateQueries({ queryKey: [name] });
  }, [isFinal, queries]);
  return (
    <div className="stack">
      <Facts facts={[[texts.transaction, <Hash key="transaction" value={transaction} isWhole />]]} />
      {error !== null && <Failure error={error} />}
      {receipt?.succeeded === false ? (
        <Alert color="red" variant="light" role="alert">
          {texts.reverted}
        </Alert>
      ) : (
        <div role="status">
          <p>{says}</p>
          {receipt !== null && isFinal && <Effects effects={receipt.effects} now={status?.now ?? 0} />}
        </div>
      )}
    </div>
  );
}

function isFinalBlock(receipt: Receipt | null, status: Status | undefined): boolean {
  return receipt !== null && (status?.chain?.final?.number ?? 0) >= receipt.block;
}

/** What the registry did, each in a sentence: of a suspension, that it holds says all. */
function Effects({ effects, now }: { effects: readonly Effect[]; now: number }) {
  const sentence = useEffectSentence(now);
  const isSuspension = effects.some(({ event }) => event === 'PartySuspended');
  return effects
    .filter(({ event }) => !isSuspension || event === 'PartySuspended')
    .map((effect, at) => (
      <p key={at}>
        <strong>{sentence(effect)}</strong>
      </p>
    ));
}

function useEffectSentence(now: number): (effect: Effect) => string {
  const { effects: texts } = useRegistrarTexts();
  const { roles } = useRecordTexts();
  const { time } = useFormat();
  return (effect) => {
    switch (effect.event) {
      case 'PartyRegistered':
      case 'IdentifierAdded':
        return texts[effect.event](showOutside(effect.identifier, MOST_OF_TITLE));
      case 'KeyOpened':
        return (effect.from > now ? texts.keyFrom : texts.keySince)(effect.key, time(effect.from));
      case 'KeyClosed':
        return texts.KeyClosed(effect.key, time(effect.until));
      case 'RoleOpened':
        return texts.RoleOpened(roles[effect.role], time(effect.from));
      case 'RoleClosed':
        return texts.RoleClosed(roles[effect.role], time(effect.until));
      case 'PartySuspended':
        return texts.PartySuspended(time(effect.at));
    }
  };
}
