import * as z from 'zod';
import type { CataloguedMethod, JsonSchema, MethodsCatalogue } from './methods-catalogue.ts';

/** JSON Schemas of what a method takes and gives. */
export interface MethodSchemas {
  /** The detail of an entry that the method reads. */
  readonly inputs: JsonSchema;
  readonly parameters: JsonSchema;
  readonly figures: JsonSchema;
}

type FigureKind = CataloguedMethod['figures'][number];

/** Returns the schemas of a method. */
export function listSchemas(
  { reads, figures, parameters }: CataloguedMethod,
  { rows }: Pick<MethodsCatalogue, 'rows'>,
): MethodSchemas {
  const details = Object.entries(rows).filter(([type]) => reads.includes(type));
  const { mass } = parameters['properties'] as Properties;
  const masses = mass.enum;
  return {
    inputs: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      anyOf: details.map(([, { $schema: _, ...detail }]) => detail),
      description: 'The detail of an entry that the method reads.',
    },
    parameters,
    figures: z.toJSONSchema(z.union(figures.map((kind) => figureSchema(kind, masses)))),
  };
}

const SEGMENT = '[A-Za-z0-9._:@+%()-]{1,64}';

/** The unit of mass in which a run shows its figures is a parameter of every method. */
interface Properties {
  readonly mass: { readonly enum: readonly string[] };
}

/** Returns the schema of a kind of figures. In its key, `{name}` matches one segment and `{name...}` one or more. A mass may have any unit of `masses`. */
export function figureSchema({ key, unit, meaning }: FigureKind, masses: readonly string[]): z.ZodType {
  const braced = /(\{[a-z]+(?:\.\.\.)?\})/;
  const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = key
    .split(braced)
    .map((part, index) => {
      if (index % 2 === 0) return escape(part);
      return part.endsWith('...}') ? `${SEGMENT}(/${SEGMENT})*` : SEGMENT;
    })
    .join('');
  return z
    .object({
      key: z.string().regex(new RegExp(`^${pattern}$`)),
      value: z.string(),
      unit: unitSchema(unit, masses),
      from: z.int(),
      until: z.int(),
    })
    .describe(meaning);
}

function unitSchema(unit: string, masses: readonly string[]): z.ZodType<string> {
  // The gas, or the input, decides the unit.
  if (unit.includes('{gas}') || unit === '*') return z.string();
  return /^t\{[^}]+\}$/.test(unit) ? z.enum(masses.map((mass) => unit.replace('t', mass))) : z.literal(unit);
}
