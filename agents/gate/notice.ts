import type { ToolName } from '../tools/tool-names.ts';

/** What went wrong between the program and a model: code → meaning. What the host or the model wrote about it is never shown. */
export const HOST_ERRORS = {
  'no-model': 'No model is set. Answers come from forms alone.',
  'host-not-agreed': 'Nobody agreed to send data of this ledger to this host.',
  'host-unreachable': 'The host does not answer.',
  'host-refuses-key': 'The host refuses the key.',
  'host-is-busy': 'The host asks to wait. Try again later.',
  'host-redirects': 'The host points to another address. Nothing was sent there.',
  'host-failed': 'The host answers with an error.',
  'answer-cut': 'The answer of the model was cut off, or is not what its interface promises.',
  'no-tool-call': 'The model wrote text instead of calling a tool. Its text is not shown.',
  'too-many-calls': 'The model called tools beyond the limit of an answer.',
  'too-slow': 'The answer took longer than it may.',
  stopped: 'Stopped.',
} as const;
/** A code of `HOST_ERRORS`. */
export type HostError = keyof typeof HOST_ERRORS;

/** What is shown beside answers: all of it is closed, so that nothing of a model or its host comes through. */
export type Notice =
  | { readonly is: 'progress'; readonly tool: ToolName; readonly state: 'running' | 'done' | 'failed' }
  | { readonly is: 'thinking' }
  | { readonly is: 'host-error'; readonly code: HostError };
