// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {CarbonLedger} from "../CarbonLedger.sol";
import {BatchHeader} from "../interfaces/LedgerStructs.sol";
import {PartyRegistry} from "../PartyRegistry.sol";
import {Test} from "./Test.sol";

/// @notice Makes valid and invalid calls to a ledger, and records what the invariants need.
contract CarbonLedgerHandler is Test {
    address public constant ADMIN = address(0xad);
    address public constant ANCHORER = address(0xa1);
    address public constant REGISTRAR = address(0x4e);

    CarbonLedger public ledger;

    /// @notice The word of each batch, as it was first stored.
    bytes32[] public words;
    bool public grewOtherwise;
    bool public anchoredOutOfTime;
    bool public anchoredByAnother;
    bool public anchoredAfterTheEnd;

    uint256 private _time = 1_735_689_600;
    BatchHeader private _last;
    bytes32 private _lastId;

    constructor() {
        vm.warp(_time);
        ledger = new CarbonLedger(ADMIN, ANCHORER, new PartyRegistry(ADMIN, REGISTRAR, 1 days), 6 hours);
        words.push(0);
    }

    /// @notice Anchors a valid next header, so that sequences of batches get long.
    function anchorNext(uint256 seed, uint16 wait, uint16 age) external {
        _time += bound(wait, 1, 12 hours);
        BatchHeader memory header = _following(seed, age);
        _anchor(header, ANCHORER);
    }

    /// @notice Sends a header with at least one defect, or one that was sent before.
    function anchorWrong(uint256 seed, uint8 defect, uint16 wait, uint16 age) external {
        _time += bound(wait, 0, 12 hours);
        BatchHeader memory header = _following(seed, age);
        uint256 which = defect % 10;
        address sender = ANCHORER;
        if (which == 0) header.number += uint64(bound(seed, 1, 3));
        if (which == 1) header.number = uint64(bound(seed, 0, _last.number));
        if (which == 2) header.previous = keccak256(abi.encode(seed));
        if (which == 3) header.recordCount = 0;
        if (which == 4) header.recordCount = 2 ** 31 + uint32(bound(seed, 1, 2 ** 31 - 1));
        if (which == 5) header.sealedAt = uint64(_time + bound(seed, 0, 1 days));
        if (which == 6) header.sealedAt = uint64(_time - 6 hours - 1 - bound(seed, 0, 1 days));
        if (which == 7) header = _last;
        if (which == 8) sender = seed % 2 == 0 ? REGISTRAR : address(uint160(bound(seed, 0x1000, 0xffff)));
        if (which == 9 && _last.number != 0)
            header.sealedAt = _last.sealedAt - uint64(bound(seed, 1, 1 hours));
        _anchor(header, sender);
    }

    /// @notice Sends any header that the fuzzer chooses.
    function anchorAny(BatchHeader calldata header) external {
        _anchor(header, ANCHORER);
    }

    /// @notice Gives the registrar ANCHOR_ROLE. A registrar must not be able to use it.
    function grantToRegistrar() external {
        bytes32 role = ledger.ANCHOR_ROLE();
        vm.prank(ADMIN);
        ledger.grantRole(role, REGISTRAR);
    }

    /// @notice Closes the ledger in one of eight calls; the others come from an account that may not.
    function close(uint256 seed, address next) external {
        vm.prank(seed % 8 == 0 ? ADMIN : ANCHORER);
        try ledger.close(next) {} catch {}
    }

    function _following(uint256 seed, uint16 age) private view returns (BatchHeader memory) {
        uint64 sealedAt = uint64(_time - bound(age, 1, 6 hours));
        return
            BatchHeader({
                number: _last.number + 1,
                previous: _lastId,
                records: keccak256(abi.encode(seed)),
                recordCount: uint32(bound(seed, 1, 2 ** 31)),
                heads: keccak256(abi.encode(seed, "heads")),
                sealedAt: sealedAt < _last.sealedAt ? _last.sealedAt : sealedAt
            });
    }

    function _anchor(BatchHeader memory header, address sender) private {
        vm.warp(_time);
        uint64 before = ledger.latest();
        bool ended = ledger.closed();
        vm.prank(sender);
        try ledger.anchor(header) {
            grewOtherwise = grewOtherwise || ledger.latest() != before + 1 || header.number != before + 1;
            anchoredAfterTheEnd = anchoredAfterTheEnd || ended;
            anchoredByAnother = anchoredByAnother || sender != ANCHORER;
            anchoredOutOfTime =
                anchoredOutOfTime ||
                header.sealedAt >= _time ||
                header.sealedAt + 6 hours < _time ||
                header.sealedAt < _last.sealedAt;
            _last = header;
            _lastId = ledger.hashHeader(header);
            words.push(keccak256(abi.encode(_lastId, uint64(_time))));
        } catch {
            grewOtherwise = grewOtherwise || ledger.latest() != before;
        }
    }
}
