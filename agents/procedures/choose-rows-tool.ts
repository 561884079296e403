import * as z from 'zod';
import type { ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { HANDLE } from '../handles/handle.ts';
import type { Tool } from '../tools/tool.ts';
import { type BetterRow, listBetterRows, replaceRows } from './better-rows.ts';
import { issueRun, RowIssuer } from './compute-tool.ts';
import type { Procedure } from './procedure.ts';
import { requestOf } from './request-of.ts';
import { RowSearch } from './row-search.ts';
import type { ComputeRun, Workbench } from './workbench.ts';

const handle = z.string().regex(HANDLE);
const schema = z.strictObject({
  /** The figure of run a whose interval is to be narrower. */
  figure: handle,
  /** The percentage that the person gave. */
  within: handle,
});

/**
 * Makes the tool that finds the fewest rows of run a that are to be as in run b, so that the interval of a figure is as narrow as the person
 * asks: each set that it names was computed.
 */
export function chooseRowsTool(
  procedure: Procedure,
  workbench: Workbench,
  compute: ComputeRun,
): Tool<z.output<typeof schema>> {
  return {
    name: 'choose-rows',
    about:
      'Finds the fewest rows of run a that have to be as in run b so that a figure is as sure as the person asks. Computes each set that it tries, and issues the run of the best one.',
    input: schema,
    run: async ({ figure: named, within }, { signal }) => {
      const { handles, given } = workbench;
      const [figure, goal] = [handles.find(named), handles.find(within)];
      const [now, better] = ['a', 'b'].map((name) => given.find(({ run }) => run === name));
      const slot = procedure.runs.find(({ run }) => run === 'a');
      if (figure?.kind !== 'figure' || goal?.kind !== 'given') return { handles: [], codes: ['wrong-kind'] };
      if (now === undefined || better === undefined || slot === undefined)
        return { handles: [], codes: ['no-such-run'] };
      const rows = sortByShare(listBetterRows(now, better), figure.uncertainty);
      const search = new RowSearch(figure.key, goal, (chosen) =>
        compute(requestOf(replaceRows(now, chosen)), signal),
      );
      const { best, code } = await search.find(rows, signal);
      const finding = handles.issue({ kind: 'finding', code, message: '', about: [], isPrivate: false });
      if (best === null) return { handles: [finding], codes: [code] };
      const issuer = new RowIssuer(now, handles);
      const changed = best.rows.flatMap(({ record, key }) => issuer.issue(record, key));
      const own = { ...slot, figures: [`^${escapeKey(figure.key)}$`] };
      const issued = await issueRun(now, own, { computed: best.computed, handles, rows: issuer, changed });
      const kept = issued.filter((each) => ['run', 'figure'].includes(handles.find(each)?.kind ?? ''));
      return { handles: [...kept, ...changed, finding], codes: [] };
    },
  };
}

function escapeKey(key: string): string {
  return key.replaceAll(/[\\^$.*+?()[\]{}|/-]/gu, '\\$&');
}

/** Returns rows by what they add to the variance of a figure, the most first. */
function sortByShare(rows: readonly BetterRow[], uncertainty: ShownUncertainty | null): readonly BetterRow[] {
  const shareOf = ({ record, key }: BetterRow): number =>
    Number(uncertainty?.contributions.find((each) => each.record === record && each.key === key)?.share ?? 0);
  return rows.toSorted((one, other) => shareOf(other) - shareOf(one));
}
