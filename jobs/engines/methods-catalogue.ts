import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import type { FigureKind } from '../../engine/methods/method.ts';
import { MATRIX_ROWS } from '../documents/named-documents.ts';

/** A JSON Schema (draft 2020-12): types, choices, defaults and descriptions. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A method of the engine of this program, as data. */
export interface CataloguedMethod {
  /** `id@version`. */
  readonly name: string;
  readonly title: string;
  /** The document and clause that it follows. */
  readonly standard: string;
  /** The types of rows that it reads; `rows` has the schema of each. */
  readonly reads: readonly string[];
  readonly figures: readonly FigureKind[];
  /** What to watch out for. */
  readonly traps: readonly string[];
  /** The schema of its parameters. */
  readonly parameters: JsonSchema;
}

/** Tells whether a method takes documents that rows name. */
export function takesDocuments({ reads }: Pick<CataloguedMethod, 'reads'>): boolean {
  return MATRIX_ROWS.some((type) => reads.includes(type));
}

/** All methods of the engine of this program, and the rows that they read. */
export interface MethodsCatalogue {
  /** The version of the engine. */
  readonly engine: string;
  readonly methods: readonly CataloguedMethod[];
  /** Row type → schema of the detail of an entry. A row `figure`, which some methods read, is a figure of another result. */
  readonly rows: Readonly<Record<string, JsonSchema>>;
}

/** The catalogue as it is stored: schemas of members that several types of rows have, such as their uncertainty, are in it once. */
export interface StoredCatalogue extends Omit<MethodsCatalogue, 'rows'> {
  readonly shared: readonly JsonSchema[];
  readonly rows: Readonly<Record<string, StoredRow>>;
}

/** The schema of a row, in which a number in place of the schema of a member is its place among the shared ones. */
interface StoredRow {
  readonly properties: Readonly<Record<string, JsonSchema | number>>;
}

/** Returns the methods as data, without the engine itself: for forms, and lists of what a method reads. It is generated from the engine. */
export async function readMethodsCatalogue(): Promise<MethodsCatalogue> {
  const stored = await import('../../client/generated/methods.json', { with: { type: 'json' } });
  const { shared, rows, ...others } = stored.default as unknown as StoredCatalogue;
  const whole = (row: StoredRow): JsonSchema => ({
    ...row,
    properties: Object.fromEntries(
      Object.entries(row.properties).map(([name, schema]) => [
        name,
        typeof schema === 'number' ? shared[schema]! : schema,
      ]),
    ),
  });
  return {
    ...others,
    rows: Object.fromEntries(Object.entries(rows).map(([type, row]) => [type, whole(row)])),
  };
}

/** Returns a method as data. @throws EngineError `unknown-method` */
export async function findCataloguedMethod(name: string): Promise<CataloguedMethod> {
  const { methods } = await readMethodsCatalogue();
  const method = methods.find((known) => known.name === name);
  if (method !== undefined) return method;
  const names = methods.map((known) => known.name).join(', ');
  const text = `no method ${JSON.stringify(name)}: expected one of ${names}`;
  throw new EngineError('unknown-method', text, name, placeOfAsked('method'));
}
