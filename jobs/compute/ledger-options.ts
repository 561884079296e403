import type { Api } from '../../client/http/api.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { findFactors } from '../find-factors/find-factors.ts';
import { isStarterName, readStarterDataset } from '../import/starter-dataset.ts';
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

/** Returns what finds them in the starter data of a server too, of whose files a company registers those that it takes. Each file is read once. */
export function openStarterOptions(api: Api): OptionPorts {
  const ledger = openLedgerOptions(api);
  const read = new Map<string, ReturnType<OptionPorts['readInput']>>();
  const readFile = (file: string): Promise<Uint8Array> => api.getBytes(`/starter/${file}`);
  return {
    findFactors: async (request) => (await findFactors(request, { api })).items,
    readInput: (name) => {
      if (!isStarterName(name)) return ledger.readInput(name);
      const input = read.get(name) ?? readStarterDataset(name, readFile);
      read.set(name, input);
      return input;
    },
  };
}
