import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { findWallets, type FoundWallet } from '../../client/wallet/find-wallets.ts';
import { statusQuery } from '../data/queries.ts';
import { askIsRegistrar, findConnected } from '../../client/wallet/connected-account.ts';

/** Tells whether the registry names an address as a registrar, as far as a connected wallet with it can tell; null where none can. */
export function useIsRegistrar(address: string): boolean | null {
  const [wallets, setWallets] = useState<readonly FoundWallet[]>([]);
  useEffect(() => findWallets(window, setWallets), []);
  const { data: status } = useQuery(statusQuery);
  const chain = status?.chain;
  const { data = null } = useQuery({
    queryKey: ['isRegistrar', address, wallets.map(({ uuid }) => uuid)],
    enabled: chain != null && wallets.length > 0,
    retry: false,
    queryFn: async () => {
      for (const { provider } of wallets)
        if ((await findConnected(provider, chain!.chainId)) === address)
          return askIsRegistrar(provider, chain!.registry, address);
      return null;
    },
  });
  return data;
}
