// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {IPartyRegistry} from "./interfaces/IPartyRegistry.sol";
import {
    Anchor,
    BatchHeader,
    Entry,
    Head,
    Holder,
    HolderProof,
    Item,
    Receipt,
    Record,
    Sealed,
    StreamName
} from "./interfaces/LedgerStructs.sol";
import {LedgerBounds} from "./LedgerBounds.sol";
import {LedgerProof} from "./LedgerProof.sol";

/**
 * @title LedgerChecks
 * @notice The views of a ledger: they hash structs, and check evidence against what is anchored. See {ICarbonLedger}.
 */
abstract contract LedgerChecks is ICarbonLedger, EIP712 {
    /// @inheritdoc ICarbonLedger
    IPartyRegistry public immutable registry;

    /// @inheritdoc ICarbonLedger
    mapping(uint64 number => bytes32 word) public anchors;

    constructor(IPartyRegistry registry_) EIP712("CarbonLedger", "1") {
        if (address(registry_).code.length == 0) revert InvalidAccount(address(registry_));
        registry = registry_;
    }

    // --------------------------------------------------------------------------------------------------------- hashes

    /// @inheritdoc ICarbonLedger
    function domainSeparator() external view returns (bytes32) {
        return _domainSeparatorV4();
    }

    /// @inheritdoc ICarbonLedger
    function hashEntry(Entry calldata entry) external pure returns (bytes32) {
        LedgerBounds.checkEntry(entry);
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
        LedgerBounds.checkHeader(header);
        return LedgerProof.hashHeader(header);
    }

    /// @inheritdoc ICarbonLedger
    function hashHead(Head calldata head) external pure returns (bytes32) {
        LedgerBounds.checkUint(head.sequence);
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
        LedgerBounds.checkUint(receipt.acceptedAt);
        LedgerBounds.checkUint(receipt.anchorBy);
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
        LedgerBounds.checkEntry(entry);
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
        LedgerBounds.checkKey(key);
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
        LedgerBounds.checkUint(sequence);
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

    /// @dev Reverts unless one key window and one role window each cover both times. The role must be one that may
    /// write the record's kind (§8).
    function _requireAuthority(
        Record calldata record,
        address key,
        uint64 sealedAt,
        uint64 anchoredAt
    ) internal view {
        bytes32 party = record.party;
        if (!registry.holdsKey(party, key, sealedAt, anchoredAt)) {
            revert KeyNotHeld(party, key, sealedAt, anchoredAt);
        }
        uint8 roles = LedgerBounds.writersOf(record.kind);
        if (!registry.holdsRole(party, roles, sealedAt, anchoredAt)) {
            revert RoleNotHeld(party, roles, sealedAt, anchoredAt);
        }
    }

    function _anchored(Anchor calldata anchored) private view returns (bytes32 id) {
        BatchHeader calldata header = anchored.header;
        LedgerBounds.checkHeader(header);
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

    /// @dev ECDSA reverts on a length other than 65, on a high s, and on anything that `ecrecover` rejects: v, r or s
    /// out of range.
    function _signer(
        Record calldata record,
        bytes calldata signature
    ) internal view returns (bytes32 id, address key) {
        id = _recordId(record);
        key = ECDSA.recoverCalldata(_hashTypedDataV4(id), signature);
    }

    function _recordId(Record calldata record) private pure returns (bytes32) {
        LedgerBounds.checkRecord(record);
        return LedgerProof.hashRecord(record);
    }

    function _streamId(StreamName calldata stream) private pure returns (bytes32) {
        LedgerBounds.checkStream(stream.kind, stream.subject);
        return LedgerProof.hashStream(stream);
    }
}
