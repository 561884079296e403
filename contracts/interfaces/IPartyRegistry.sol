// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @notice A half-open time in which a role or a key holds: `from` <= t < `until`.
 *
 * `until` is 2^53 - 1 while the window is open or waits, and the time of the block that closed it afterwards. A window
 * that was closed before its `from`, or in the same block, has `until` <= `from` and never held.
 */
struct Window {
    /// Unix seconds.
    uint64 from;
    /// Unix seconds.
    uint64 until;
}

/**
 * @title IPartyRegistry
 * @notice Who is who: the identifiers, roles and keys of each party, with the times in which they hold (§8).
 *
 * A party is keccak256 of its first identifier. Roles are bits: company 1, provider 2, auditor 4, exchange 8,
 * regulator 16, operator 32. Times are unix seconds of block time.
 */
interface IPartyRegistry {
    // -------------------------------------------------------------------------------------------------------- powers

    /// @notice `delay` in seconds is zero, or longer than a year.
    error InvalidDelay(uint64 delay);

    /// @notice `account` can't have the power that was meant for it.
    error InvalidAccount(address account);

    /// @notice Nobody grants a role at once: registrars are proposed and accept.
    error GrantsNeedProposal(bytes32 role, address account);

    /// @notice `candidate` is a registrar, or proposed already.
    error AlreadyProposed(address candidate, uint64 readyAt);

    /// @notice Nobody proposed `candidate`, or a registrar was revoked since.
    error NotProposed(address candidate);

    /// @notice `candidate` waits until `readyAt`.
    error ProposalWaits(address candidate, uint64 readyAt, uint64 blockTime);

    /// @notice `registrar` is the only one.
    error LastRegistrar(address registrar);

    // ------------------------------------------------------------------------------------------------------- parties

    /// @notice `identifier` is no `scheme:value` of its scheme.
    error InvalidIdentifier(string identifier);

    /// @notice `identifier` belongs to `party`.
    error IdentifierTaken(string identifier, bytes32 party);

    /// @notice There is no such party.
    error UnknownParty(bytes32 party);

    /// @notice `role` is none of 1, 2, 4, 8, 16, 32.
    error InvalidRole(uint8 role);

    /// @notice `role` excludes `other`, which is open.
    error RoleExcluded(bytes32 party, uint8 role, uint8 other);

    /// @notice `role` is open already.
    error RoleAlreadyOpen(bytes32 party, uint8 role);

    /// @notice `role` is not open.
    error RoleNotOpen(bytes32 party, uint8 role);

    /// @notice `key` can't sign.
    error InvalidKey(address key);

    /// @notice `key` is open or waits already.
    error KeyAlreadyOpen(bytes32 party, address key);

    /// @notice `key` neither is open nor waits.
    error KeyNotOpen(bytes32 party, address key);

    /// @notice `sender` is no open key of the party.
    error NotOwnKey(bytes32 party, address sender);

    /// @notice The party has `most` keys that are open or wait.
    error TooManyKeys(bytes32 party, uint256 most);

    // -------------------------------------------------------------------------------------------------------- events

    /// @notice A registrar proposed another, who may accept from `readyAt` on unless a registrar is revoked before.
    event RegistrarProposed(address indexed candidate, address indexed proposer, uint64 readyAt);

    event PartyRegistered(bytes32 indexed party, string identifier);

    event IdentifierAdded(bytes32 indexed party, string identifier);

    /// @notice Window `index` of the role was opened.
    event RoleOpened(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 from);

    /// @notice Window `index` of the role was closed.
    event RoleClosed(bytes32 indexed party, uint8 indexed role, uint256 index, uint64 until);

    /// @notice Window `index` of the key was opened; it waits while `from` lies ahead.
    event KeyOpened(bytes32 indexed party, address indexed key, uint256 index, uint64 from);

    /// @notice Window `index` of the key was closed; it never held when `until` <= its `from`.
    event KeyClosed(bytes32 indexed party, address indexed key, uint256 index, uint64 until);

