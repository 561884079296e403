import { z } from 'zod';
import { REFUSALS } from '../../errors/refusals.ts';
import { defineRoute } from '../route.ts';
import { acceptedSchema, errorSchema, submissionShape } from '../schemas.ts';

const lineNumber = z.int().positive().meta({ description: 'The number of the line, counted from 1.' });

/** What is answered to one line. */
const bulkResultSchema = z
  .union([
    z.strictObject({
      line: lineNumber,
      ...acceptedSchema.shape,
      created: z.boolean().meta({ description: 'False when the ledger had the record before.' }),
    }),
    z.strictObject({ line: lineNumber, error: errorSchema.omit({ errorId: true }) }),
  ])
  .meta({ id: 'BulkResult', description: 'One line: what became of the line of that number.' });

export const registerRecords = defineRoute({
  operation: 'registerRecords',
  method: 'post',
  path: '/v1/records/bulk',
  tag: 'Records',
  summary: 'Register many records',
  description:
    'Takes one submission a line (NDJSON), each as `POST /v1/records` does, and answers one line each, in the order of the lines and while more come: `line`, `id`, `state`, `receipt`, `created`, or `line` and `error`. A line that is refused leaves the others as they are; a record may continue or name one of a line before it. Blank lines are counted and not answered. Read the answer while sending: the server reads on only as its answer is read. Where an answer ends early, send again, all or from the first line without an answer: the same record gets the same receipt.',
  line: submissionShape,
  answers: { 200: 'One line for each line of the body.' },
  answer: bulkResultSchema,
  mediaType: 'application/x-ndjson',
  refusals: ['unsupported-media-type', 'overloaded', ...Object.keys(REFUSALS)],
  handle: async ({ bulk }, { lines }) => {
    const results = bulk.answer(lines);
    // What stops all of it is told by its status, which stands once the first result is sent.
    const first = await results.next();
    return { status: 200, cache: 'private', lines: prepend(first, results) };
  },
});

/** Returns results again from one that was read already. No generator: whoever leaves before the first must end `rest` too. */
function prepend(
  first: IteratorResult<string, unknown>,
  rest: AsyncGenerator<string, unknown>,
): AsyncIterableIterator<string, unknown> {
  let next: typeof first | null = first;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next: () => {
      const result = next === null ? rest.next() : Promise.resolve(next);
      next = null;
      return result;
    },
    return: () => rest.return(undefined),
  };
}
