import type { WorkClient } from '../../../client/http/work.ts';
import type { UnitComputer } from '../../../jobs/work/opened-tasks.ts';

/** Where a worker can be stopped: it has leased units, computes one, is about to deliver it, or has delivered it. */
export const WORKER_STEPS = ['leased', 'computing', 'delivering', 'delivered'] as const;
/** Where the program that asks can be stopped: it has asked, takes the bytes of a unit, or is about to end the work. */
export const ASKER_STEPS = ['asked', 'taking', 'ending'] as const;
export type Step = (typeof WORKER_STEPS)[number] | (typeof ASKER_STEPS)[number];

/** What happens at a step, before the program goes on. */
export type AtStep = (step: Step) => Promise<void>;

/** Returns a client of work that does something at each step. */
export function interruptClient(client: WorkClient, at: AtStep): WorkClient {
  return {
    ...client,
    async ask(work) {
      const asked = await client.ask(work);
      await at('asked');
      return asked;
    },
    async readResult(...of) {
      await at('taking');
      return client.readResult(...of);
    },
    async end(...how) {
      await at('ending');
      return client.end(...how);
    },
    async lease(request) {
      const answer = await client.lease(request);
      if (answer.lease !== null) await at('leased');
      return answer;
    },
    async deliver(...unit) {
      await at('delivering');
      await client.deliver(...unit);
      await at('delivered');
    },
  };
}

/** Returns what computes units, and does something before each. */
export function interruptUnits(units: UnitComputer, at: AtStep): UnitComputer {
  return {
    ...units,
    async compute(unit) {
      await at('computing');
      return units.compute(unit);
    },
  };
}

/** Returns what does something the first time that a step comes. */
export function once(step: Step, act: () => Promise<void>): AtStep {
  let isDone = false;
  return async (each) => {
    if (each !== step || isDone) return;
    isDone = true;
    await act();
  };
}
