// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";

import {CarbonLedger} from "../CarbonLedger.sol";
import {ICarbonLedger} from "../interfaces/ICarbonLedger.sol";
import {BatchHeader, Record} from "../interfaces/LedgerStructs.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {CarbonLedgerHandler} from "./CarbonLedgerHandler.sol";
import {Test} from "./Test.sol";

/// @notice Statements that are true of a ledger after any sequence of calls.
contract CarbonLedgerInvariants is Test {
    CarbonLedgerHandler private _handler;

    function setUp() public {
        _handler = new CarbonLedgerHandler();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_latestGrowsByOne() public view {
        claim(!_handler.grewOtherwise(), "latest grows by one");
    }

    function invariant_aStoredWordNeverChanges() public view {
        CarbonLedger ledger = _handler.ledger();
        uint64 latest = ledger.latest();
        for (uint64 number = 0; number <= latest; ++number) {
            claim(ledger.anchors(number) == _handler.words(number), "the word that was stored first");
        }
        claim(ledger.anchors(latest + 1) == 0, "no word after the latest batch");
    }

    function invariant_sealedAtIsWithinItsBounds() public view {
        claim(!_handler.anchoredOutOfTime(), "sealedAt within its bounds");
    }

    function invariant_onlyTheAnchorerAnchors() public view {
        claim(!_handler.anchoredByAnother(), "only the anchorer, never a registrar");
    }

    function invariant_aClosedLedgerAnchorsNothing() public view {
        claim(!_handler.anchoredAfterTheEnd(), "nothing after close");
    }
}

/// @notice Statements about single calls.
contract CarbonLedgerTest is Test {
    address private constant ADMIN = address(0xad);
    address private constant ANCHORER = address(0xa1);
    address private constant REGISTRAR = address(0x4e);
    uint64 private constant START = 1_735_689_600;

    PartyRegistry private _registry;
    CarbonLedger private _ledger;

    function setUp() public {
        vm.warp(START);
        _registry = new PartyRegistry(ADMIN, REGISTRAR, 1 days);
        _ledger = new CarbonLedger(ADMIN, ANCHORER, _registry, 6 hours);
    }

    function testFuzz_sealedAtMustBeWithinMaxDelay(uint64 age) public {
        vm.warp(START + 30 days);
        BatchHeader memory header = _first(uint64(START + 30 days - bound(age, 0, 12 hours)));
        uint256 delay = START + 30 days - header.sealedAt;
        if (delay == 0) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICarbonLedger.SealedAhead.selector,
                    header.sealedAt,
                    uint64(block.timestamp)
                )
            );
        } else if (delay > 6 hours) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ICarbonLedger.SealedTooLate.selector,
                    header.sealedAt,
                    uint64(block.timestamp),
                    uint64(6 hours)
                )
            );
        }
        vm.prank(ANCHORER);
        _ledger.anchor(header);
    }

    function testFuzz_sendingTheLatestHeaderAgainHasItsOwnError(BatchHeader memory header) public {
        header.number = 1;
        header.previous = 0;
        header.sealedAt = START - 1;
        header.recordCount = uint32(bound(header.recordCount, 1, 2 ** 31));
        vm.prank(ANCHORER);
        _ledger.anchor(header);
        vm.warp(START + 365 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                ICarbonLedger.AlreadyAnchored.selector,
                uint64(1),
                _ledger.hashHeader(header)
            )
        );
        vm.prank(ANCHORER);
        _ledger.anchor(header);
        header.heads ^= bytes32(uint256(1));
        vm.expectRevert(abi.encodeWithSelector(ICarbonLedger.WrongNumber.selector, uint64(1), uint64(2)));
        vm.prank(ANCHORER);
        _ledger.anchor(header);
    }

    function testFuzz_onlyTheAnchorerMayAnchor(address sender) public {
        vm.assume(sender != ANCHORER);
        bytes32 role = _ledger.ANCHOR_ROLE();
        vm.expectRevert(
            abi.encodeWithSelector(IAccessControl.AccessControlUnauthorizedAccount.selector, sender, role)
        );
        vm.prank(sender);
        _ledger.anchor(_first(START - 1));
    }

    function testFuzz_aNoticeNeedsAKeyAndARoleOfItsParty(
        uint256 privateKey,
        uint256 other,
        uint8 kind
    ) public {
        privateKey = bound(privateKey, 1, ORDER - 1);
        other = bound(other, 1, ORDER - 1);
        vm.assume(privateKey != other);
        vm.prank(REGISTRAR);
        bytes32 party = _registry.registerParty("urn:a", vm.addr(privateKey), 1);
        Record memory record = _record(party, uint8(bound(kind, 1, 5)));
        bytes32 digest = _ledger.recordDigest(record);
        bytes memory signature = _sign(other, digest);
        vm.expectRevert(
            abi.encodeWithSelector(ICarbonLedger.KeyNotHeld.selector, party, vm.addr(other), START, START)
        );
        _ledger.notice(record, "{}", signature);
        signature = _sign(privateKey, digest);
        if (record.kind > 3) {
            uint8 roles = record.kind == 4 ? 4 : 24;
            vm.expectRevert(
                abi.encodeWithSelector(ICarbonLedger.RoleNotHeld.selector, party, roles, START, START)
            );
        }
        _ledger.notice(record, "{}", signature);
    }

    function testFuzz_aSignatureWithHighSOrWrongVIsRefused(uint256 privateKey) public {
        privateKey = bound(privateKey, 1, ORDER - 1);
        vm.prank(REGISTRAR);
        bytes32 party = _registry.registerParty("urn:a", vm.addr(privateKey), 1);
        Record memory record = _record(party, 1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, _ledger.recordDigest(record));
        bytes32 high = bytes32(ORDER - uint256(s));
        vm.expectRevert(abi.encodeWithSignature("ECDSAInvalidSignatureS(bytes32)", high));
        _ledger.notice(record, "{}", abi.encodePacked(r, high, v == 27 ? uint8(28) : uint8(27)));
        vm.expectRevert(abi.encodeWithSignature("ECDSAInvalidSignature()"));
        _ledger.notice(record, "{}", abi.encodePacked(r, s, v - 27));
    }

    function _first(uint64 sealedAt) private pure returns (BatchHeader memory) {
        return BatchHeader(1, 0, keccak256("records"), 1, keccak256("heads"), sealedAt);
    }

    function _record(bytes32 party, uint8 kind) private pure returns (Record memory) {
        return Record(party, kind, "inventory/2024", 1, 0, 0, new bytes32[](0), keccak256("{}"));
    }

    function _sign(uint256 privateKey, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(privateKey, digest);
        return abi.encodePacked(r, s, v);
    }
}
