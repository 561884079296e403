import { Interface } from 'ethers';
import { UserFacingError } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';

const INTERFACES = [new Interface(carbonLedgerAbi), new Interface(partyRegistryAbi)];

/** An error of a contract with its values, `AlreadyAnchored(number: 4, header: 0x…)`. */
export interface Refusal {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Returns the custom error of ledger or registry in what a call reverted with, null when it is none of theirs. */
export function decodeRefusal(data: Hex | null): Refusal | null {
  if (data === null || data.length < 10) return null;
  for (const contract of INTERFACES) {
    const parsed = parseQuietly(contract, data);
    if (parsed !== null) return parsed;
  }
  return null;
}

/** Returns a contract's error as one line. */
export function formatRefusal({ name, values }: Refusal): string {
  const list = Object.entries(values).map(([key, value]) => `${key}: ${value}`);
  return list.length === 0 ? name : `${name}(${list.join(', ')})`;
}

function parseQuietly(contract: Interface, data: Hex): Refusal | null {
  try {
    const error = contract.parseError(data);
    if (error === null) return null;
    const values = error.fragment.inputs.map((input, at) => [input.name, String(error.args[at])] as const);
    return { name: error.name, values: Object.fromEntries(values) };
  } catch {
    return null;
  }
}

/** A contract refused what it was asked to write. */
export class ChainRefusal extends UserFacingError<string> {
  override readonly name = 'ChainRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.name, `the contract refuses: ${formatRefusal(refusal)}`, cause);
    this.refusal = refusal;
  }
}

/** Returns what ethers threw, as ChainRefusal where a contract of the ledger's reverted. */
export function explainFailure(error: unknown): unknown {
  const data = findData(error, 0);
  const refusal = decodeRefusal(data);
  return refusal === null ? error : new ChainRefusal(refusal, error);
}

/** ethers hides the data of a revert at different depths. */
function findData(error: unknown, depth: number): Hex | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  const { data, error: inner, info } = error as { data?: unknown; error?: unknown; info?: unknown };
  if (typeof data === 'string' && /^0x[0-9a-f]{8,}$/.test(data)) return data as Hex;
  return findData(inner, depth + 1) ?? findData(info, depth + 1);
}