    /// @notice All keys of the party were closed; each has its {KeyClosed}.
    event PartySuspended(bytes32 indexed party, uint64 suspendedAt);

    // ---------------------------------------------------------------------------------------------------- registrars

    /**
     * @notice Proposes a registrar, who may accept after keyDelay; only a registrar may.
     *
     * Emits {RegistrarProposed}.
     */
    function proposeRegistrar(address candidate) external;

    /// @notice Makes the caller a registrar, who was proposed at least keyDelay ago, with none revoked since.
    function acceptRegistrar() external;

    /**
     * @notice Registers a party with its first key, which is open at once; only a registrar may.
     * @param roles The roles to open, added; zero opens none.
     * @return party keccak256 of the identifier.
     *
     * Emits {PartyRegistered}, {KeyOpened} and a {RoleOpened} for each role.
     */
    function registerParty(
        string calldata identifier,
        address firstKey,
        uint8 roles
    ) external returns (bytes32 party);

    /// @notice Adds an identifier that is not taken; only a registrar may. Emits {IdentifierAdded}.
    function addIdentifier(bytes32 party, string calldata identifier) external;

    /// @notice Opens a role from this block on; only a registrar may. Emits {RoleOpened}.
    function openRole(bytes32 party, uint8 role) external;

    /// @notice Closes a role as of this block; only a registrar may. Emits {RoleClosed}.
    function closeRole(bytes32 party, uint8 role) external;

    /// @notice Adds a key that opens after keyDelay; only a registrar may. Emits {KeyOpened}.
    function addKey(bytes32 party, address key) external;

    /// @notice Closes a key as of this block; only a registrar may. Emits {KeyClosed}.
    function closeKey(bytes32 party, address key) external;

    /**
     * @notice Closes all keys of the party, waiting ones too; only a registrar may. None can be open again before one
     * that a registrar adds is.
     *
     * Emits {KeyClosed} for each key, and {PartySuspended}.
     */
    function suspend(bytes32 party) external;

    // ------------------------------------------------------------------------------------------------- a party's own

    /// @notice Adds a key of the caller's party that opens after keyDelay; only an open key may. Emits {KeyOpened}.
    function openOwnKey(bytes32 party, address key) external;

    /// @notice Closes a key of the caller's party as of this block; only an open key may. Emits {KeyClosed}.
    function closeOwnKey(bytes32 party, address key) external;

    // ------------------------------------------------------------------------------------------------------- reading

    /// @notice Seconds that every key after a party's first, and every registrar, waits.
    function keyDelay() external view returns (uint64);

    function isRegistrar(address account) external view returns (bool);

    /// @notice How many registrars there are; never none.
    function registrarCount() external view returns (uint256);

    /// @notice When `candidate` may accept to be a registrar, zero when nobody's proposal of it stands.
    function proposalOf(address candidate) external view returns (uint64 readyAt);

    /// @notice The party that has this identifier, zero when it is not taken.
    function partyOf(string calldata identifier) external view returns (bytes32 party);

    /// @notice The party's identifiers, the first one first.
    function identifiers(bytes32 party) external view returns (string[] memory);

    /// @notice The party's keys that are open or wait, in no order; at most 16.
    function keys(bytes32 party) external view returns (address[] memory);

    /// @notice All windows of a role, in the order in which they were opened.
    function windows(bytes32 party, uint8 role) external view returns (Window[] memory);

    /// @notice All windows of a key, in the order in which they were opened.
    function keyWindows(bytes32 party, address key) external view returns (Window[] memory);

    /// @notice Whether the role holds at the time.
    function holds(bytes32 party, uint8 role, uint64 time) external view returns (bool);

    /// @notice Whether one window of one of `roles` (added) holds at both times.
    function holdsRole(bytes32 party, uint8 roles, uint64 first, uint64 last) external view returns (bool);

    /// @notice Whether one window of the key holds at both times.
    function holdsKey(bytes32 party, address key, uint64 first, uint64 last) external view returns (bool);
}
