import { admit } from '../../gate/admit.ts';
import { listAttacks } from './list-attacks.ts';

/** Lets the gate judge each attack, and returns the names of those that it does not refuse for their one reason. */
export async function tryAttacks(): Promise<{ readonly count: number; readonly through: readonly string[] }> {
  const attacks = await listAttacks();
  const through = attacks.filter(({ answer, context, reason }) => {
    const verdict = admit(answer, context);
    return 'admitted' in verdict || verdict.problems.some(({ code }) => code !== reason);
  });
  return { count: attacks.length, through: through.map(({ name }) => name) };
}
