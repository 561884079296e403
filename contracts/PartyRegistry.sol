// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry, Window} from "./interfaces/IPartyRegistry.sol";
import {Identifiers} from "./Identifiers.sol";
import {Registrars} from "./Registrars.sol";

/**
 * @title PartyRegistry
 * @notice Keeps the identifiers, roles and keys of the parties, and when they are valid. See {IPartyRegistry}.
 */
contract PartyRegistry is Registrars {
    struct Party {
        string[] identifiers;
        /// Keys that are open or waiting, in no particular order.
        address[] keys;
    }

    /// @dev The `until` of a window that has no end.
    uint64 private constant OPEN = 2 ** 53 - 1;
    uint256 private constant MAX_KEYS = 16;
    uint8 private constant ALL_ROLES = 63;
    /// @dev Company and provider write figures. Auditor, exchange and regulator judge them. No party may do both.
    uint8 private constant WRITERS = 1 | 2;
    uint8 private constant JUDGES = 4 | 8 | 16;

    mapping(bytes32 identifierHash => bytes32 party) private _partyOf;
    mapping(bytes32 party => Party details) private _parties;
    mapping(bytes32 party => mapping(uint8 role => Window[] list)) private _roleWindows;
    mapping(bytes32 party => mapping(address key => Window[] list)) private _keyWindows;

    modifier onlyRegistered(bytes32 party) {
        if (_partyOf[party] != party || party == 0) revert UnknownParty(party);
        _;
    }

    modifier onlyOwnKey(bytes32 party) {
        uint64 time = _now();
        if (!holdsKey(party, msg.sender, time, time)) revert NotOwnKey(party, msg.sender);
        _;
    }

    constructor(address admin, address registrar, uint64 keyDelay_) Registrars(admin, registrar, keyDelay_) {}

    // ------------------------------------------------------------------------------------------------------- parties

    /// @inheritdoc IPartyRegistry
    function registerParty(
        string calldata identifier,
        address firstKey,
        uint8 roles
    ) external onlyRole(REGISTRAR_ROLE) returns (bytes32 party) {
        party = keccak256(bytes(identifier));
        if (roles > ALL_ROLES) revert InvalidRole(roles);
        _takeIdentifier(party, identifier);
        emit PartyRegistered(party, identifier);
        _openKey(party, firstKey, _now());
        for (uint8 role = 1; role <= roles; role <<= 1) {
            if (roles & role != 0) _openRole(party, role);
        }
    }

    /// @inheritdoc IPartyRegistry
    function addIdentifier(
        bytes32 party,
        string calldata identifier
    ) external onlyRole(REGISTRAR_ROLE) onlyRegistered(party) {
        _takeIdentifier(party, identifier);
        emit IdentifierAdded(party, identifier);
    }

    /// @inheritdoc IPartyRegistry
    function openRole(bytes32 party, uint8 role) external onlyRole(REGISTRAR_ROLE) onlyRegistered(party) {
        _openRole(party, role);
    }

    /// @inheritdoc IPartyRegistry
    function closeRole(bytes32 party, uint8 role) external onlyRole(REGISTRAR_ROLE) {
        Window[] storage list = _roleWindows[party][role];
        if (!_isOpen(list)) revert RoleNotOpen(party, role);
        uint64 until = _now();
        list[list.length - 1].until = until;
        emit RoleClosed(party, role, list.length - 1, until);
    }

    /// @inheritdoc IPartyRegistry
    function addKey(bytes32 party, address key) external onlyRole(REGISTRAR_ROLE) onlyRegistered(party) {
        _openKey(party, key, _now() + keyDelay);
    }

    /// @inheritdoc IPartyRegistry
    function closeKey(bytes32 party, address key) external onlyRole(REGISTRAR_ROLE) {
        _closeKey(party, key);
    }

    /// @inheritdoc IPartyRegistry
    function suspend(bytes32 party) external onlyRole(REGISTRAR_ROLE) onlyRegistered(party) {
        address[] storage list = _parties[party].keys;
        while (list.length > 0) _closeKey(party, list[list.length - 1]);
        // The party has no open key now. So only a registrar can add one, which waits like every other key.
        emit PartySuspended(party, _now());
    }

    // ------------------------------------------------------------------------------------------------- a party's own

    /// @inheritdoc IPartyRegistry
    function openOwnKey(bytes32 party, address key) external onlyOwnKey(party) {
        _openKey(party, key, _now() + keyDelay);
    }

    /// @inheritdoc IPartyRegistry
    function closeOwnKey(bytes32 party, address key) external onlyOwnKey(party) {
        _closeKey(party, key);
    }

    // ------------------------------------------------------------------------------------------------------- reading

    /// @inheritdoc IPartyRegistry
    function partyOf(string calldata identifier) external view returns (bytes32 party) {
        return _partyOf[keccak256(bytes(identifier))];
    }

    /// @inheritdoc IPartyRegistry
    function identifiers(bytes32 party) external view returns (string[] memory) {
        return _parties[party].identifiers;
    }

    /// @inheritdoc IPartyRegistry
    function keys(bytes32 party) external view returns (address[] memory) {
        return _parties[party].keys;
    }

    /// @inheritdoc IPartyRegistry
    function windows(bytes32 party, uint8 role) external view returns (Window[] memory) {
        return _roleWindows[party][role];
    }

    /// @inheritdoc IPartyRegistry
    function keyWindows(bytes32 party, address key) external view returns (Window[] memory) {
        return _keyWindows[party][key];
    }

    /// @inheritdoc IPartyRegistry
    function holds(bytes32 party, uint8 role, uint64 time) external view returns (bool) {
        return _spans(_roleWindows[party][role], time, time);
    }

    /// @inheritdoc IPartyRegistry
    function holdsRole(bytes32 party, uint8 roles, uint64 first, uint64 last) external view returns (bool) {
        if (roles > ALL_ROLES) revert InvalidRole(roles);
        for (uint8 role = 1; role <= roles; role <<= 1) {
            if (roles & role != 0 && _spans(_roleWindows[party][role], first, last)) return true;
        }
        return false;
    }

    /// @inheritdoc IPartyRegistry
    function holdsKey(bytes32 party, address key, uint64 first, uint64 last) public view returns (bool) {
        return _spans(_keyWindows[party][key], first, last);
    }

    // ---------------------------------------------------------------------------------------------------------- parts

    function _takeIdentifier(bytes32 party, string calldata identifier) private {
        if (!Identifiers.isValid(bytes(identifier))) revert InvalidIdentifier(identifier);
        bytes32 hash = keccak256(bytes(identifier));
        if (_partyOf[hash] != 0) revert IdentifierTaken(identifier, _partyOf[hash]);
        _partyOf[hash] = party;
        _parties[party].identifiers.push(identifier);
    }

    function _openRole(bytes32 party, uint8 role) private {
        if (role == 0 || role > ALL_ROLES || role & (role - 1) != 0) revert InvalidRole(role);
        _requireCompatible(party, role);
        Window[] storage list = _roleWindows[party][role];
        if (_isOpen(list)) revert RoleAlreadyOpen(party, role);
        list.push(Window({from: _now(), until: OPEN}));
        emit RoleOpened(party, role, list.length - 1, _now());
    }

    function _openKey(bytes32 party, address key, uint64 from) private {
        if (key == address(0)) revert InvalidKey(key);
        Window[] storage list = _keyWindows[party][key];
        if (_isOpen(list)) revert KeyAlreadyOpen(party, key);
        address[] storage open = _parties[party].keys;
        if (open.length == MAX_KEYS) revert TooManyKeys(party, MAX_KEYS);
        open.push(key);
        list.push(Window({from: from, until: OPEN}));
        emit KeyOpened(party, key, list.length - 1, from);
    }

    function _closeKey(bytes32 party, address key) private {
        Window[] storage list = _keyWindows[party][key];
        if (!_isOpen(list)) revert KeyNotOpen(party, key);
        uint64 until = _now();
        list[list.length - 1].until = until;
        _remove(_parties[party].keys, key);
        emit KeyClosed(party, key, list.length - 1, until);
    }

    function _remove(address[] storage list, address key) private {
        uint256 index = 0;
        while (list[index] != key) ++index;
        list[index] = list[list.length - 1];
        list.pop();
    }

    /// @dev Reverts while a role is open that `role` excludes. Roles open and close at once, so two such roles are never
    /// valid at the same time.
    function _requireCompatible(bytes32 party, uint8 role) private view {
        uint8 excluded =
            role & WRITERS != 0
                ? JUDGES
                : role & JUDGES != 0
                    ? WRITERS
                    : 0;
        for (uint8 other = 1; other <= excluded; other <<= 1) {
            if (excluded & other != 0 && _isOpen(_roleWindows[party][other])) {
                revert RoleExcluded(party, role, other);
            }
        }
    }

    /// @dev Whether the last window is open or waiting.
    function _isOpen(Window[] storage list) private view returns (bool) {
        return list.length > 0 && list[list.length - 1].until == OPEN;
    }

    /// @dev Whether one window covers both times. It tries the latest window first.
    function _spans(Window[] storage list, uint64 first, uint64 last) private view returns (bool) {
        for (uint256 index = list.length; index > 0; --index) {
            Window memory window = list[index - 1];
            if (window.from <= first && first < window.until && window.from <= last && last < window.until) {
                return true;
            }
        }
        return false;
    }
}
