// Generated from contracts/ by scripts/generate-abi.ts. Change the contract, not this file.

/** The events of CarbonLedger that programs read. */
export const carbonLedgerEvents = [
  'event BatchAnchored(uint64 indexed number, bytes32 indexed header, bytes32 records, uint32 recordCount, bytes32 heads, uint64 sealedAt, uint64 anchoredAt)',
  'event LedgerEnded(uint64 indexed latest, address indexed successor)',
] as const;

/** The functions of CarbonLedger that programs read. */
export const carbonLedgerViews = [
  'function anchors(uint64) view returns (bytes32 word)',
  'function closed() view returns (bool)',
  'function latest() view returns (uint64)',
  'function maxDelay() view returns (uint64)',
  'function registry() view returns (address)',
  'function successor() view returns (address)',
] as const;
