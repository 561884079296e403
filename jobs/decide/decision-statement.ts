import type { JsonObject } from '../../core/encoding/json.ts';
import { type Outcome, OUTCOMES } from '../../core/records/statement.ts';

/** What a decision can say of a disclosure when it is made. */
export type GivenOutcome = Exclude<Outcome, 'withdrawn'>;
export const GIVEN_OUTCOMES = OUTCOMES.filter((outcome) => outcome !== 'withdrawn');

/** A decision as it was typed. */
export interface DecisionWords {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly standard: string;
  readonly title: string;
}

/** Returns the statement of a decision, without `answers` (§5). Its period is that of the statement that it answers. */
export function stateDecision(
  { outcome, reason, standard, title }: DecisionWords,
  { period }: JsonObject,
): JsonObject {
  return {
    ...{ title, period: typeof period === 'string' ? period : '', standard },
    ...{ outcome, reason: reason.trim() },
  };
}
