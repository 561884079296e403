// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";
import {BatchHeader, Record} from "./interfaces/LedgerStructs.sol";
import {LedgerBounds} from "./LedgerBounds.sol";
import {LedgerChecks} from "./LedgerChecks.sol";
import {LedgerProof} from "./LedgerProof.sol";

/**
 * @title CarbonLedger
 * @notice Anchors one word per batch. {LedgerChecks} has the views that read it. See {ICarbonLedger}.
 */
contract CarbonLedger is ICarbonLedger, AccessControl, LedgerChecks {
    /// @dev The latest batch, in one storage slot. This and the batch's word are all that {anchor} must read.
    struct Latest {
        uint64 number;
        uint64 sealedAt;
        uint64 anchoredAt;
        bool closed;
    }

    /// @notice The role of accounts that may anchor. The admin grants it.
    bytes32 public constant ANCHOR_ROLE = keccak256("ANCHOR_ROLE");

    uint64 private constant LONGEST_DELAY = 365 days;

    /// @inheritdoc ICarbonLedger
    uint64 public immutable maxDelay;

    Latest private _latest;

    /// @inheritdoc ICarbonLedger
    address public successor;

    constructor(
        address admin,
        address anchorer,
        IPartyRegistry registry_,
        uint64 maxDelay_
    ) LedgerChecks(registry_) {
        if (admin == address(0)) revert InvalidAccount(admin);
        if (anchorer == address(0)) revert InvalidAccount(anchorer);
        if (maxDelay_ == 0 || maxDelay_ > LONGEST_DELAY) revert InvalidDelay(maxDelay_);
        maxDelay = maxDelay_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(ANCHOR_ROLE, anchorer);
    }

    // -------------------------------------------------------------------------------------------------------- writing

    /// @inheritdoc ICarbonLedger
    function anchor(BatchHeader calldata header) external onlyRole(ANCHOR_ROLE) {
        if (registry.isRegistrar(msg.sender)) revert RegistrarMayNotAnchor(msg.sender);
        bytes32 id = LedgerProof.hashHeader(header);
        Latest memory last = _latest;
        _requireNext(header, id, last);
        uint64 anchoredAt = uint64(block.timestamp);
        _requireTimely(header.sealedAt, last.sealedAt, anchoredAt);

        anchors[header.number] = LedgerProof.hashAnchor(id, anchoredAt);
        _latest = Latest({
            number: header.number,
            sealedAt: header.sealedAt,
            anchoredAt: anchoredAt,
            closed: false
        });
        emit BatchAnchored(
            header.number,
            id,
            header.records,
            header.recordCount,
            header.heads,
            header.sealedAt,
            anchoredAt
        );
    }

    /// @inheritdoc ICarbonLedger
    function notice(Record calldata record, string calldata statement, bytes calldata signature) external {
        bytes32 hash = LedgerProof.hashText(statement);
        if (hash != record.statement) revert WrongStatement(hash, record.statement);
        uint64 noticedAt = uint64(block.timestamp);
        (bytes32 id, address key) = _signer(record, signature);
        _requireAuthority(record, key, noticedAt, noticedAt);
        emit RecordNoticed(id, record.party, key, record, statement, signature, noticedAt);
    }

    /// @inheritdoc ICarbonLedger
    function close(address next) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (_latest.closed) revert LedgerClosed(successor);
        if (next == address(this)) revert InvalidAccount(next);
        _latest.closed = true;
        successor = next;
        emit LedgerEnded(_latest.number, next);
    }

    // ---------------------------------------------------------------------------------------------------------- state

    /// @inheritdoc ICarbonLedger
    function latest() external view returns (uint64) {
        return _latest.number;
    }

    /// @inheritdoc ICarbonLedger
    function latestBatch() external view returns (uint64 number, uint64 sealedAt, uint64 anchoredAt) {
        return (_latest.number, _latest.sealedAt, _latest.anchoredAt);
    }

    /// @inheritdoc ICarbonLedger
    function closed() external view returns (bool) {
        return _latest.closed;
    }

    // ---------------------------------------------------------------------------------------------------------- parts

    /// @dev Reverts unless the header follows the latest one. The latest header itself has an error of its own, which is
    /// checked first: a sender that crashed learns that the header is anchored, even if the ledger was closed since.
    function _requireNext(BatchHeader calldata header, bytes32 id, Latest memory last) private view {
        bytes32 word = anchors[last.number];
        if (last.number != 0 && header.number == last.number) {
            if (LedgerProof.hashAnchor(id, last.anchoredAt) == word) revert AlreadyAnchored(last.number, id);
        }
        if (last.closed) revert LedgerClosed(successor);
        if (header.number != last.number + 1) revert WrongNumber(header.number, last.number + 1);
        bool follows =
            last.number == 0
                ? header.previous == 0
                : LedgerProof.hashAnchor(header.previous, last.anchoredAt) == word;
        if (!follows) revert WrongPrevious(header.previous, last.number, last.anchoredAt, word);
        LedgerBounds.checkRecordCount(header.recordCount);
    }

    function _requireTimely(uint64 sealedAt, uint64 lastSealedAt, uint64 blockTime) private view {
        if (sealedAt < lastSealedAt) revert SealedBackwards(sealedAt, lastSealedAt);
        if (sealedAt >= blockTime) revert SealedAhead(sealedAt, blockTime);
        if (blockTime - sealedAt > maxDelay) revert SealedTooLate(sealedAt, blockTime, maxDelay);
    }
}
