// Generated from contracts/ by scripts/generate-abi.ts. Change the contract, not this file.

/** The ABI of PartyRegistry. */
export const partyRegistryAbi = [
  {
    inputs: [
      { internalType: 'address', name: 'admin', type: 'address' },
      { internalType: 'address', name: 'registrar', type: 'address' },
      { internalType: 'uint64', name: 'keyDelay_', type: 'uint64' },
    ],
    stateMutability: 'nonpayable',
    type: 'constructor',
  },
  { inputs: [], name: 'AccessControlBadConfirmation', type: 'error' },
  {
    inputs: [
      { internalType: 'address', name: 'account', type: 'address' },
      { internalType: 'bytes32', name: 'neededRole', type: 'bytes32' },
    ],
    name: 'AccessControlUnauthorizedAccount',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'address', name: 'candidate', type: 'address' },
      { internalType: 'uint64', name: 'readyAt', type: 'uint64' },
    ],
    name: 'AlreadyProposed',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
    ],
    name: 'GrantsNeedProposal',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'string', name: 'identifier', type: 'string' },
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
    ],
    name: 'IdentifierTaken',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'InvalidAccount',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'uint64', name: 'delay', type: 'uint64' }],
    name: 'InvalidDelay',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'string', name: 'identifier', type: 'string' }],
    name: 'InvalidIdentifier',
    type: 'error',
  },
  { inputs: [{ internalType: 'address', name: 'key', type: 'address' }], name: 'InvalidKey', type: 'error' },
  { inputs: [{ internalType: 'uint8', name: 'role', type: 'uint8' }], name: 'InvalidRole', type: 'error' },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'KeyAlreadyOpen',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'KeyNotOpen',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'registrar', type: 'address' }],
    name: 'LastRegistrar',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'sender', type: 'address' },
    ],
    name: 'NotOwnKey',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'address', name: 'candidate', type: 'address' }],
    name: 'NotProposed',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'address', name: 'candidate', type: 'address' },
      { internalType: 'uint64', name: 'readyAt', type: 'uint64' },
      { internalType: 'uint64', name: 'blockTime', type: 'uint64' },
    ],
    name: 'ProposalWaits',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
    ],
    name: 'RoleAlreadyOpen',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
      { internalType: 'uint8', name: 'other', type: 'uint8' },
    ],
    name: 'RoleExcluded',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
    ],
    name: 'RoleNotOpen',
    type: 'error',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint256', name: 'most', type: 'uint256' },
    ],
    name: 'TooManyKeys',
    type: 'error',
  },
  {
    inputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    name: 'UnknownParty',
    type: 'error',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: false, internalType: 'string', name: 'identifier', type: 'string' },
    ],
    name: 'IdentifierAdded',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'key', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'index', type: 'uint256' },
      { indexed: false, internalType: 'uint64', name: 'until', type: 'uint64' },
    ],
    name: 'KeyClosed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'key', type: 'address' },
      { indexed: false, internalType: 'uint256', name: 'index', type: 'uint256' },
      { indexed: false, internalType: 'uint64', name: 'from', type: 'uint64' },
    ],
    name: 'KeyOpened',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: false, internalType: 'string', name: 'identifier', type: 'string' },
    ],
    name: 'PartyRegistered',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: false, internalType: 'uint64', name: 'suspendedAt', type: 'uint64' },
    ],
    name: 'PartySuspended',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'address', name: 'candidate', type: 'address' },
      { indexed: true, internalType: 'address', name: 'proposer', type: 'address' },
      { indexed: false, internalType: 'uint64', name: 'readyAt', type: 'uint64' },
    ],
    name: 'RegistrarProposed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { indexed: true, internalType: 'bytes32', name: 'previousAdminRole', type: 'bytes32' },
      { indexed: true, internalType: 'bytes32', name: 'newAdminRole', type: 'bytes32' },
    ],
    name: 'RoleAdminChanged',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: true, internalType: 'uint8', name: 'role', type: 'uint8' },
      { indexed: false, internalType: 'uint256', name: 'index', type: 'uint256' },
      { indexed: false, internalType: 'uint64', name: 'until', type: 'uint64' },
    ],
    name: 'RoleClosed',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'account', type: 'address' },
      { indexed: true, internalType: 'address', name: 'sender', type: 'address' },
    ],
    name: 'RoleGranted',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { indexed: true, internalType: 'uint8', name: 'role', type: 'uint8' },
      { indexed: false, internalType: 'uint256', name: 'index', type: 'uint256' },
      { indexed: false, internalType: 'uint64', name: 'from', type: 'uint64' },
    ],
    name: 'RoleOpened',
    type: 'event',
  },
  {
    anonymous: false,
    inputs: [
      { indexed: true, internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { indexed: true, internalType: 'address', name: 'account', type: 'address' },
      { indexed: true, internalType: 'address', name: 'sender', type: 'address' },
    ],
    name: 'RoleRevoked',
    type: 'event',
  },
  {
    inputs: [],
    name: 'DEFAULT_ADMIN_ROLE',
    outputs: [{ internalType: 'bytes32', name: '', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'REGISTRAR_ROLE',
    outputs: [{ internalType: 'bytes32', name: '', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  { inputs: [], name: 'acceptRegistrar', outputs: [], stateMutability: 'nonpayable', type: 'function' },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'string', name: 'identifier', type: 'string' },
    ],
    name: 'addIdentifier',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'addKey',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'closeKey',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'closeOwnKey',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
    ],
    name: 'closeRole',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'bytes32', name: 'role', type: 'bytes32' }],
    name: 'getRoleAdmin',
    outputs: [{ internalType: 'bytes32', name: '', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
    ],
    name: 'grantRole',
    outputs: [],
    stateMutability: 'pure',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
    ],
    name: 'hasRole',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
      { internalType: 'uint64', name: 'time', type: 'uint64' },
    ],
    name: 'holds',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
      { internalType: 'uint64', name: 'first', type: 'uint64' },
      { internalType: 'uint64', name: 'last', type: 'uint64' },
    ],
    name: 'holdsKey',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'roles', type: 'uint8' },
      { internalType: 'uint64', name: 'first', type: 'uint64' },
      { internalType: 'uint64', name: 'last', type: 'uint64' },
    ],
    name: 'holdsRole',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    name: 'identifiers',
    outputs: [{ internalType: 'string[]', name: '', type: 'string[]' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'account', type: 'address' }],
    name: 'isRegistrar',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [],
    name: 'keyDelay',
    outputs: [{ internalType: 'uint64', name: '', type: 'uint64' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'keyWindows',
    outputs: [
      {
        components: [
          { internalType: 'uint64', name: 'from', type: 'uint64' },
          { internalType: 'uint64', name: 'until', type: 'uint64' },
        ],
        internalType: 'struct Window[]',
        name: '',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    name: 'keys',
    outputs: [{ internalType: 'address[]', name: '', type: 'address[]' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'address', name: 'key', type: 'address' },
    ],
    name: 'openOwnKey',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
    ],
    name: 'openRole',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'string', name: 'identifier', type: 'string' }],
    name: 'partyOf',
    outputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'candidate', type: 'address' }],
    name: 'proposalOf',
    outputs: [{ internalType: 'uint64', name: 'readyAt', type: 'uint64' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'address', name: 'candidate', type: 'address' }],
    name: 'proposeRegistrar',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'string', name: 'identifier', type: 'string' },
      { internalType: 'address', name: 'firstKey', type: 'address' },
      { internalType: 'uint8', name: 'roles', type: 'uint8' },
    ],
    name: 'registerParty',
    outputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [],
    name: 'registrarCount',
    outputs: [{ internalType: 'uint256', name: '', type: 'uint256' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { internalType: 'address', name: 'callerConfirmation', type: 'address' },
    ],
    name: 'renounceRole',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'role', type: 'bytes32' },
      { internalType: 'address', name: 'account', type: 'address' },
    ],
    name: 'revokeRole',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'bytes4', name: 'interfaceId', type: 'bytes4' }],
    name: 'supportsInterface',
    outputs: [{ internalType: 'bool', name: '', type: 'bool' }],
    stateMutability: 'view',
    type: 'function',
  },
  {
    inputs: [{ internalType: 'bytes32', name: 'party', type: 'bytes32' }],
    name: 'suspend',
    outputs: [],
    stateMutability: 'nonpayable',
    type: 'function',
  },
  {
    inputs: [
      { internalType: 'bytes32', name: 'party', type: 'bytes32' },
      { internalType: 'uint8', name: 'role', type: 'uint8' },
    ],
    name: 'windows',
    outputs: [
      {
        components: [
          { internalType: 'uint64', name: 'from', type: 'uint64' },
          { internalType: 'uint64', name: 'until', type: 'uint64' },
        ],
        internalType: 'struct Window[]',
        name: '',
        type: 'tuple[]',
      },
    ],
    stateMutability: 'view',
    type: 'function',
  },
] as const;
