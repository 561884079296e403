import type { RecordView } from '../../../../client/generated/openapi.ts';
import type { JsonObject } from '../../../../core/encoding/json.ts';
import type { WrittenPaper } from '../../../../jobs/sample/write-paper.ts';

export const OPINIONS = ['unqualified', 'qualified', 'adverse'] as const;

/** An opinion as it is asked for. */
export interface Opinion {
  readonly opinion: (typeof OPINIONS)[number];
  readonly level: 'limited' | 'reasonable';
  readonly standard: string;
  readonly scope: string;
  readonly materiality: string;
  readonly findings: string;
  readonly hasPaper: boolean;
}

/** Returns the statement of an assurance, without `answers` (§5). What is empty is left out, where the protocol does not ask for it. */
export function statementOf(
  { opinion, level, standard, scope, materiality, findings }: Opinion,
  { statement }: Pick<RecordView, 'statement'>,
  { title, paper }: { readonly title: string; readonly paper: WrittenPaper | null },
): JsonObject {
  const { period } = statement;
  const optional = { materiality: materiality.trim(), reason: findings.trim() };
  return {
    ...{ title, period: typeof period === 'string' ? period : '', standard: standard.trim() },
    ...{ level, scope: scope.trim(), opinion },
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text !== '')),
    ...(paper?.members ?? {}),
  };
}
