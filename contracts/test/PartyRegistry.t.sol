// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry, Window} from "../interfaces/IPartyRegistry.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {PartyRegistryHandler} from "./PartyRegistryHandler.sol";
import {Test} from "./Test.sol";

/// @notice Statements that are true of a registry after any sequence of calls.
contract PartyRegistryInvariants is Test {
    PartyRegistryHandler private _handler;

    function setUp() public {
        _handler = new PartyRegistryHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_aClosedWindowNeverOpensAgain() public view {
        claim(!_handler.reopened(), "a closed window stays closed");
    }

    function invariant_rolesThatExcludeEachOtherAreNeverOpenTogether() public view {
        for (uint256 index = 0; index < _handler.PARTIES(); ++index) {
            bytes32 party = _handler.parties(index);
            for (uint8 writer = 1; writer <= 2; writer <<= 1) {
                for (uint8 judge = 4; judge <= 16; judge <<= 1) _requireApart(party, writer, judge);
            }
        }
    }

    function invariant_aSuspendedPartyHasNoOpenKey() public view {
        uint64 time = uint64(_handler.time());
        PartyRegistry registry = _handler.registry();
        for (uint256 index = 0; index < _handler.PARTIES(); ++index) {
            bytes32 party = _handler.parties(index);
            if (!_handler.suspended(party) || _handler.isReadmitted(party)) continue;
            for (uint256 key = 0; key < _handler.KEYS(); ++key) {
                claim(!registry.holdsKey(party, _handler.keyOf(key), time, time), "no open key");
            }
        }
    }

    function invariant_onlyAnOpenKeyActsForItsParty() public view {
        claim(!_handler.actedWhileClosed(), "only open keys acted");
    }

    function invariant_everyKeyAfterTheFirstWaits() public view {
        claim(!_handler.openedEarly(), "no key opened before keyDelay");
    }

    function invariant_keysListsTheKeysThatAreOpenOrWaiting() public view {
        PartyRegistry registry = _handler.registry();
        for (uint256 index = 0; index < _handler.PARTIES(); ++index) {
            bytes32 party = _handler.parties(index);
            uint256 open = 0;
            for (uint256 key = 0; key < _handler.KEYS(); ++key) {
                Window[] memory list = registry.keyWindows(party, _handler.keyOf(key));
                if (list.length > 0 && list[list.length - 1].until == 2 ** 53 - 1) ++open;
            }
            claim(open <= 16 && open == registry.keys(party).length, "all open or waiting keys, at most 16");
        }
    }

    function _requireApart(bytes32 party, uint8 writer, uint8 judge) private view {
        Window[] memory ones = _handler.registry().windows(party, writer);
        Window[] memory others = _handler.registry().windows(party, judge);
        for (uint256 i = 0; i < ones.length; ++i) {
            for (uint256 j = 0; j < others.length; ++j) {
                uint64 from = ones[i].from > others[j].from ? ones[i].from : others[j].from;
                uint64 until = ones[i].until < others[j].until ? ones[i].until : others[j].until;
                claim(from >= until, "the two roles are never open at the same time");
            }
        }
    }
}

/// @notice Statements about single calls.
contract PartyRegistryTest is Test {
    address private constant ADMIN = address(0xad);
    address private constant REGISTRAR = address(0x4e);
    address private constant KEY = address(0x1001);
    uint64 private constant START = 1_735_689_600;

    PartyRegistry private _registry;
    bytes32 private _party;

    function setUp() public {
        vm.warp(START);
        _registry = new PartyRegistry(ADMIN, REGISTRAR, 1 days);
        vm.prank(REGISTRAR);
        _party = _registry.registerParty("urn:a", KEY, 1);
    }

    function testFuzz_aWindowIncludesItsStartAndNotItsEnd(uint32 lasts, uint32 first, uint32 last) public {
        lasts = uint32(bound(lasts, 0, 30 days));
        vm.warp(START + lasts);
        vm.prank(REGISTRAR);
        _registry.closeKey(_party, KEY);
        bool held = first < lasts && last < lasts;
        claim(
            _registry.holdsKey(_party, KEY, START + first, START + last) == held,
            "valid exactly when both times are inside"
        );
        claim(!_registry.holdsKey(_party, KEY, START - 1, START), "not when the first time is before it");
        claim(!_registry.holdsKey(_party, KEY, START, START - 1), "not when the last time is before it");
    }

    function testFuzz_aKeyClosedBeforeItOpensIsNeverValid(uint32 wait, uint64 time) public {
        vm.prank(KEY);
        _registry.openOwnKey(_party, address(0x1002));
        vm.warp(START + bound(wait, 0, 1 days - 1));
        vm.prank(REGISTRAR);
        _registry.closeKey(_party, address(0x1002));
        claim(!_registry.holdsKey(_party, address(0x1002), time, time), "valid at no time");
    }

    function testFuzz_twoWindowsDoNotCoverTheGapBetweenThem(uint32 gap) public {
        gap = uint32(bound(gap, 0, 30 days));
        vm.warp(START + 10);
        vm.prank(REGISTRAR);
        _registry.closeRole(_party, 1);
        vm.warp(START + 10 + gap);
        vm.prank(REGISTRAR);
        _registry.openRole(_party, 1);
        uint64 later = START + 10 + gap;
        claim(_registry.holdsRole(_party, 3, START + 9, START + 9), "the first window");
        claim(_registry.holdsRole(_party, 3, later, later), "the second window");
        claim(!_registry.holdsRole(_party, 3, START + 9, later), "no window covers both times");
    }

    function testFuzz_onlyARegistrarWrites(address sender, bytes32 party, uint8 role) public {
        vm.assume(sender != REGISTRAR);
        _refuses(sender, abi.encodeCall(_registry.registerParty, ("urn:b", sender, 1)));
        _refuses(sender, abi.encodeCall(_registry.addIdentifier, (_party, "urn:b")));
        _refuses(sender, abi.encodeCall(_registry.openRole, (party, role)));
        _refuses(sender, abi.encodeCall(_registry.closeRole, (_party, 1)));
        _refuses(sender, abi.encodeCall(_registry.addKey, (_party, sender)));
        _refuses(sender, abi.encodeCall(_registry.closeKey, (_party, KEY)));
        _refuses(sender, abi.encodeCall(_registry.suspend, (_party)));
        _refuses(sender, abi.encodeCall(_registry.proposeRegistrar, (sender)));
        _refuses(sender, abi.encodeCall(_registry.grantRole, (_registry.REGISTRAR_ROLE(), sender)));
        if (sender != KEY) _refuses(sender, abi.encodeCall(_registry.openOwnKey, (_party, sender)));
        if (sender != KEY) _refuses(sender, abi.encodeCall(_registry.closeOwnKey, (_party, KEY)));
        if (sender != ADMIN)
            _refuses(sender, abi.encodeCall(_registry.revokeRole, (_registry.REGISTRAR_ROLE(), REGISTRAR)));
    }

    function testFuzz_aProposalMustWaitForKeyDelay(uint32 wait) public {
        address candidate = address(0x2001);
        vm.prank(REGISTRAR);
        _registry.proposeRegistrar(candidate);
        vm.warp(START + wait);
        if (wait < 1 days) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPartyRegistry.ProposalWaits.selector,
                    candidate,
                    START + 1 days,
                    uint64(START + wait)
                )
            );
        }
        vm.prank(candidate);
        _registry.acceptRegistrar();
        claim(_registry.isRegistrar(candidate) == (wait >= 1 days), "a registrar only after the delay");
    }

    function _refuses(address sender, bytes memory data) private {
        vm.prank(sender);
        (bool done, ) = address(_registry).call(data);
        claim(!done, "the call is refused");
    }
}
