/** The name and version that the entry `run` (§10) states. Until a release it is `next`, and the digest of its file tells engines apart. */
export const engineName = 'carbon-ledger-engine';
export const engineVersion = 'next';
