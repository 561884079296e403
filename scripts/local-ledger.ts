import { JsonRpcProvider, NonceManager, Wallet } from 'ethers';
import type { Domain } from '../core/domain.ts';
import { hashParty } from '../core/identifier.ts';
import { ROLES } from '../core/kind.ts';
import { deployLedger } from '../chain/deploy.ts';
import { openProvider } from '../chain/provider.ts';
import { openRegistryWriter } from '../chain/registry.ts';
import { openRpcReader } from '../chain/rpc-reader.ts';
import { ACTOR_NAMES, ACTORS, type ActorName } from './example/actors.ts';
import { type LedgerHome, type LedgerLocation, readLocation, writeLocation } from './ledger-home.ts';
import type { KeyHolder, LocalKey } from './local-keys.ts';

type Keys = Readonly<Record<KeyHolder, LocalKey>>;

/**
 * Returns where the ledger of a local chain stands, deploying it when the chain does not hold it. A chain that was killed may
 * have lost its last second, and the deployment with it: the same account then deploys at the same nonces, to the same
 * addresses.
 */
export async function findOrDeploy(home: LedgerHome, rpcUrl: string, keys: Keys): Promise<LedgerLocation> {
  const known = await readLocation(home);
  const chainId = await readChainId(rpcUrl);
  const provider = openProvider(rpcUrl, chainId);
  try {
    if (known !== null && (await provider.getCode(known.ledger)) !== '0x') return { ...known, rpcUrl };
    const deployment = await deployLedger(new NonceManager(new Wallet(keys.admin.privateKey, provider)), {
      admin: keys.admin.address,
      registrar: keys.registrar.address,
      anchorer: keys.anchorer.address,
    });
    const location = {
      url: null,
      rpcUrl,
      chainId,
      ledger: deployment.ledger,
      registry: deployment.registry,
      startBlock: deployment.block,
    };
    await writeLocation(home, location);
    return location;
  } finally {
    provider.destroy();
  }
}

/** Returns the chain id that an endpoint reports. */
export async function readChainId(rpcUrl: string): Promise<number> {
  const provider = new JsonRpcProvider(rpcUrl, undefined, { staticNetwork: false, cacheTimeout: -1 });
  try {
    return Number(BigInt((await provider.send('eth_chainId', [])) as string));
  } finally {
    provider.destroy();
  }
}

/** Registers those of the actors whom the registry does not know; returns the names of those it registered. */
export async function registerActors(
  location: LedgerLocation,
  keys: Keys,
  actors: readonly ActorName[] = ACTOR_NAMES,
): Promise<ActorName[]> {
  const domain: Domain = { chainId: location.chainId, ledger: location.ledger };
  const reader = openRpcReader({
    urls: [location.rpcUrl],
    quorum: 1,
    finality: { confirmations: 0 },
    ...domain,
    registry: location.registry,
  });
  const provider = openProvider(location.rpcUrl, location.chainId);
  const writer = openRegistryWriter(location.registry, new Wallet(keys.registrar.privateKey, provider));
  const registered: ActorName[] = [];
  try {
    for (const actor of actors) {
      const { identifier, role } = ACTORS[actor];
      const known = await reader.keyWindows(hashParty(identifier), keys[actor].address);
      if (known.length > 0) continue;
      await writer.registerParty({ identifier, key: keys[actor].address, roles: [ROLES[role]] });
      registered.push(actor);
    }
  } finally {
    provider.destroy();
  }
  return registered;
}
