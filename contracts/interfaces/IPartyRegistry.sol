// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @notice The time range in which a role or key is valid: `from` <= t < `until`.
 *
 * `until` is 2^53 - 1 while the window is open or waiting. Afterwards it is the time of the block that closed it. A
 * window that was closed before its `from`, or in the same block, has `until` <= `from`: it was never valid.
 */
struct Window {
    /// Unix seconds.
    uint64 from;
    /// Unix seconds.
    uint64 until;
}

/**
 * @title IPartyRegistry
 * @notice The identifiers, roles and keys of each party, with the times in which they are valid. Sections (§) are those
 * of docs/spec/protocol.md; this interface is §8.
 *
 * The id of a party is keccak256 of its first identifier. Roles are bits, and several are given as their sum: company
 * 1, provider 2, auditor 4, exchange 8, regulator 16, operator 32. Times are unix seconds of block time.
 */
interface IPartyRegistry {
    // -------------------------------------------------------------------------------------------------------- powers

    /// @notice `delay` must be from 1 second to 365 days.
    error InvalidDelay(uint64 delay);

    /// @notice `account` cannot have this power: it is the zero address, or admin and registrar would be the same.
    error InvalidAccount(address account);

    /// @notice A role cannot be granted at once: propose the registrar, who then accepts.
    error GrantsNeedProposal(bytes32 role, address account);

    /// @notice `candidate` is already a registrar, or already proposed (then `readyAt` is not zero).
    error AlreadyProposed(address candidate, uint64 readyAt);

    /// @notice No proposal of `candidate` is valid: there was none, or a registrar was revoked since.
    error NotProposed(address candidate);

    /// @notice `candidate` must wait until `readyAt`.
    error ProposalWaits(address candidate, uint64 readyAt, uint64 blockTime);

    /// @notice `registrar` is the only registrar, and cannot be removed.
    error LastRegistrar(address registrar);

    // ------------------------------------------------------------------------------------------------------- parties

    /// @notice `identifier` is not a valid `scheme:value` (§2).
    error InvalidIdentifier(string identifier);

    /// @notice `identifier` already belongs to `party`.
    error IdentifierTaken(string identifier, bytes32 party);

    /// @notice `party` is not registered.
    error UnknownParty(bytes32 party);

    /// @notice `role` must be 1, 2, 4, 8, 16 or 32; where several are allowed, a sum of them.
    error InvalidRole(uint8 role);

    /// @notice The party has the role `other`, which excludes `role`.
    error RoleExcluded(bytes32 party, uint8 role, uint8 other);

    /// @notice `role` is already open.
    error RoleAlreadyOpen(bytes32 party, uint8 role);

    /// @notice `role` is not open.
    error RoleNotOpen(bytes32 party, uint8 role);

    /// @notice `key` cannot sign: it is the zero address.
    error InvalidKey(address key);

    /// @notice `key` is already open or waiting.
    error KeyAlreadyOpen(bytes32 party, address key);

    /// @notice `key` is neither open nor waiting.
    error KeyNotOpen(bytes32 party, address key);

    /// @notice `sender` is not an open key of the party.
    error NotOwnKey(bytes32 party, address sender);

    /// @notice The party already has `most` keys that are open or waiting.
    error TooManyKeys(bytes32 party, uint256 most);

    // -------------------------------------------------------------------------------------------------------- events

    /// @notice A registrar proposed `candidate`, who may accept from `readyAt` on, unless a registrar is revoked before.
    event RegistrarProposed(address indexed candidate, address indexed proposer, uint64 readyAt);

    event PartyRegistered(bytes32 indexed party, string identifier);

    event IdentifierAdded(bytes32 indexed party, string identifier);

    /// @notice Window `index` of the role was opened.
    event RoleOpened(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 from);

    /// @notice Window `index` of the role was closed.
    event RoleClosed(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 until);

    /// @notice Window `index` of the key was added. The key waits until `from`.
    event KeyOpened(bytes32 indexed party, address indexed key, uint256 index, uint64 from);

    /// @notice Window `index` of the key was closed. If `until` <= its `from`, it was never valid.
    event KeyClosed(bytes32 indexed party, address indexed key, uint256 index, uint64 until);

