import * as z from 'zod';
import type { Factor } from '../../client/generated/openapi.ts';
import { findByQuestion, type FindFactors } from '../../jobs/find-factors/find-by-question.ts';
import type { Handle } from '../handles/handle.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { Tool } from '../tools/tool.ts';
import type { Workbench } from './workbench.ts';

const schema = z.strictObject({});

/** Makes the tool that finds factors by the words of a question. Their rows are named, and nothing is computed with them. */
export function factorTool(
  question: string,
  find: FindFactors,
  workbench: Workbench,
): Tool<z.output<typeof schema>> {
  const { handles } = workbench;
  const issueFinding = (code: FoundCode, message: string): Handle =>
    handles.issue({ kind: 'finding', code, message, about: [], isPrivate: false });
  return {
    name: 'find-factors',
    about: 'Finds factors by the words, place and year of the question, and issues their rows.',
    input: schema,
    run: async () => {
      const { factors, words, hasMore } = await findByQuestion(question, find);
      const rows = factors.map((factor) => issueFactor(factor, workbench));
      const code = rows.length === 0 ? 'no-factor' : 'factors-found';
      const findings = [
        issueFinding(code, words.join(', ')),
        ...(hasMore ? [issueFinding('factors-not-shown', words.join(', '))] : []),
      ];
      workbench.addFactors([...rows, ...findings]);
      return { handles: [...rows, ...findings], codes: rows.length === 0 ? [code] : [] };
    },
  };
}

function issueFactor({ key, type, from, until, record, starter }: Factor, { handles }: Workbench): Handle {
  return handles.issue({
    ...{ kind: 'row', record: record?.id ?? null, key, type, from, until, isPrivate: false },
    place: starter === null ? null : { file: `data/${starter.file}`, line: starter.line },
  });
}
