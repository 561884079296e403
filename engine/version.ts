/** The name and version that the entry `run` (§10) gives; a change of any figure is a new version. */
export const engineName = 'carbon-ledger-engine';
export const engineVersion = '2.0.0';