    /// @notice All keys of the party were closed. There is a {KeyClosed} for each.
    event PartySuspended(bytes32 indexed party, uint64 suspendedAt);

    // ---------------------------------------------------------------------------------------------------- registrars

    /**
     * @notice Proposes a registrar, who may accept after keyDelay. Only a registrar may call this.
     *
     * Emits {RegistrarProposed}.
     */
    function proposeRegistrar(address candidate) external;

    /// @notice Makes the caller a registrar, if proposed at least keyDelay ago and no registrar was revoked since.
    function acceptRegistrar() external;

    /**
     * @notice Registers a party with its first key, which is open at once. Only a registrar may call this.
     * @param roles The sum of the roles to open; zero opens none.
     * @return party The id of the party: keccak256 of the identifier.
     *
     * Emits {PartyRegistered}, {KeyOpened} and a {RoleOpened} for each role.
     */
    function registerParty(
        string calldata identifier,
        address firstKey,
        uint8 roles
    ) external returns (bytes32 party);

    /// @notice Adds an identifier that nobody has. Only a registrar may call this. Emits {IdentifierAdded}.
    function addIdentifier(bytes32 party, string calldata identifier) external;

    /// @notice Opens a role from this block on. Only a registrar may call this. Emits {RoleOpened}.
    function openRole(bytes32 party, uint8 role) external;

    /// @notice Closes a role as of this block. Only a registrar may call this. Emits {RoleClosed}.
    function closeRole(bytes32 party, uint8 role) external;

    /// @notice Adds a key that opens after keyDelay. Only a registrar may call this. Emits {KeyOpened}.
    function addKey(bytes32 party, address key) external;

    /// @notice Closes a key as of this block. Only a registrar may call this. Emits {KeyClosed}.
    function closeKey(bytes32 party, address key) external;

    /**
     * @notice Closes all keys of the party, waiting ones too. Only a registrar may call this. Afterwards only a
     * registrar can add the party's next key.
     *
     * Emits {KeyClosed} for each key, and {PartySuspended}.
     */
    function suspend(bytes32 party) external;

    // ------------------------------------------------------------------------------------------------- a party's own

    /// @notice Adds a key that opens after keyDelay. Only an open key of the party may call this. Emits {KeyOpened}.
    function openOwnKey(bytes32 party, address key) external;

    /// @notice Closes a key as of this block. Only an open key of the party may call this. Emits {KeyClosed}.
    function closeOwnKey(bytes32 party, address key) external;

    // ------------------------------------------------------------------------------------------------------- reading

    /// @notice The seconds that a new registrar, and every key after a party's first, must wait.
    function keyDelay() external view returns (uint64);

    function isRegistrar(address account) external view returns (bool);

    /// @notice The number of registrars, at least one.
    function registrarCount() external view returns (uint256);

    /// @notice The time from which `candidate` may accept to be a registrar, zero without a valid proposal.
    function proposalOf(address candidate) external view returns (uint64 readyAt);

    /// @notice The party that has this identifier, zero when nobody has it.
    function partyOf(string calldata identifier) external view returns (bytes32 party);

    /// @notice The party's identifiers, in the order in which they were added.
    function identifiers(bytes32 party) external view returns (string[] memory);

    /// @notice The party's keys that are open or waiting: at most 16, in no particular order.
    function keys(bytes32 party) external view returns (address[] memory);

    /// @notice All windows of a role, in the order in which they were opened.
    function windows(bytes32 party, uint8 role) external view returns (Window[] memory);

    /// @notice All windows of a key, in the order in which they were opened.
    function keyWindows(bytes32 party, address key) external view returns (Window[] memory);

    /// @notice Whether the role is valid at the time.
    function holds(bytes32 party, uint8 role, uint64 time) external view returns (bool);

    /// @notice Whether one window of one of `roles` (their sum) covers both times.
    function holdsRole(bytes32 party, uint8 roles, uint64 first, uint64 last) external view returns (bool);

    /// @notice Whether one window of the key covers both times.
    function holdsKey(bytes32 party, address key, uint64 first, uint64 last) external view returns (bool);
}
