// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Window} from "../interfaces/IPartyRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {Test} from "./Test.sol";

/// @notice Makes valid and invalid calls to a registry of three parties, and records what the invariants need.
contract PartyRegistryHandler is Test {
    address public constant ADMIN = address(0xad);
    uint256 public constant PARTIES = 3;
    uint256 public constant KEYS = 20;
    uint256 public constant ROLES = 6;
    uint64 public constant DELAY = 1 days;

    /// @notice A window of a key that a registrar added.
    struct Added {
        address key;
        uint256 index;
    }

    PartyRegistry public registry;
    bytes32[] public parties;
    uint256 public time = 1_735_689_600;
    bool public reopened;
    bool public actedWhileClosed;
    bool public openedEarly;

    mapping(bytes32 name => Window[] list) private _seen;
    mapping(bytes32 party => bool happened) public suspended;
    /// @notice The keys that registrars added since the party's last suspension.
    mapping(bytes32 party => Added[] windows) private _added;

    address private _registrar = address(0x4e);

    constructor() {
        vm.warp(time);
        registry = new PartyRegistry(ADMIN, _registrar, DELAY);
        for (uint256 index = 0; index < PARTIES; ++index) {
            vm.prank(_registrar);
            parties.push(
                registry.registerParty(string(abi.encodePacked("urn:", uint8(0x61 + index))), keyOf(index), 0)
            );
        }
        _remember();
    }

    function openRole(uint8 party, uint8 role, uint24 wait) external {
        _pass(wait);
        vm.prank(_registrar);
        try registry.openRole(parties[party % PARTIES], roleOf(role)) {} catch {}
        _remember();
    }

    function closeRole(uint8 party, uint8 role, uint24 wait) external {
        _pass(wait);
        vm.prank(_registrar);
        try registry.closeRole(parties[party % PARTIES], roleOf(role)) {} catch {}
        _remember();
    }

    function addKey(uint8 which, uint8 key, uint24 wait) external {
        _pass(wait);
        bytes32 party = parties[which % PARTIES];
        vm.prank(_registrar);
        try registry.addKey(party, keyOf(key)) {
            _added[party].push(Added(keyOf(key), registry.keyWindows(party, keyOf(key)).length - 1));
            _checkWaits(party, keyOf(key));
        } catch {}
        _remember();
    }

    function closeKey(uint8 party, uint8 key, uint24 wait) external {
        _pass(wait);
        vm.prank(_registrar);
        try registry.closeKey(parties[party % PARTIES], keyOf(key)) {} catch {}
        _remember();
    }

    function openOwnKey(uint8 which, uint8 sender, uint8 key, uint24 wait) external {
        _pass(wait);
        bytes32 party = parties[which % PARTIES];
        bool open = registry.holdsKey(party, keyOf(sender), uint64(time), uint64(time));
        vm.prank(keyOf(sender));
        try registry.openOwnKey(party, keyOf(key)) {
            actedWhileClosed = actedWhileClosed || !open;
            _checkWaits(party, keyOf(key));
        } catch {}
        _remember();
    }

    function closeOwnKey(uint8 which, uint8 sender, uint8 key, uint24 wait) external {
        _pass(wait);
        bytes32 party = parties[which % PARTIES];
        bool open = registry.holdsKey(party, keyOf(sender), uint64(time), uint64(time));
        vm.prank(keyOf(sender));
        try registry.closeOwnKey(party, keyOf(key)) {
            actedWhileClosed = actedWhileClosed || !open;
        } catch {}
        _remember();
    }

    function suspend(uint8 which, uint24 wait) external {
        _pass(wait);
        bytes32 party = parties[which % PARTIES];
        vm.prank(_registrar);
        registry.suspend(party);
        suspended[party] = true;
        delete _added[party];
        _remember();
    }

    function keyOf(uint256 index) public pure returns (address) {
        return address(uint160(0x1000 + (index % KEYS)));
    }

    function roleOf(uint256 index) public pure returns (uint8) {
        return uint8(1 << (index % ROLES));
    }

    /// @notice Whether a key that a registrar added since the party's suspension is or was open.
    function isReadmitted(bytes32 party) external view returns (bool) {
        for (uint256 index = 0; index < _added[party].length; ++index) {
            Added memory added = _added[party][index];
            Window memory window = registry.keyWindows(party, added.key)[added.index];
            if (window.from <= time && window.from < window.until) return true;
        }
        return false;
    }

    function _pass(uint24 wait) private {
        time += bound(wait, 0, 2 * DELAY);
        vm.warp(time);
    }

    function _checkWaits(bytes32 party, address key) private {
        Window[] memory list = registry.keyWindows(party, key);
        openedEarly = openedEarly || list[list.length - 1].from != time + DELAY;
    }

    function _remember() private {
        for (uint256 index = 0; index < PARTIES; ++index) {
            bytes32 party = parties[index];
            for (uint256 role = 0; role < ROLES; ++role) {
                _compare(keccak256(abi.encode(party, role)), registry.windows(party, roleOf(role)));
            }
            for (uint256 key = 0; key < KEYS; ++key) {
                _compare(keccak256(abi.encode(party, keyOf(key))), registry.keyWindows(party, keyOf(key)));
            }
        }
    }

    /// @dev Sets `reopened` unless closed windows are unchanged, open ones are unchanged or were closed in this block,
    /// and the list grew by at most one.
    function _compare(bytes32 name, Window[] memory now_) private {
        Window[] storage seen = _seen[name];
        reopened = reopened || now_.length < seen.length || now_.length > seen.length + 1;
        for (uint256 index = 0; index < seen.length && index < now_.length; ++index) {
            Window memory was = seen[index];
            Window memory is_ = now_[index];
            bool same = was.from == is_.from && was.until == is_.until;
            bool justClosed = was.from == is_.from && was.until == 2 ** 53 - 1 && is_.until == time;
            reopened = reopened || !(same || justClosed);
            seen[index] = is_;
        }
        if (now_.length > seen.length) seen.push(now_[now_.length - 1]);
    }
}
