import type { Bundle, BundleRecord } from '../proofs/bundle.ts';
import { type ChainReader, ReaderError } from './chain-reader.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Policy } from './policy.ts';
import type { Recover } from '../hashing/signature.ts';

/** What every check is given. */
export interface Context {
  readonly bundle: Bundle;
  readonly policy: Policy;
  /** Null where the chain can't be asked. */
  readonly reader: ChainReader | null;
  /** The verifier's time, unix seconds. */
  readonly now: number;
  readonly recover: Recover;
  readonly byId: ReadonlyMap<Hex, BundleRecord>;
}

/** Returns the reader. @throws ReaderError `rpc-unreachable` where there is none; checks test that first */
export function readerOf(context: Context): ChainReader {
  if (context.reader === null) throw new ReaderError('rpc-unreachable', 'no endpoint of the chain was given');
  return context.reader;
}
