import type { Api } from '../../client/http/api.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { findFactors } from '../find-factors/find-factors.ts';
import type { OptionPorts } from './list-options.ts';
import { fetchInput } from './run-inputs.ts';

/** Returns what finds factors that a run lacks among the records of a ledger: a result that is registered has no other inputs. Each record is read once. */
export function openLedgerOptions(api: Api): OptionPorts {
  const read = new Map<string, ReturnType<OptionPorts['readInput']>>();
  return {
    findFactors: async (request) =>
      (await findFactors(request, { api })).items.filter(({ record }) => record !== null),
    readInput: (id) => {
      const input = read.get(id) ?? fetchInput(api, id as Hex);
      read.set(id, input);
      return input;
    },
  };
}
