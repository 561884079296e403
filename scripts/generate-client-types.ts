/**
 * Writes `client/generated/openapi.ts` from the OpenAPI document: a type for each schema, a method for each operation without a body, and
 * the table of their paths. Operations with a body, or that answer bytes, are written by hand in the client: they sign, check or resume.
 *
 * `node scripts/generate-client-types.ts` writes the file; with `--check` it writes nothing and exits with 1 if the file is stale.
 */
import { describeApi } from '../server/http/openapi.ts';
import { ROUTES } from '../server/http/routes/routes.ts';
import { writeOrCheck } from './generated-file.ts';

/** The part of JSON Schema that the document uses for types. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Parameter {
  readonly in: 'path' | 'query' | 'header';
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
}

type Contents = Readonly<Record<string, { readonly schema: Schema }>>;

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, { readonly content?: Contents }>>;
}

interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface PlacedOperation extends Operation {
  readonly method: string;
  readonly path: string;
}

/** Schemas whose names are globals of TypeScript get another one. */
const RENAMED: Readonly<Record<string, string>> = {
  Record: 'LedgerRecord',
  Error: 'ErrorAnswer',
  Event: 'LedgerEvent',
};

/** An integer with at most so many values is written as a union of them. */
const FEW = 8;

function renderType(schema: Schema): string {
  if (schema.$ref !== undefined) return nameType(schema.$ref.slice('#/components/schemas/'.length));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(renderType).join(' | ');
  if (typeof schema.type === 'object')
    return schema.type.map((type) => renderType({ ...schema, type })).join(' | ');
  return renderPlainType(schema);
}

function renderPlainType(schema: Schema): string {
  switch (schema.type) {
    case 'null':
    case 'boolean':
      return schema.type;
    case 'string':
      return schema.pattern?.startsWith('^0x[0-9a-f]{') === true ? 'Hex' : 'string';
    case 'integer':
      return renderInteger(schema);
    case 'array':
      return `readonly (${renderType(schema.items!)})[]`;
    case 'object':
      return schema.properties === undefined ? 'JsonObject' : renderObject(schema);
    case undefined:
    default:
      throw new Error(`there is no rule for the type of ${JSON.stringify(schema)}: add one to this script`);
  }
}

function renderInteger({ minimum = 0, maximum = Infinity }: Schema): string {
  const count = maximum - minimum + 1;
  return count > FEW ? 'number' : Array.from({ length: count }, (_, at) => minimum + at).join(' | ');
}

function renderObject({ properties = {}, required = [] }: Schema): string {
  const members = Object.entries(properties).map(([name, schema]) =>
    renderMember(name, renderType(schema), required.includes(name), schema.description),
  );
  return `{ ${members.join('\n')} }`;
}

function renderMember(name: string, type: string, required: boolean, description?: string): string {
  const member = required ? `readonly ${name}: ${type};` : `readonly ${name}?: ${type} | undefined;`;
  return description === undefined ? member : `\n/** ${description} */\n${member}`;
}

function nameType(schema: string): string {
  return RENAMED[schema] ?? schema;
}

function renderSchema([name, schema]: [string, Schema]): string {
  const about = schema.description === undefined ? '' : `/** ${schema.description} */\n`;
  const type = nameType(name);
  return schema.properties === undefined
    ? `${about}export type ${type} = ${renderType(schema)};`
    : `${about}export interface ${type} ${renderObject(schema)}`;
}

function renderMethod(operation: PlacedOperation): string {
  const { operationId, summary, description, parameters } = operation;
  const members = parameters.map(({ name, schema, ...parameter }) =>
    renderMember(name, renderParameter(schema), parameter.required === true, parameter.description),
  );
  const isOptional = parameters.every(({ required }) => required !== true);
  const input = members.length === 0 ? '' : `parameters${isOptional ? '?' : ''}: { ${members.join('\n')} }`;
  return `/** ${summary}. ${description} */\n${operationId}(${input}): ${renderAnswer(operation)};`;
}

/** Parameters are texts in a URL. One that takes digits alone is a number here. */
function renderParameter(schema: Schema): string {
  const pattern = new RegExp(schema.pattern ?? '');
  return pattern.test('7') && !pattern.test('a') ? 'number' : renderType(schema);
}

function renderAnswer(operation: Operation): string {
  const [mediaType, schema] = findAnswer(operation);
  if (schema === null) return 'Promise<void>';
  return mediaType === LINES ? `AsyncGenerator<${renderType(schema)}>` : `Promise<${renderType(schema)}>`;
}

function renderRow(operation: PlacedOperation): string {
  const { operationId, method, path } = operation;
  const [mediaType, schema] = findAnswer(operation);
  const answer = schema === null ? 'nothing' : mediaType === LINES ? 'lines' : 'object';
  return `${operationId}: { method: '${method.toUpperCase()}', path: '${path}', answer: '${answer}' },`;
}

const LINES = 'application/x-ndjson';
/** Bytes are hashed while they are read, and streams continue where they were cut, so that the client reads them by hand. */
const BY_HAND = ['application/octet-stream', 'text/event-stream'];

/** Returns media type and schema of the successful answer; null for an answer without a body. */
function findAnswer({ operationId, responses }: Operation): [string, Schema | null] {
  const found = Object.entries(responses).find(([status]) => status.startsWith('2'));
  if (found === undefined) throw new Error(`the operation ${operationId} has no successful answer`);
  const [content] = Object.entries(found[1].content ?? {});
  return content === undefined ? ['', null] : [content[0], content[1].schema];
}

function renderClient({ paths, components }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method, path })),
  );
  const plain = operations.filter(
    (operation) => operation.requestBody === undefined && !BY_HAND.includes(findAnswer(operation)[0]),
  );
  return `// Generated from the routes of the server by scripts/generate-client-types.ts. Change the routes, not this file.

import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';

${Object.entries(components.schemas).map(renderSchema).join('\n\n')}

/** The operations without a request body. All throw ApiError with a code of docs/errors.md. Times are unix seconds. */
export interface Operations {
${plain.map(renderMethod).join('\n\n')}
}

/** Where each of these operations is, and what it answers. Parameters that the path does not name go into the query. */
export const OPERATIONS = {
${plain.map(renderRow).join('\n')}
} as const satisfies Record<keyof Operations, { method: string; path: string; answer: string }>;
`;
}

const document = JSON.parse(JSON.stringify(describeApi(ROUTES))) as ApiDocument;
await writeOrCheck([['client/generated/openapi.ts', renderClient(document)]]);
