import { ApiError } from './api-error.ts';
import type { Api } from './api.ts';
import { retryRequest } from './retry-request.ts';

/** Asks a server in a session. What is asked may be asked twice. @throws ApiError */
export type AskInSession = <Out>(ask: (api: Api) => Promise<Out>) => Promise<Out>;

/** Attempts while the server does not answer: about a minute. */
const ATTEMPTS = 10;

/** Returns what asks a server in a session, for as long as it takes. Sessions end: `signIn` opens the next one. What fails for a while is asked again. */
export function keepSession(signIn: () => Promise<Api>, say: (text: string) => void): AskInSession {
  let opened: Promise<Api> | null = null;
  const open = (): Promise<Api> => {
    const api = (opened ??= signIn());
    api.catch(() => (opened = null));
    return api;
  };
  const askOnce = async <Out>(ask: (api: Api) => Promise<Out>): Promise<Out> => {
    try {
      return await ask(await open());
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) throw error;
      opened = null;
      return ask(await open());
    }
  };
  return (ask) =>
    retryRequest(
      ATTEMPTS,
      () => askOnce(ask),
      (error, pause) => say(`${error.message}; asking again in ${Math.ceil(pause / 1000)} s`),
    );
}
