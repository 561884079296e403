import type { JsonObject } from '../../core/encoding/json.ts';
import type { KindName } from '../../core/records/kind.ts';

/** The levels of assurance that both faces offer; the protocol leaves open which there are. */
export const LEVELS = ['limited', 'reasonable'] as const;

/**
 * Returns which members a statement lacks that its kind requires besides title, period and standard; a text of spaces says nothing. What
 * corrects, restates or withdraws says why. A withdrawn opinion keeps level and scope of the one before, and a replay requires none.
 */
export function listMissing(kind: KindName, statement: JsonObject): string[] {
  if ('replay' in statement) return [];
  return listRequired(kind, statement).filter((name) => {
    const value = statement[name];
    return value === undefined || (typeof value === 'string' && value.trim() === '');
  });
}

function listRequired(kind: KindName, statement: JsonObject): readonly string[] {
  if (kind === 'decision') return ['outcome', 'reason'];
  if (kind !== 'assurance') return 'change' in statement ? ['reason'] : [];
  return statement['opinion'] === 'withdrawn' ? ['opinion', 'reason'] : ['opinion', 'level', 'scope'];
}
