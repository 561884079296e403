import { Alert, Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Status } from '../../../client/generated/openapi.ts';
import { findWallets, type FoundWallet } from '../../../client/wallet/find-wallets.ts';
import { Facts } from '../../components/facts.tsx';
import { Failure } from '../../components/states.tsx';
import { useAttempt } from '../../components/use-attempt.ts';
import { ActionForm } from './action-form.tsx';
import type { RegistrarAccount } from './registry-calls.ts';
import { useRegistrarTexts } from './registrar-texts.ts';
import { SendCall } from './send-call.tsx';
import type { PreparedCall } from './send-call.tsx';

type Chain = NonNullable<Status['chain']>;

/** Connects the wallet of a registrar, and takes an action from its form to the final block. */
export function Registrar({ chain }: { chain: Chain }) {
  const texts = useRegistrarTexts();
  const [account, setAccount] = useState<RegistrarAccount | null>(null);
  const [prepared, setPrepared] = useState<PreparedCall | null>(null);
  return (
    <section className="card stack" aria-labelledby="registrar">
      <div>
        <h2 id="registrar">{texts.title}</h2>
        <p className="quiet">{texts.lead}</p>
      </div>
      <Connect chain={chain} hasAccount={account !== null} onAccount={setAccount} />
      {account !== null && <AccountFacts chain={chain} account={account} />}
      {account?.isRegistrar === true &&
        (prepared === null ? (
          <ActionForm account={account} registry={chain.registry} onPrepared={setPrepared} />
        ) : (
          <SendCall account={account} prepared={prepared} onEnd={() => setPrepared(null)} />
        ))}
    </section>
  );
}

interface ConnectProps {
  readonly chain: Chain;
  readonly hasAccount: boolean;
  readonly onAccount: (account: RegistrarAccount | null) => void;
}

function Connect({ chain, hasAccount, onAccount }: ConnectProps) {
  const texts = useRegistrarTexts();
  const [wallets, setWallets] = useState<readonly FoundWallet[]>([]);
  const { isBusy, error, attempt } = useAttempt();
  useEffect(() => findWallets(window, setWallets), []);
  const connect = ({ provider }: FoundWallet): Promise<void> =>
    attempt(async () => {
      onAccount(null);
      const { connectRegistrar } = await import('./registry-calls.ts');
      onAccount(await connectRegistrar(provider, chain));
    });
  return (
    <>
      {wallets.length === 0 && <p>{texts.noWallet}</p>}
      <div className="row">
        {wallets.map((wallet) => (
          <Button
            key={wallet.uuid}
            variant={hasAccount ? 'default' : 'filled'}
            disabled={isBusy}
            onClick={() => void connect(wallet)}
          >
            {texts.connect(wallet.name)}
          </Button>
        ))}
        <span role="status">{isBusy && texts.connecting}</span>
      </div>
      {error !== null && <Failure error={error} />}
    </>
  );
}

function AccountFacts({ chain, account }: { chain: Chain; account: RegistrarAccount }) {
  const texts = useRegistrarTexts();
  const { registrars } = account;
  return (
    <>
      <Facts
        facts={[
          [texts.account, <code key="account">{account.account}</code>],
          [texts.registry, <code key="registry">{chain.registry}</code>],
          [texts.chain, String(chain.chainId)],
          ...(registrars === null
            ? []
            : [[texts.registrars, <code key="registrars">{registrars.join(', ')}</code>] as const]),
        ]}
      />
      {account.isRegistrar ? (
        <p role="status">{texts.isRegistrar}</p>
      ) : (
        <Alert color="yellow" variant="light" role="alert" title={texts.notRegistrar}>
          {texts.notRegistrarAdvice}
        </Alert>
      )}
    </>
  );
}
