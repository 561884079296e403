import type { Answerer } from '../../../../agents/coordinator/answer-question.ts';

/** The model that a person set on the page. It is in the memory of the page alone: its key is a secret, and its address may hold one. */
export interface ModelChoice {
  /** The base URL of an interface as OpenAI's; empty: the forms planner answers. */
  readonly url: string;
  readonly name: string;
  /** Empty where the host needs none. */
  readonly key: string;
  /** Whether the model sees handles and labels alone. */
  readonly isBlind: boolean;
}

export const NO_MODEL: ModelChoice = { url: '', name: '', key: '', isBlind: true };

/** Returns the host of a base URL; null where it is not one. */
export function hostOf(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { protocol, host, username, password } = new URL(url);
  return /^https?:$/.test(protocol) && username === '' && password === '' ? host : null;
}

/** Whether a question can be asked: without a model, or with one that has a name and whose host its person agreed to. */
export function isReady({ url, name }: ModelChoice, agreed: readonly string[]): boolean {
  if (url === '') return true;
  const host = hostOf(url);
  return host !== null && name !== '' && agreed.includes(host);
}

/** Returns what answers. The script that speaks to hosts is loaded with the first question to one. */
export async function openAnswerer({ url, name, key, isBlind }: ModelChoice): Promise<Answerer> {
  if (url === '') return 'forms';
  const { openModel } = await import('../../../../agents/model/open-model.ts');
  const fetchHere: typeof fetch = (input, init) => fetch(input, { ...init, credentials: 'omit' });
  const model = openModel({ url, name, key: key === '' ? null : key, fetch: fetchHere });
  return { model, sight: { isBlind, serves: null } };
}
