import { useRecordTexts } from '../../components/record-texts.ts';
import { nameOfRole, type Role } from '../../../core/records/kind.ts';
import { useFaultTexts } from './fault-texts.ts';

/** Why an action cannot be taken: a code of ours or of the registry, with the values that its error has. */
export interface Problem {
  readonly code: string;
  readonly values: Readonly<Record<string, string>>;
}

/** Returns what a problem means and what to do next; null where there are no words for its code. */
export function useProblemWords(): (problem: Problem) => string | null {
  const texts = useFaultTexts();
  const { roles } = useRecordTexts();
  const fields: Readonly<Record<string, string>> = texts.fields;
  const refusals: Readonly<Record<string, (values: Problem['values']) => string>> = texts.refusals;
  const nameOf = (bit = ''): string =>
    /^(?:1|2|4|8|16|32)$/.test(bit) ? roles[nameOfRole(Number(bit) as Role)] : bit;
  return ({ code, values }) => {
    const named = { ...values, role: nameOf(values['role']), other: nameOf(values['other']) };
    if (Object.hasOwn(fields, code)) return fields[code]!;
    return Object.hasOwn(refusals, code) ? refusals[code]!(named) : null;
  };
}

/** Says at a field what is wrong with it, with the code by which others know it. */
export function FaultText({ problem }: { problem: Problem }) {
  const words = useProblemWords();
  return (
    <>
      {words(problem)} <code>{problem.code}</code>
    </>
  );
}
