import { NonceManager, Wallet } from 'ethers';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { createPolicy, pinContracts } from '../../jobs/verify/new-policy.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { deployLedger } from '../../chain/contracts/deploy.ts';
import { readChainId } from '../../chain/rpc/chain-id.ts';
import { openProvider } from '../../chain/rpc/provider.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { openRpcReader } from '../../chain/rpc-reader.ts';
import { ACTOR_NAMES, ACTORS, type ActorName } from './actors.ts';
import { type LedgerHome, type LocalDeployment, readDeployment } from './ledger-home.ts';
import { writeJson } from '../files/whole-file.ts';
import type { KeyHolder, LocalKey } from './local-keys.ts';

type Keys = Readonly<Record<KeyHolder, LocalKey>>;

/**
 * Returns the deployment of a local ledger, and deploys it if the chain does not have it. A killed chain may have lost its last
 * second with the deployment. The same account then deploys again with the same nonces, so the addresses stay the same.
 */
export async function findOrDeploy(home: LedgerHome, rpcUrl: string, keys: Keys): Promise<LocalDeployment> {
  const known = await readDeployment(home);
  const chainId = await readChainId(rpcUrl);
  const provider = openProvider(rpcUrl, chainId);
  try {
    if (known !== null && (await provider.getCode(known.ledger)) !== '0x') return known;
    const deployment = await deployLedger(new NonceManager(new Wallet(keys.admin.privateKey, provider)), {
      admin: keys.admin.address,
      registrar: keys.registrar.address,
      anchorer: keys.anchorer.address,
    });
    const { ledger, registry, block } = deployment;
    const made = { chainId, ledger, registry, startBlock: block };
    await writeJson(home.deploymentFile, made);
    return made;
  } finally {
    provider.destroy();
  }
}

/** Registers the actors that are not in the registry yet, and returns their names. */
export async function registerActors(
  deployment: LocalDeployment,
  rpcUrl: string,
  keys: Keys,
  registrarKey: Hex,
): Promise<ActorName[]> {
  const { chainId, registry } = deployment;
  const reader = openNewestReader(deployment, rpcUrl);
  const provider = openProvider(rpcUrl, chainId);
  const writer = openRegistryWriter(registry, new NonceManager(new Wallet(registrarKey, provider)));
  const register = async (actor: ActorName): Promise<ActorName[]> => {
    const { identifier, role } = ACTORS[actor];
    const key = keys[actor].address;
    if ((await reader.keyWindows(hashParty(identifier), key)).length > 0) return [];
    await writer.registerParty({ identifier, key, roles: [ROLES[role]] });
    return [actor];
  };
  try {
    return (await Promise.all(ACTOR_NAMES.map(register))).flat();
  } finally {
    provider.destroy();
  }
}

/**
 * Returns a policy that trusts this local chain, with the code hashes of the contracts at the newest block. It asks for replays by all of
 * `replayers`.
 */
export async function makePolicy(
  deployment: LocalDeployment,
  rpcUrl: string,
  replayers: readonly ActorName[] = [],
): Promise<Policy> {
  const { chainId, ledger } = deployment;
  const policy = createPolicy({ chainId, ledger, urls: [rpcUrl], engines: await readEngineDigests() });
  const parties = replayers.map((actor) => hashParty(ACTORS[actor].identifier));
  return pinContracts(
    { ...policy, replays: { parties, quorum: parties.length } },
    openNewestReader(deployment, rpcUrl),
  );
}

/** Opens a reader of the newest block, because a ledger deployed a moment ago is not in a final block yet. */
function openNewestReader({ chainId, ledger, registry }: LocalDeployment, rpcUrl: string): ChainReader {
  const finality = { confirmations: 0 };
  return openRpcReader({ urls: [rpcUrl], quorum: 1, finality, chainId, ledger, registry });
}
