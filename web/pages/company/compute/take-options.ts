import type { Hex } from '../../../../core/encoding/hex.ts';
import { type Option, takeOption } from '../../../../jobs/compute/list-options.ts';
import type { Parameters } from '../../../../jobs/compute/suggest-parameters.ts';

/** What options change of a run that a page keeps: its records by their ids, and its parameters as they are written. */
interface KeptRun {
  readonly sources: readonly Hex[];
  readonly parameters: Parameters;
}

/** Returns what a run takes with options: its sources, and parameters that declare proxies. */
export async function takeOptions(run: KeptRun, options: readonly Option[]): Promise<KeptRun> {
  let { sources, parameters } = run;
  for (const option of options) {
    const input = option.input as Hex;
    const next = await takeOption({ inputs: [], parameters }, option, {
      readInput: (record) => Promise.resolve({ record, entries: [] } as never),
    });
    parameters = next.parameters;
    sources = option.isGiven || sources.includes(input) ? sources : [...sources, input];
  }
  return { sources, parameters };
}
