import { INDUSTRIAL_PROCESS } from '../industrial-process/procedures.ts';
import { LIFE_CYCLE } from '../life-cycle/procedures.ts';
import { NATURE } from '../nature/procedures.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { OWN_PROCEDURES } from './own-procedures.ts';
import { TRADE } from '../trade/procedures.ts';
import { UNCERTAINTY } from '../uncertainty/procedures.ts';

/** What all agents answer. */
export const PROCEDURES: readonly Procedure[] = [
  ...[...INDUSTRIAL_PROCESS, ...TRADE, ...LIFE_CYCLE],
  ...[...NATURE, ...UNCERTAINTY, ...OWN_PROCEDURES],
];

/** Returns a procedure by the name of its type of question. */
export function findProcedure(question: string): Procedure | null {
  return PROCEDURES.find((procedure) => procedure.question === question) ?? null;
}

/**
 * Returns the procedures whose words a question has, those with the most characters of them first: a question about several things is split
 * over their agents. None: its person names a type.
 */
export function splitQuestion(text: string): readonly Procedure[] {
  const lower = text.toLowerCase();
  const weigh = ({ words }: Procedure): number =>
    Math.max(
      0,
      ...words.map((all) =>
        all.every((word) => lower.includes(word)) ? all.reduce((sum, word) => sum + word.length, 0) : 0,
      ),
    );
  return PROCEDURES.map((procedure) => ({ procedure, weight: weigh(procedure) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ procedure }) => procedure);
}
