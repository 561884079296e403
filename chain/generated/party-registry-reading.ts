// Generated from contracts/ by scripts/generate-abi.ts. Change the contract, not this file.

/** The events of PartyRegistry that programs read. */
export const partyRegistryEvents = [
  'event IdentifierAdded(bytes32 indexed party, string identifier)',
  'event KeyClosed(bytes32 indexed party, address indexed key, uint256 index, uint64 until)',
  'event KeyOpened(bytes32 indexed party, address indexed key, uint256 index, uint64 from)',
  'event PartyRegistered(bytes32 indexed party, string identifier)',
  'event RoleClosed(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 until)',
  'event RoleOpened(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 from)',
] as const;

/** The functions of PartyRegistry that programs read. */
export const partyRegistryViews = [
  'function identifiers(bytes32) view returns (string[])',
  'function keyWindows(bytes32, address) view returns ((uint64 from, uint64 until)[])',
  'function windows(bytes32, uint8) view returns ((uint64 from, uint64 until)[])',
] as const;
