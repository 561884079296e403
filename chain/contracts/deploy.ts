import { ContractFactory, isError, type Signer } from 'ethers';
import { UserFacingError } from '../../core/errors.ts';
import { carbonLedgerBytecode } from '../generated/carbon-ledger-bytecode.ts';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';
import { partyRegistryBytecode } from '../generated/party-registry-bytecode.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';
import { explainFailure } from './refusal.ts';

/** Who has which power in a new ledger (§8). Addresses are EIP-55. */
export interface DeployOptions {
  /** Grants ANCHOR_ROLE, revokes registrars, closes the ledger. */
  readonly admin: string;
  readonly registrar: string;
  readonly anchorer: string;
  /** Seconds that every key after a party's first must wait; a day by default. */
  readonly keyDelay?: number;
  /** The maximum number of seconds from `sealedAt` to the block that anchors; 6 hours by default. */
  readonly maxDelay?: number;
}

/** The contracts of a ledger. */
export interface Deployment {
  readonly ledger: string;
  readonly registry: string;
  /** The number of the block with the first of the two contracts: no earlier block concerns the ledger. */
  readonly block: number;
}

/** A day and six hours (§8). */
export const DEFAULT_KEY_DELAY = 24 * 60 * 60;
export const DEFAULT_MAX_DELAY = 6 * 60 * 60;

/**
 * Deploys a registry and a ledger and returns their addresses. The signer pays, but gets no power.
 * @throws SharedPower when two of admin, registrar and anchorer are the same; ChainRefusal, DeploymentFailed
 */
export async function deployLedger(signer: Signer, options: DeployOptions): Promise<Deployment> {
  const { admin, registrar, anchorer, keyDelay = DEFAULT_KEY_DELAY, maxDelay = DEFAULT_MAX_DELAY } = options;
  requireDifferent({ admin, registrar, anchorer });
  const registry = await deploy(signer, partyRegistryAbi, partyRegistryBytecode, [
    admin,
    registrar,
    keyDelay,
  ]);
  const ledger = await deploy(signer, carbonLedgerAbi, carbonLedgerBytecode, [
    admin,
    anchorer,
    registry.address,
    maxDelay,
  ]);
  return { ledger: ledger.address, registry: registry.address, block: registry.block };
}

/** Checks that no address has two powers (§8). @throws SharedPower */
export function requireDifferent(holders: Readonly<Record<string, string>>): void {
  const seen = new Map<string, string>();
  for (const [power, address] of Object.entries(holders)) {
    const other = seen.get(address.toLowerCase());
    if (other !== undefined) throw new SharedPower(other, power, address);
    seen.set(address.toLowerCase(), power);
  }
}

async function deploy(
  signer: Signer,
  abi: typeof carbonLedgerAbi | typeof partyRegistryAbi,
  bytecode: string,
  values: readonly (string | number)[],
): Promise<{ address: string; block: number }> {
  try {
    const contract = await new ContractFactory(abi, bytecode, signer).deploy(...values);
    const receipt = await contract.deploymentTransaction()?.wait();
    if (receipt === null || receipt === undefined) throw new Error('the deployment was sent, but not mined');
    return { address: await contract.getAddress(), block: receipt.blockNumber };
  } catch (error) {
    throw explainDeployment(explainFailure(error), await signer.getAddress());
  }
}

/** The messages of ethers include the whole transaction, which is pages long; people get the short form. */
function explainDeployment(error: unknown, sender: string): unknown {
  if (isError(error, 'INSUFFICIENT_FUNDS'))
    return new DeploymentFailed(
      'insufficient-funds',
      `The account ${sender} cannot pay for the deployment. Send it some of the chain's currency first.`,
      error,
    );
  if (!(error instanceof Error) || !('shortMessage' in error)) return error;
  return new DeploymentFailed('not-sent', `The deployment failed: ${String(error.shortMessage)}.`, error);
}

/** A contract was not deployed, for a reason outside the contract. */
export class DeploymentFailed extends UserFacingError<'insufficient-funds' | 'not-sent'> {
  override readonly name = 'DeploymentFailed';
}

/** One account would have two powers. */
export class SharedPower extends UserFacingError<'shared-power'> {
  override readonly name = 'SharedPower';

  constructor(first: string, second: string, address: string) {
    super(
      'shared-power',
      `${first} and ${second} are both ${address}, but no account may have two powers. Use another account for one of them.`,
    );
  }
}
