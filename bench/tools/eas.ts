import { readFile } from 'node:fs/promises';
import { type Hex, ZERO_HASH, formatHex } from '../../core/encoding/hex.ts';
import { type Chain, deploy, write } from '../../test/contracts/chain.ts';
import { makeHashes } from './bare-hash.ts';

/** Gas of the Ethereum Attestation Service per hash. */
export interface EasGas {
  readonly timestamp: number;
  readonly multiTimestamp: number;
  readonly attest: number;
  readonly multiAttest: number;
}

interface Release {
  readonly SchemaRegistry: string;
  readonly EAS: string;
}

/** How many hashes one call of a `multi…` function takes here. */
export const EAS_AT_ONCE = 100;

/** The bytecode of both contracts, and where it is from. */
const RELEASE = new URL('eas-1.9.0.json', import.meta.url);
const REGISTRY_ABI = [
  'event Registered(bytes32 indexed uid, address indexed registerer, (bytes32 uid, address resolver, bool revocable, string schema) schema)',
  'function register(string schema, address resolver, bool revocable) returns (bytes32)',
];
const DATA =
  '(address recipient, uint64 expirationTime, bool revocable, bytes32 refUID, bytes data, uint256 value)';
const EAS_ABI = [
  'constructor(address registry)',
  'function timestamp(bytes32 data) returns (uint64)',
  'function multiTimestamp(bytes32[] data) returns (uint64)',
  `function attest((bytes32 schema, ${DATA} data) request) payable returns (bytes32)`,
  `function multiAttest((bytes32 schema, ${DATA}[] data)[] multiRequests) payable returns (bytes32[])`,
];
const SCHEMA = 'bytes32 record';
const NOBODY = `0x${'00'.repeat(20)}`;

/**
 * Deploys the released bytecode of EAS and measures its gas from the second call on: `timestamp` of one root, `attest` of 32 bytes
 * under a schema without resolver, and the `multi…` form of both with {@link EAS_AT_ONCE} hashes.
 */
export async function measureEas(chain: Chain): Promise<EasGas> {
  const release = JSON.parse(await readFile(RELEASE, 'utf8')) as Release;
  const schemas = await deploy(chain, REGISTRY_ABI, release.SchemaRegistry, []);
  const eas = await deploy(chain, EAS_ABI, release.EAS, [schemas.address]);
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

function attestationOf(data: Hex): Record<string, unknown> {
  return { recipient: NOBODY, expirationTime: 0, revocable: false, refUID: ZERO_HASH, data, value: 0 };
}
