/** The name and version that the entry `run` (§10) states. Any change that can change a figure needs a new version. */
export const engineName = 'carbon-ledger-engine';
export const engineVersion = 'next';
