import { Alert, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { Facts } from '../../components/facts.tsx';
import { Hash } from '../../components/hash.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { focusNew } from '../../components/page-focus.ts';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { statusQuery } from '../../data/queries.ts';
import { useFormat } from '../../language/format.ts';
import classes from './operator.module.css';
import type { RegistrarAccount, RegistryCall } from './registry-calls.ts';
import { useRegistrarTexts } from './registrar-texts.ts';

/** A call that the registry would take, before it is sent. */
export interface PreparedCall {
  readonly call: RegistryCall;
  readonly title: string;
  /** The party that it is about: an identifier or an id. */
  readonly party: string;
}

interface SendCallProps {
  readonly account: RegistrarAccount;
  readonly prepared: PreparedCall;
  readonly onEnd: () => void;
}

/** Shows a call whole, sends it by the wallet, and follows it until its block is final. */
export function SendCall({ account, prepared: { call, title, party }, onEnd }: SendCallProps) {
  const texts = useRegistrarTexts();
  const [transaction, setTransaction] = useState<Hex | null>(null);
  const { isBusy, error, attempt } = useAttempt();
  const send = (): Promise<void> =>
    attempt(async () => {
      const { sendCall } = await import('./registry-calls.ts');
      setTransaction(await sendCall(account, call));
    });
  return (
    <div className="stack">
      <div>
        <h3 tabIndex={-1} ref={focusNew}>
          {texts.reviewTitle}
        </h3>
        {transaction === null && <p className="quiet">{texts.reviewLead}</p>}
      </div>
      <Facts
        facts={[
          [texts.action, title],
          [texts.contract, <code key="contract">{call.to}</code>],
          [texts.call, <code key="call">{call.name}</code>],
          ...call.values.map(([name, value]) => [name, <code key={name}>{value}</code>] as const),
        ]}
      />
      <details>
        <summary>{texts.data}</summary>
        <pre className={`inset ${classes['call']}`}>{call.data}</pre>
      </details>
      {error !== null && <Failure error={error} />}
      {transaction === null ? (
        <div className="row">
          <Button loading={isBusy} onClick={() => void send()}>
            {texts.send}
          </Button>
          <Button variant="default" disabled={isBusy} onClick={onEnd}>
            {texts.change}
          </Button>
          <span role="status">{isBusy && texts.sending}</span>
        </div>
      ) : (
        <>
          <FollowTransaction account={account} transaction={transaction} />
          <div className="row">
            <LinkButton to="/parties/$party" params={{ party }} search={{}} variant="default">
              {texts.openParty}
            </LinkButton>
            <Button variant="default" onClick={onEnd}>
              {texts.another}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

const LOOK_MS = 2_000;

function FollowTransaction({ account, transaction }: { account: RegistrarAccount; transaction: Hex }) {
  const texts = useRegistrarTexts();
  const format = useFormat();
  const queries = useQueryClient();
  const { data: receipt = null, error } = useQuery({
    queryKey: ['transaction', transaction],
    queryFn: async () => (await import('./registry-calls.ts')).readReceipt(account, transaction),
    refetchInterval: ({ state }) => (state.data == null ? LOOK_MS : false),
  });
  const status = useQuery(statusQuery);
  const final = status.data?.chain?.final?.number ?? 0;
  const isFinal = receipt !== null && final >= receipt.block;
  useEffect(() => {
    if (isFinal)
      for (const name of ['party', 'listParties']) void queries.invalidateQueries({ queryKey: [name] });
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
        <p role="status">
          {receipt === null && texts.mining}
          {receipt !== null &&
            (isFinal ? texts.final(format.number(receipt.block)) : texts.mined(format.number(receipt.block)))}
        </p>
      )}
    </div>
  );
}
