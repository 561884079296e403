import { ApiError } from '../../client/http/api-error.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { UnitPorts } from '../threads/open-units.ts';
import { fetchCached, findCached } from './document-cache.ts';

/** Returns what finds the documents of units: among those that the server sent before, or on the server. One that it has, but does not send, is an error. */
export function locateDocuments(terminal: Terminal, say: (line: string) => void): UnitPorts['locate'] {
  return async (api, name) => {
    try {
      return (await findCached(terminal, name)) ?? (await fetchCached(terminal, api, name, say));
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return null;
      throw error;
    }
  };
}
