import { queryOptions } from '@tanstack/react-query';
import * as z from 'zod';
import type { EngineSource } from '../../jobs/engines/engine-sources.ts';
import { openEngineServer } from '../../jobs/engines/engine-store.ts';
import { ledger, openPortalApi } from '../data/ledger.ts';
import { policyFor } from '../verification/policy/policy-for.ts';
import type { ChosenPolicy } from '../verification/policy/chosen-policy.ts';
import type { KnownEngine } from '../verification/policy/policy-form.tsx';

const portalSchema = z.object({ rpcUrls: z.array(z.url({ protocol: /^https?$/ })).max(16) });

/** What the server of this page states about itself, for a first policy. Nothing of it is trusted before the user confirms it. */
export interface ServerWord {
  readonly suggested: ChosenPolicy | null;
  readonly engines: readonly KnownEngine[];
  readonly sources: readonly EngineSource[];
}

export const serverWordQuery = queryOptions({
  queryKey: ['server-word'],
  queryFn: readServerWord,
  staleTime: Infinity,
});

async function readServerWord(): Promise<ServerWord> {
  const api = openPortalApi();
  const [engines, { rpcUrls }, { chain }] = await Promise.all([
    openEngineServer(api).list(),
    api.get('/portal.json', portalSchema).catch(() => ({ rpcUrls: [] })),
    ledger.showStatus(),
  ]);
  const sources = engines.map(({ version, digest }) => ({ digest, url: `/engines/${version}.mjs` }));
  if (chain === null) return { suggested: null, engines, sources };
  const policy = policyFor({ chainId: chain.chainId, ledger: chain.ledger, urls: rpcUrls }, engines);
  return {
    suggested: { policy, ledgerFrom: 'server', endpointsFrom: 'server', policyFile: null },
    engines,
    sources,
  };
}
