import * as z from 'zod';

/** The scopes of the GHG Protocol. */
export type Scope = 1 | 2 | 3;

/** What the detail of a figure says that it covers, and what its reader must know. */
export interface Coverage {
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** How the organisation is consolidated, such as `equity-share`. */
  readonly consolidation: string | null;
  /** What a total adds up: the number of figures, and their scopes; null for other figures. */
  readonly parts: { readonly count: number; readonly scopes: readonly Scope[] } | null;
  readonly exclusions: readonly { readonly what: string; readonly reason: string }[];
  /** What the method warned of, each message once. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}

const NOTHING: Coverage = {
  ...{ gases: [], gwpSet: null, consolidation: null, parts: null },
  ...{ exclusions: [], warnings: [] },
};

const text = z.string();
const detailSchema = z.object({
  gases: z.array(text).catch([]),
  gwpSet: text.nullable().catch(null),
  consolidation: text.nullable().catch(null),
  covers: z
    .array(z.object({ key: text }))
    .nullable()
    .catch(null),
  exclusions: z.array(z.object({ what: text, reason: text })).catch([]),
  derivation: z
    .object({ warnings: z.array(z.object({ code: text.catch(''), message: text })).catch([]) })
    .catch({ warnings: [] }),
});

/** Returns what a detail states. Details come from anyone: what has another form is left out. */
export function readCoverage(detail: unknown): Coverage {
  const { data } = detailSchema.safeParse(detail);
  if (data === undefined) return NOTHING;
  const { gases, gwpSet, consolidation, covers, exclusions, derivation } = data;
  return {
    gases,
    gwpSet,
    consolidation,
    parts:
      covers === null ? null : { count: covers.length, scopes: listScopes(covers.map(({ key }) => key)) },
    exclusions,
    warnings: [...new Map(derivation.warnings.map((each) => [each.message, each])).values()],
  };
}

const SCOPES: readonly Scope[] = [1, 2, 3];

/** Returns the scopes that keys are of. */
function listScopes(keys: readonly string[]): Scope[] {
  return SCOPES.filter((scope) =>
    keys.some((key) =>
      key.split('/').some((part) => part === `scope${scope}` || part === `scope${scope}-location`),
    ),
  );
}
