import type { GateContext } from '../../gate/gate-context.ts';
import type { Reason } from '../../reasons/reason.ts';
import { ALIGNMENT_ATTACKS } from './alignment-attacks.ts';
import { AttackTable, blocks, state } from './attack-table.ts';
import { CLAIM_ATTACKS } from './claim-attacks.ts';
import { FORM_ATTACKS } from './form-attacks.ts';
import { NEAR_ATTACKS } from './near-attacks.ts';
import { SOURCE_ATTACKS } from './source-attacks.ts';

/** An answer with one defect, and the one reason for which the gate refuses it. */
export interface Attack {
  readonly name: string;
  readonly reason: Reason;
  readonly answer: unknown;
  readonly context: GateContext;
}

const MADE = [...FORM_ATTACKS, ...SOURCE_ATTACKS, ...ALIGNMENT_ATTACKS, ...CLAIM_ATTACKS, ...NEAR_ATTACKS];

/** Returns every attack. */
export async function listAttacks(): Promise<Attack[]> {
  const made = MADE.map(async ([name, reason, make]): Promise<Attack> => {
    const table = new AttackTable();
    return { name, reason, answer: await make(table), context: table.context };
  });
  return [...(await Promise.all(made)), leaveDuty()];
}

function leaveDuty(): Attack {
  const { a, context } = new AttackTable();
  const duties = [{ name: 'carbon-balance', isMet: () => false }];
  return {
    ...{ name: 'a duty that is not met', reason: 'unmet-duty', answer: blocks(state('value', { a })) },
    context: { ...context, duties },
  };
}
