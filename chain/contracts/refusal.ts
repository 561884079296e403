import { Interface } from 'ethers';
import { UserFacingError } from '../../core/errors.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { carbonLedgerAbi } from '../generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../generated/party-registry.ts';
import { explainRefusal } from './refusal-text.ts';

const INTERFACES = [new Interface(carbonLedgerAbi), new Interface(partyRegistryAbi)];

/** A custom error of a contract with its values, such as `AlreadyAnchored(number: 4, header: 0x…)`. */
export interface Refusal {
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Returns the custom error of the ledger or the registry in the data of a reverted call; null where it has none of theirs. */
export function decodeRefusal(data: Hex | null): Refusal | null {
  if (data === null || data.length < 10) return null;
  for (const contract of INTERFACES) {
    const parsed = parseQuietly(contract, data);
    if (parsed !== null) return parsed;
  }
  return null;
}

/** Returns a contract's error in one line: what is wrong, what to do, and in brackets its name with all values. */
export function formatRefusal({ name, values }: Refusal): string {
  const list = Object.entries(values).map(([key, value]) => `${key}: ${value}`);
  const signature = list.length === 0 ? name : `${name}(${list.join(', ')})`;
  const text = explainRefusal(name, values);
  return text === null ? signature : `${text} [${signature}]`;
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

/** A contract rejected a transaction. The code is the name of the contract's error. */
export class ChainRefusal extends UserFacingError<string> {
  override readonly name = 'ChainRefusal';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.name, `The contract rejects the transaction: ${formatRefusal(refusal)}`, cause);
    this.refusal = refusal;
  }
}

/** Returns an error of ethers as ChainRefusal where the ledger or the registry reverted; any other error unchanged. */
export function explainFailure(error: unknown): unknown {
  const data = findData(error, 0);
  const refusal = decodeRefusal(data);
  return refusal === null ? error : new ChainRefusal(refusal, error);
}

/** ethers puts the data of a revert at different depths of its errors. */
function findData(error: unknown, depth: number): Hex | null {
  if (typeof error !== 'object' || error === null || depth > 4) return null;
  const { data, error: inner, info } = error as { data?: unknown; error?: unknown; info?: unknown };
  if (typeof data === 'string' && /^0x[0-9a-f]{8,}$/.test(data)) return data as Hex;
  return findData(inner, depth + 1) ?? findData(info, depth + 1);
}
