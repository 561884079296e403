import { INDUSTRIAL_PROCESS } from '../industrial-process/procedures.ts';
import { LIFE_CYCLE } from '../life-cycle/procedures.ts';
import { NATURE } from '../nature/procedures.ts';
import type { Procedure } from '../procedures/procedure.ts';
import { OWN_PROCEDURES } from './own-procedures.ts';
import { RECORD_PROCEDURES } from './record-procedures.ts';
import { TRADE } from '../trade/procedures.ts';
import { UNCERTAINTY } from '../uncertainty/procedures.ts';

/** What all agents answer. */
export const PROCEDURES: readonly Procedure[] = [
  ...[...INDUSTRIAL_PROCESS, ...TRADE, ...LIFE_CYCLE],
  ...[...NATURE, ...UNCERTAINTY, ...OWN_PROCEDURES, ...RECORD_PROCEDURES],
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
  const lower = text.toLowerCase().replaceAll('−', '-');
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

/** A question about several things: the type of each part, and the sentences whose words no procedure knows. */
export interface SplitParts {
  readonly procedures: readonly Procedure[];
  readonly unknown: readonly string[];
}

/** Splits a question over the agents by its sentences: each one that names a type is a part, once. */
export function splitSentences(text: string): SplitParts {
  const found = text
    .split(/(?<=[?？。！!;；\n]|\.(?=\s))/u)
    .flatMap(splitClauses)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .map((sentence) => ({ sentence, procedure: splitQuestion(sentence)[0] ?? null }));
  const procedures = new Set(found.flatMap(({ procedure }) => procedure ?? []));
  const whole = procedures.size === 0 ? splitQuestion(text).slice(0, 1) : [...procedures];
  return {
    procedures: whole,
    unknown: found.flatMap(({ sentence, procedure }) => (procedure === null ? sentence : [])),
  };
}

/** Splits a sentence where each of its clauses names a type. */
function splitClauses(sentence: string): readonly string[] {
  const clauses = sentence.split(/,?\s+and\s+(?=what|which|how|for whom|is|may)|，(?:以及|还有|并且?)/iu);
  const areAll = clauses.every((clause) => splitQuestion(clause).length > 0);
  return (areAll ? clauses : [sentence]).map((clause) => clause.trim());
}
