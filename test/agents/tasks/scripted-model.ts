import type { Model, ModelCall } from '../../../agents/model/model.ts';

/** A tool and its arguments: handles and closed choices, and never a value. */
export interface ScriptedCall {
  readonly tool: string;
  readonly input: unknown;
}

/** Returns a model that makes these calls, one in each step, and repeats the last one for ever. */
export function scriptedModel(script: readonly ScriptedCall[]): Model {
  let step = 0;
  return {
    name: 'script',
    host: 'none',
    next: () => {
      const { tool, input } = script[Math.min(step, script.length - 1)]!;
      const call: ModelCall = { id: `call-${step++}`, tool, input };
      return Promise.resolve({ calls: [call] });
    },
  };
}
