import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import * as z from 'zod';
import { ERRORS } from '../errors/errors.ts';
import recordedExamples from './examples.json' with { type: 'json' };
import type { Route } from './route.ts';
import { errorSchema } from './schemas.ts';

type Document = ReturnType<typeof createDocument>;

/** A request and its answers, as recorded from the worked example. A body of lines is shown by its first line. */
export interface Example {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Answers by status. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** The example of each operation. `npx vitest run test/server/http/examples.test.ts -u` records them again. */
export const EXAMPLES: Readonly<Record<string, Example>> = recordedExamples;

/** The request that the examples of errors name in `errorId`. */
const EXAMPLE_ERROR_ID = '5f0c3f0a-6d1b-4b7e-9a55-2f5d6c1f2a11';

/** Codes that every route can answer. */
const COMMON = ['rate-limited', 'unavailable', 'internal'];
const COMMON_OF_BODIES = [
  'overloaded',
  'body-too-large',
  'unsupported-media-type',
  'json-syntax',
  'unknown-member',
];
const COMMON_OF_QUERIES = ['unknown-member', 'wrong-type'];

const TAGS = [
  { name: 'Records', description: 'Register records; read them, their entries, proof files and dependents.' },
  { name: 'Streams', description: 'All versions of a record.' },
  {
    name: 'Parties',
    description: 'Companies, providers, auditors, exchanges and regulators in the registry.',
  },
  { name: 'Batches', description: 'Sealed batches of records and where the chain holds them.' },
  { name: 'Search', description: 'One search for everything that has a name, a number or a hash.' },
  { name: 'Events', description: 'What happens in the ledger, as it happens or page by page.' },
  { name: 'Sign-in', description: 'Sessions for the holders of keys (EIP-4361).' },
  { name: 'Grants', description: 'Who may read the entries of a private record.' },
  { name: 'Documents', description: 'Files that entries name by their SHA-256.' },
  { name: 'Webhooks', description: 'URLs to which a party has events sent.' },
  { name: 'Work', description: 'Units of work that pools compute.' },
  { name: 'Operation', description: 'The status of the ledger and of this process.' },
];

/** Returns the OpenAPI 3.1 document of routes, with examples. */
export function describeApi(routes: readonly Route[]): Document {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  const used = new Set(routes.map(({ tag }) => tag));
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Carbon ledger',
        version: '1',
        description:
          'Registers signed records of carbon figures, and returns them with their proofs. You need not trust this server: download a proof file and verify it against the chain.',
        license: { name: 'MIT', identifier: 'MIT' },
        contact: { name: 'The operator of this ledger' },
      },
      servers: [{ url: '/', description: 'This server' }],
      tags: TAGS.filter(({ name }) => used.has(name)),
      paths,
      components: {
        securitySchemes: {
          session: { type: 'http', scheme: 'bearer', description: 'The token of `POST /v1/session`.' },
        },
      },
    },
    {
      override: ({ jsonSchema, zodSchema }) => {
        if (zodSchema._zod.def.type === 'custom') jsonSchema.type = 'object';
      },
      allowEmptySchema: { custom: true },
    },
  );
}

function describeRoute(route: Route): ZodOpenApiOperationObject {
  return {
    operationId: route.operation,
    summary: route.summary,
    description: route.description,
    tags: [route.tag],
    security: describeSecurity(route),
    requestParams: describeParams(route),
    ...describeBody(route),
    responses: { ...describeAnswers(route), ...describeRefusals(route) },
  };
}

function describeSecurity({ session }: Route): Record<string, string[]>[] {
  if (session === undefined) return [];
  return session === 'required' ? [{ session: [] }] : [{}, { session: [] }];
}

function describeParams({
  operation,
  params,
  query,
  headers,
}: Route): NonNullable<ZodOpenApiOperationObject['requestParams']> {
  const values = EXAMPLES[operation]?.params ?? {};
  return {
    ...(params === undefined ? {} : { path: addExamples(params, values) }),
    ...(query === undefined ? {} : { query: addExamples(query, values) }),
    ...(headers === undefined ? {} : { header: addExamples(headers, values) }),
  };
}

/** Returns the parameters of an object schema, each with its example. */
function addExamples(schema: z.ZodType, values: Readonly<Record<string, string>>): z.ZodObject {
  const { shape } = schema as z.ZodObject<Record<string, z.ZodType>>;
  return z.strictObject(
    Object.fromEntries(
      Object.entries(shape).map(([name, each]) => [
        name,
        values[name] === undefined ? each : each.meta({ ...each.meta(), examples: [values[name]] }),
      ]),
    ),
  );
}

function describeBody(route: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (route.bytes === 'body') return { requestBody: { required: true, content: BYTES } };
  const body = route.line ?? route.bodyShape ?? route.body;
  if (body === undefined) return {};
  const mediaType = route.line === undefined ? 'application/json' : 'application/x-ndjson';
  const example = EXAMPLES[route.operation]?.body;
  return { requestBody: { required: true, content: { [mediaType]: { schema: body, example } } } };
}

/** Bytes of any kind. */
const BYTES = { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } as const;

function describeAnswers({
  operation,
  answers,
  answer,
  bytes,
  mediaType = 'application/json',
}: Route): ZodOpenApiOperationObject['responses'] {
  const examples = EXAMPLES[operation]?.answers ?? {};
  const describe = (status: string): object =>
    bytes === 'answer'
      ? { content: BYTES }
      : answer === null
        ? {}
        : { content: { [mediaType]: { schema: answer, example: examples[status] } } };
  return Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [status, { description, ...describe(status) }]),
  );
}

/** Describes the errors that a route can answer, grouped by status. */
function describeRefusals(route: Route): ZodOpenApiOperationObject['responses'] {
  const hasBody = route.body !== undefined;
  const hasParts = route.params !== undefined || route.query !== undefined;
  const codes = [
    ...(route.refusals ?? []),
    ...(hasBody ? COMMON_OF_BODIES : []),
    ...(hasParts ? COMMON_OF_QUERIES : []),
    ...COMMON,
  ];
  const grouped = Map.groupBy(new Set(codes), (code) => String(ERRORS[code]?.status));
  return Object.fromEntries(
    [...grouped].map(([status, members]) => [
      status as '500',
      {
        description: members.map(describeCode).join('\n'),
        content: { 'application/json': { schema: errorSchema, example: exampleOfCode(members[0]!) } },
      },
    ]),
  );
}

function describeCode(code: string): string {
  return `- \`${code}\`: ${ERRORS[code]?.meaning}`;
}

function exampleOfCode(code: string): z.output<typeof errorSchema> {
  return { code, message: ERRORS[code]?.meaning ?? '', details: {}, errorId: EXAMPLE_ERROR_ID };
}
