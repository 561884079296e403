import { Button } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { findWallets, type FoundWallet } from '../../../client/wallet/find-wallets.ts';
import { Failure } from '../../components/states.tsx';
import { useSession } from '../../session/session.tsx';
import { findConnected, type RegistryPlace } from '../../../client/wallet/connected-account.ts';
import classes from './operator.module.css';
import type { RegistrarAccount } from '../../../jobs/change-party/registrar-wallet.ts';
import { useRegistrarTexts } from './registrar-texts.ts';

interface ConnectWalletProps {
  readonly chain: RegistryPlace;
  readonly account: RegistrarAccount | null;
  readonly onAccount: (account: RegistrarAccount) => void;
}

/** Connects a wallet. One that the page is connected with already, as after signing in with it, is taken without asking. */
export function ConnectWallet({ chain, account, onAccount }: ConnectWalletProps) {
  const texts = useRegistrarTexts();
  const [wallets, setWallets] = useState<readonly FoundWallet[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => findWallets(window, setWallets), []);
  useConnected(wallets, chain, account !== null, onAccount);
  const connect = async ({ provider }: FoundWallet): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      const { connectRegistrar } = await import('../../../jobs/change-party/registrar-wallet.ts');
      onAccount(await connectRegistrar(provider, chain));
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  const buttons = wallets.map((wallet) => (
    <Button
      key={wallet.uuid}
      variant={account === null ? 'filled' : 'default'}
      disabled={isBusy}
      onClick={() => void connect(wallet)}
    >
      {texts.connect(wallet.name)}
    </Button>
  ));
  return (
    <>
      {wallets.length === 0 && (
        <>
          <p>{texts.noWallet}</p>
          <pre className={classes['command']}>{registerCommand(chain)}</pre>
        </>
      )}
      <div className="row">
        {buttons}
        <span role="status">{isBusy && texts.connecting}</span>
      </div>
      {error !== null && <Failure error={error} />}
    </>
  );
}

/** Returns the command that registers a party without a wallet, with the registry of this ledger. */
function registerCommand({ registry }: RegistryPlace): string {
  return `ledger party register <identifier> <address of its key> --role company \\\n  --key registrar.key.json --rpc <node> --registry ${registry}`;
}

/** Takes an account that a wallet is connected with already, at first and when somebody signs in or out. */
function useConnected(
  wallets: readonly FoundWallet[],
  chain: RegistryPlace,
  hasAccount: boolean,
  onAccount: (account: RegistrarAccount) => void,
): void {
  const { session } = useSession();
  const latest = useRef({ hasAccount, onAccount });
  useEffect(() => {
    latest.current = { hasAccount, onAccount };
  });
  const { chainId, registry } = chain;
  const signedIn = session?.address;
  useEffect(() => {
    let hasEnded = false;
    const look = async (): Promise<void> => {
      for (const { provider } of wallets) {
        const found = await findConnected(provider, chainId);
        if (found === null || (signedIn !== undefined && found !== signedIn)) continue;
        const { openAccount } = await import('../../../jobs/change-party/registrar-wallet.ts');
        // An account that was chosen meanwhile stays. What fails here can be connected by hand.
        const account = await openAccount(provider, { chainId, registry }, found).catch(() => null);
        if (account !== null && !hasEnded && !latest.current.hasAccount) latest.current.onAccount(account);
        return;
      }
    };
    void look();
    return () => {
      hasEnded = true;
    };
  }, [wallets, chainId, registry, signedIn]);
}
