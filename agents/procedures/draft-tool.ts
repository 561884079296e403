import * as z from 'zod';
import { HANDLE } from '../handles/handle.ts';
import type { Tool } from '../tools/tool.ts';

const schema = z.strictObject({ of: z.string().regex(HANDLE) });

/** Makes a link to the draft of a run: a person reads and signs it. No tool signs. */
export const draftTool: Tool<z.output<typeof schema>> = {
  name: 'draft',
  about: 'Makes a link to the draft of a run, which a person reads and signs.',
  input: schema,
  run: ({ of }, { handles }) =>
    Promise.resolve(
      handles.find(of)?.kind === 'run'
        ? { handles: [handles.issue({ kind: 'link', to: { page: 'draft', about: of } })], codes: [] }
        : { handles: [], codes: ['wrong-kind'] },
    ),
};
