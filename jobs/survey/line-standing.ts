import type { RecordView } from '../../client/generated/openapi.ts';
import { ApiError } from '../../client/http/api-error.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import { titleOf } from '../../core/records/statement.ts';
import { readStanding, type StandingPorts } from '../follow/standing.ts';
import type { Sheet } from './panorama-sheet.ts';

/** How far the record of a cited figure can be relied on, as the ledger says now; what is not read is not known. */
export type LineStanding =
  | { readonly isKnown: false; readonly why: string }
  | {
      readonly isKnown: true;
      readonly title: string;
      /** Only `final` is sure to stay. */
      readonly state: RecordView['state'];
      /** A newer version, or null where this is the newest one. */
      readonly replacedBy: Hex | null;
      readonly isWithdrawn: boolean;
      /** The newest version of a source that was replaced since. */
      readonly newerSource: Hex | null;
      /** Opinions of auditors on it: none says that nobody verified it. */
      readonly opinions: readonly string[];
    };

/** Returns the records that the lines and gaps of a panorama cite, each once. */
export function listCited({ lines, parts }: Sheet): Hex[] {
  const cited = [...lines, ...parts].flatMap(({ years }) => years.flatMap(({ cites }) => cites));
  return [...new Set(cited.map(({ record }) => record as Hex))].sort();
}

/** Returns the standing of records that lines cite. @throws ApiError where the ledger does not answer */
export async function readLineStandings(
  ledger: StandingPorts,
  records: readonly Hex[],
): Promise<ReadonlyMap<Hex, LineStanding>> {
  const standings = await Promise.all(records.map((id) => readOne(ledger, id)));
  return new Map(records.map((id, index) => [id, standings[index]!]));
}

async function readOne(ledger: StandingPorts, id: Hex): Promise<LineStanding> {
  try {
    const { view, answers, isWithdrawn, newerSource } = await readStanding(ledger, id);
    const { party, kind, subject, sequence } = view.record;
    const newest = await ledger.readNewest({ party, kind: nameOfKind(kind), subject });
    const opinions = answers.filter((answer) => answer.kind === 'assurance').map(({ says }) => says);
    return {
      isKnown: true,
      title: titleOf(view.statement),
      state: view.state,
      replacedBy: newest !== null && newest.sequence > sequence ? newest.record : null,
      ...{ isWithdrawn, newerSource, opinions },
    };
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return { isKnown: false, why: error.message };
    throw error;
  }
}
