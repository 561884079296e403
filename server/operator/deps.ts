import type { Pool } from 'pg';
import type { Endpoints } from '../../chain/quorum.ts';
import type { ChainReader } from '../../core/chain-reader.ts';
import type { Domain } from '../../core/domain.ts';
import type { Recover } from '../../core/signature.ts';
import type { PublishedCopy } from '../publication/copy.ts';

/** What the operator's commands work with. */
export interface OperatorDeps {
  readonly pool: Pool;
  readonly domain: Domain;
  readonly reader: ChainReader;
  readonly endpoints: Endpoints;
  readonly copy: PublishedCopy;
  readonly recover: Recover;
  /** Told each step, in a sentence. */
  readonly tell: (line: string) => void;
}
