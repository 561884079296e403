import * as z from 'zod';
import { REFUSALS } from '../../errors/refusals.ts';
import { defineRoute } from '../route.ts';
import { acceptedSchema, errorSchema, submissionShape } from '../schemas.ts';

const lineNumber = z
  .int()
  .positive()
  .meta({ description: 'The number of the line in the request, counted from 1.' });

/** The result of one line. */
const bulkResultSchema = z
  .union([
    z.strictObject({
      line: lineNumber,
      ...acceptedSchema.shape,
      created: z.boolean().meta({ description: 'False if the ledger had the record already.' }),
    }),
    z.strictObject({ line: lineNumber, error: errorSchema.omit({ errorId: true }) }),
  ])
  .meta({ id: 'BulkResult', description: 'The result of one line of the request.' });

export const registerRecords = defineRoute({
  operation: 'registerRecords',
  method: 'post',
  path: '/v1/records/bulk',
  tag: 'Records',
  summary: 'Register many records',
  description:
    'Accepts NDJSON: one submission per line, each as for `POST /v1/records`. Answers one line for each, in the same order, while more lines arrive: `line`, `id`, `state`, `receipt` and `created`, or `line` and `error`. An error in one line does not affect the others. A record may continue or name a record of an earlier line. Blank lines are counted, but get no answer. Read the answer while sending: the server stops reading when its answers are not read. If an answer ends early, send again, either everything or from the first line without an answer: the same record gets the same receipt.',
  line: submissionShape,
  answers: { 200: 'One result for each line of the request.' },
  answer: bulkResultSchema,
  mediaType: 'application/x-ndjson',
  refusals: ['unsupported-media-type', 'overloaded', ...Object.keys(REFUSALS)],
  handle: async ({ bulk }, { lines, client, signal }) => {
    const results = bulk.answer(lines, { client, signal });
    // An error that stops the whole request sets the status, which must be known before the first result is sent.
    const first = await results.next();
    return { status: 200, cache: 'private', lines: prepend(first, results) };
  },
});

/** Returns `first`, then the rest. It is not a generator, because a reader that leaves before the first result must end `rest` too. */
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
