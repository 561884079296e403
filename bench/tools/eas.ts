import { readFile } from 'node:fs/promises';
import type { InterfaceAbi } from 'ethers';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { type Chain, type Target, deploy, write } from '../../test/contracts/chain.ts';
import { makeHashes } from './bare-hash.ts';

/** Gas of the Ethereum Attestation Service per hash. */
export interface EasGas {
  readonly timestamp: number;
  readonly multiTimestamp: number;
  readonly attest: number;
  readonly multiAttest: number;
}

/** How many hashes one call of a `multi…` function takes here. */
export const EAS_AT_ONCE = 100;

const ARTIFACTS = new URL(
  './artifacts/contracts/',
  import.meta.resolve('@ethereum-attestation-service/eas-contracts/package.json'),
);
const SCHEMA = 'bytes32 record';
const NOBODY = `0x${'00'.repeat(20)}`;

/**
 * Deploys the released bytecode of EAS and measures its gas from the second call on: `timestamp` of one root, `attest` of 32 bytes
 * under a schema without resolver, and the `multi…` form of both with {@link EAS_AT_ONCE} hashes.
 */
export async function measureEas(chain: Chain): Promise<EasGas> {
  const schemas = await deployReleased(chain, 'SchemaRegistry', []);
  const eas = await deployReleased(chain, 'EAS', [schemas.address]);
  const registered = await write(chain, schemas, chain.admin, 'register', [SCHEMA, NOBODY, false]);
  const schema = registered.events[0]!.values['uid'];
  const hashes = Array.from({ length: EAS_AT_ONCE }, (_, index) => formatHex(makeHashes(1, index)));
  const [first, second] = [formatHex(makeHashes(1, -1)), formatHex(makeHashes(1, -2))];
  const gasOf = async (name: string, argument: unknown): Promise<number> =>
    Number((await write(chain, eas, chain.anchorer, name, [argument])).gasUsed);
  await gasOf('timestamp', first);
  await gasOf('attest', { schema, data: attestationOf(first) });
  return {
    timestamp: await gasOf('timestamp', second),
    multiTimestamp: (await gasOf('multiTimestamp', hashes)) / EAS_AT_ONCE,
    attest: await gasOf('attest', { schema, data: attestationOf(second) }),
    multiAttest: (await gasOf('multiAttest', [{ schema, data: hashes.map(attestationOf) }])) / EAS_AT_ONCE,
  };
}

async function deployReleased(chain: Chain, name: string, args: readonly unknown[]): Promise<Target> {
  const artifact = await readFile(new URL(`${name}.sol/${name}.json`, ARTIFACTS), 'utf8');
  const { abi, bytecode } = JSON.parse(artifact) as { abi: InterfaceAbi; bytecode: string };
  return deploy(chain, abi, bytecode, args);
}

function attestationOf(data: Hex): Record<string, unknown> {
  return { recipient: NOBODY, expirationTime: 0, revocable: false, refUID: ZERO_HASH, data, value: 0 };
}
