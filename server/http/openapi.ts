import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import type { z } from 'zod';
import { ERRORS } from '../errors/errors.ts';
import type { Route } from './route.ts';
import { errorSchema } from './schemas.ts';

/** What every route can answer. */
const COMMON = ['rate-limited', 'unavailable', 'internal'];
const COMMON_OF_BODIES = [
  'overloaded',
  'body-too-large',
  'unsupported-media-type',
  'json-syntax',
  'unknown-member',
];
const COMMON_OF_QUERIES = ['unknown-member', 'wrong-type'];

/** Returns the OpenAPI 3.1 document of routes. */
export function describeApi(routes: readonly Route[]): ReturnType<typeof createDocument> {
  const paths: Record<string, ZodOpenApiPathsObject[string]> = {};
  for (const route of routes)
    paths[route.path] = { ...paths[route.path], [route.method]: describeRoute(route) };
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Carbon ledger',
        version: '1',
        description:
          'Registers signed records of carbon figures and shows them with what proves them. Nothing here need be believed: fetch a bundle and verify it against the chain.',
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
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
  const params = { path: route.params, query: route.query } as Record<string, z.ZodObject | undefined>;
  return {
    operationId: route.operation,
    summary: route.summary,
    tags: [route.tag],
    ...(route.description === undefined ? {} : { description: route.description }),
    ...(route.session === undefined
      ? {}
      : { security: route.session === 'required' ? [{ session: [] }] : [{}, { session: [] }] }),
    requestParams: Object.fromEntries(Object.entries(params).filter(([, schema]) => schema !== undefined)),
    ...describeBody(route),
    responses: { ...describeAnswers(route), ...describeRefusals(route) },
  };
}

function describeBody(route: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  const body = route.line ?? route.bodyShape ?? route.body;
  if (body === undefined) return {};
  const mediaType = route.line === undefined ? 'application/json' : 'application/x-ndjson';
  return { requestBody: { required: true, content: { [mediaType]: { schema: body } } } };
}

function describeAnswers({
  answers,
  answer,
  mediaType = 'application/json',
}: Route): ZodOpenApiOperationObject['responses'] {
  const content = answer === null ? {} : { content: { [mediaType]: { schema: answer } } };
  return Object.fromEntries(
    Object.entries(answers).map(([status, description]) => [status, { description, ...content }]),
  );
}

/** Groups the codes that a route can answer by status. */
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
        description: members.map((code) => `\`${code}\``).join(', '),
        content: { 'application/json': { schema: errorSchema } },
      },
    ]),
  );
}
