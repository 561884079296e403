import { createContext } from 'react';
import type { RunName } from '../../../../agents/handles/run-name.ts';

/** Accepts a candidate for a run by its name, and answers again; false where the run does not need it any more. */
type Accept = (run: RunName, name: string) => Promise<boolean>;

export const AcceptContext = createContext<Accept>(() => Promise.resolve(false));
