import type { ToolPorts } from '../../../../agents/coordinator/question-tools.ts';
import { openChoices } from '../../../../agents/procedures/propose.ts';
import type { Api } from '../../../../client/http/api.ts';
import { openLedgerOptions } from '../../../../jobs/compute/ledger-options.ts';
import { findFactors } from '../../../../jobs/find-factors/find-factors.ts';

/** Returns what looks for factors on the ledger of this page: those that a run here could take, and those that an answer only names, of files too. */
export function openFactors(api: Api): Required<Pick<ToolPorts, 'propose' | 'findFactors'>> {
  return {
    ...openChoices(openLedgerOptions(api)),
    findFactors: async (request) => (await findFactors(request, { api })).items,
  };
}
