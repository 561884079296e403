// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {
    Anchor,
    BatchHeader,
    Entry,
    Head,
    Holder,
    HolderProof,
    ICarbonLedger,
    Item,
    Receipt,
    Record,
    Sealed,
    StreamName
} from "./interfaces/ICarbonLedger.sol";
import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";
import {LedgerProof} from "./LedgerProof.sol";

/**
 * @title CarbonLedger
 * @notice Anchors one word a batch, and checks what was anchored. See {ICarbonLedger}.
 */
contract CarbonLedger is ICarbonLedger, AccessControl, EIP712 {
    /// @dev The latest batch in one slot: with the word of that batch it is all that the next one is held against.
    struct Latest {
        uint64 number;
        uint64 sealedAt;
        uint64 anchoredAt;
        bool closed;
    }

    /// @notice Who anchors; granted by the admin.
    bytes32 public constant ANCHOR_ROLE = keccak256("ANCHOR_ROLE");

    uint64 private constant LONGEST_DELAY = 365 days;

    /// @inheritdoc ICarbonLedger
    IPartyRegistry public immutable registry;

    /// @inheritdoc ICarbonLedger
    uint64 public immutable maxDelay;

    /// @inheritdoc ICarbonLedger
    mapping(uint64 number => bytes32 word) public anchors;

    Latest private _latest;

    /// @inheritdoc ICarbonLedger
    address public successor;

    constructor(
        address admin,
        address anchorer,
        IPartyRegistry registry_,
        uint64 maxDelay_
    ) EIP712("CarbonLedger", "1") {
        if (admin == address(0)) revert InvalidAccount(admin);
        if (anchorer == address(0)) revert InvalidAccount(anchorer);
        if (address(registry_).code.length == 0) revert InvalidAccount(address(registry_));
        if (maxDelay_ == 0 || maxDelay_ > LONGEST_DELAY) revert InvalidDelay(maxDelay_);
        registry = registry_;
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

    // --------------------------------------------------------------------------------------------------------- hashes

    /// @inheritdoc ICarbonLedger
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc ICarbonLedger
    function hashEntry(Entry calldata entry) external pure returns (bytes32) {
        LedgerProof.checkEntry(entry);
        return LedgerProof.hashEntry(entry);
    }

    /// @inheritdoc ICarbonLedger
    function hashRecord(Record calldata record) external pure returns (bytes32) {
        return _recordId(record);
    }

    /// @inheritdoc ICarbonLedger
    function hashSealed(Sealed calldata item) external pure returns (bytes32) {
        return LedgerProof.hashSealed(item.record, item.signature);
    }

    /// @inheritdoc ICarbonLedger
    function hashHeader(BatchHeader calldata header) external pure returns (bytes32) {
        LedgerProof.checkHeader(header);
        return LedgerProof.hashHeader(header);
    }

    /// @inheritdoc ICarbonLedger
    function hashHead(Head calldata head) external pure returns (bytes32) {
        LedgerProof.checkUint(head.sequence);
        return LedgerProof.hashHead(head.stream, head.sequence, head.record);
    }

    /// @inheritdoc ICarbonLedger
    function hashHolder(Holder calldata holder) external pure returns (bytes32) {
        return LedgerProof.hashHolder(holder.party, holder.streams);
    }

    /// @inheritdoc ICarbonLedger
    function hashStream(StreamName calldata stream) external pure returns (bytes32) {
        return _streamId(stream);
    }

    /// @inheritdoc ICarbonLedger
    function recordDigest(Record calldata record) external view returns (bytes32) {
        return _hashTypedDataV4(_recordId(record));
    }

    /// @inheritdoc ICarbonLedger
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32) {
        LedgerProof.checkUint(receipt.acceptedAt);
        LedgerProof.checkUint(receipt.anchorBy);
        return _hashTypedDataV4(LedgerProof.hashReceipt(receipt));
    }

    // --------------------------------------------------------------------------------------------------------- checks

    /// @inheritdoc ICarbonLedger
    function checkAnchor(Anchor calldata anchored) external view returns (bytes32 header) {
        return _anchored(anchored);
    }

    /// @inheritdoc ICarbonLedger
    function checkRecord(
        Record calldata record,
        bytes calldata signature,
        Anchor calldata anchored,
        bytes32[] calldata proof
    ) external view returns (bytes32 id, address key) {
        _anchored(anchored);
        (id, key) = _signer(record, signature);
        BatchHeader calldata header = anchored.header;
        LedgerProof.checkTree(
            header.records,
            LedgerProof.hashSealed(id, signature),
            proof,
            header.recordCount
        );
        _requireAuthority(record, key, header.sealedAt, anchored.anchoredAt);
    }

    /// @inheritdoc ICarbonLedger
    function checkEntry(
        Record calldata record,
        Entry calldata entry,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id) {
        id = _recordId(record);
        LedgerProof.checkEntry(entry);
        LedgerProof.checkPresence(
            record.entries,
            LedgerProof.hashText(entry.key),
            LedgerProof.hashEntry(entry),
            siblings
        );
    }

    /// @inheritdoc ICarbonLedger
    function checkEntryAbsence(
        Record calldata record,
        string calldata key,
        Item calldata end,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id) {
        id = _recordId(record);
        LedgerProof.checkKey(key);
        LedgerProof.checkAbsence(record.entries, LedgerProof.hashText(key), end, siblings);
    }

    /// @inheritdoc ICarbonLedger
    function checkHead(
        StreamName calldata stream,
        uint64 sequence,
        bytes32 id,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header) {
        LedgerProof.checkUint(sequence);
        bytes32 key = _streamId(stream);
        bytes32 leaf = LedgerProof.hashHead(key, sequence, id);
        LedgerProof.checkPresence(holder.streams, key, leaf, siblings);
        return _holder(stream.party, holder);
    }

    /// @inheritdoc ICarbonLedger
    function checkStreamAbsence(
        StreamName calldata stream,
        Item calldata end,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header) {
        LedgerProof.checkAbsence(holder.streams, _streamId(stream), end, siblings);
        return _holder(stream.party, holder);
    }

    /// @inheritdoc ICarbonLedger
    function checkHolderAbsence(
        bytes32 party,
        Item calldata end,
        bytes32[] calldata siblings,
        Anchor calldata anchored
    ) external view returns (bytes32 header) {
        LedgerProof.checkAbsence(anchored.header.heads, party, end, siblings);
        return _anchored(anchored);
    }

    // ---------------------------------------------------------------------------------------------------------- parts

    /// @dev Refuses a header that does not follow the last one. The latest header itself is told apart first, so that
    /// whoever resends it after a crash knows where it stands, even when the ledger has ended since.
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
        LedgerProof.checkRecordCount(header.recordCount);
    }

    function _requireTimely(uint64 sealedAt, uint64 lastSealedAt, uint64 blockTime) private view {
        if (sealedAt < lastSealedAt) revert SealedBackwards(sealedAt, lastSealedAt);
        if (sealedAt >= blockTime) revert SealedAhead(sealedAt, blockTime);
        if (blockTime - sealedAt > maxDelay) revert SealedTooLate(sealedAt, blockTime, maxDelay);
    }

    /// @dev Refuses a record of which not one and the same window of the key, and one of a role that may write its
    /// kind, holds at both times (§8).
    function _requireAuthority(
        Record calldata record,
        address key,
        uint64 sealedAt,
        uint64 anchoredAt
    ) private view {
        bytes32 party = record.party;
        if (!registry.holdsKey(party, key, sealedAt, anchoredAt)) {
            revert KeyNotHeld(party, key, sealedAt, anchoredAt);
        }
        uint8 roles = LedgerProof.writersOf(record.kind);
        if (!registry.holdsRole(party, roles, sealedAt, anchoredAt)) {
            revert RoleNotHeld(party, roles, sealedAt, anchoredAt);
        }
    }

    function _anchored(Anchor calldata anchored) private view returns (bytes32 id) {
        BatchHeader calldata header = anchored.header;
        LedgerProof.checkHeader(header);
        id = LedgerProof.hashHeader(header);
        bytes32 word = anchors[header.number];
        if (LedgerProof.hashAnchor(id, anchored.anchoredAt) != word) {
            revert NotAnchored(header.number, id, anchored.anchoredAt, word);
        }
    }

    function _holder(bytes32 party, HolderProof calldata holder) private view returns (bytes32) {
        bytes32 leaf = LedgerProof.hashHolder(party, holder.streams);
        LedgerProof.checkPresence(holder.anchor.header.heads, party, leaf, holder.siblings);
        return _anchored(holder.anchor);
    }

    /// @dev ECDSA refuses a length other than 65, a high s, and whatever `ecrecover` refuses: v, r, s out of range.
    function _signer(
        Record calldata record,
        bytes calldata signature
    ) private view returns (bytes32 id, address key) {
        id = _recordId(record);
        key = ECDSA.recoverCalldata(_hashTypedDataV4(id), signature);
    }

    function _recordId(Record calldata record) private pure returns (bytes32) {
        LedgerProof.checkRecord(record);
        return LedgerProof.hashRecord(record);
    }

    function _streamId(StreamName calldata stream) private pure returns (bytes32) {
        LedgerProof.checkStream(stream.kind, stream.subject);
        return LedgerProof.hashStream(stream);
    }
}
