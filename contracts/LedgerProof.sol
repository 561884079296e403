// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {
    BatchHeader,
    Entry,
    ICarbonLedger,
    Item,
    Receipt,
    Record,
    StreamName
} from "./interfaces/ICarbonLedger.sol";

/**
 * @title LedgerProof
 * @notice Hashes, bounds and the two structures of the protocol (§2 to §7). Functions that check revert with what they
 * found wrong.
 */
library LedgerProof {
    /// @dev Every uint64 is at most this (§2).
    uint64 internal constant MAX_UINT = 2 ** 53 - 1;

    /// @dev |coefficient| is less than this (§2).
    int256 internal constant COEFFICIENT_LIMIT = 10 ** 38;

    uint8 internal constant MAX_SCALE = 30;
    uint256 internal constant MAX_KEY_LENGTH = 256;
    uint256 internal constant MAX_SUBJECT_LENGTH = 128;
    uint256 internal constant MAX_UNIT_LENGTH = 64;
    uint256 internal constant MAX_SOURCES = 256;
    uint32 internal constant MAX_RECORDS = 2 ** 31;
    uint256 internal constant MAX_MAP_DEPTH = 256;

    bytes32 internal constant ENTRY_TYPEHASH = keccak256(
        "Entry(string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt)"
    );
    bytes32 internal constant RECORD_TYPEHASH = keccak256(
        "Record(bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement)"
    );
    bytes32 internal constant SEALED_TYPEHASH = keccak256("Sealed(bytes32 record,bytes signature)");
    bytes32 internal constant HEADER_TYPEHASH = keccak256(
        "BatchHeader(uint64 number,bytes32 previous,bytes32 records,uint32 recordCount,bytes32 heads,uint64 sealedAt)"
    );
    bytes32 internal constant ITEM_TYPEHASH = keccak256("Item(bytes32 key,bytes32 leaf)");
    bytes32 internal constant HEAD_TYPEHASH = keccak256(
        "Head(bytes32 stream,uint64 sequence,bytes32 record)"
    );
    bytes32 internal constant HOLDER_TYPEHASH = keccak256("Holder(bytes32 party,bytes32 streams)");
    bytes32 internal constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 record,uint64 acceptedAt,uint64 anchorBy)"
    );

    bytes32 internal constant REPLAY = keccak256("replay");

    // --------------------------------------------------------------------------------------------------------- hashes

    /// @dev hashStruct(Entry) (§4).
    function hashEntry(Entry calldata entry) internal pure returns (bytes32) {
        bytes32 key = hashText(entry.key);
        bytes32 unit = hashText(entry.unit);
        return
            keccak256(
                abi.encode(
                    ENTRY_TYPEHASH,
                    key,
                    entry.coefficient,
                    entry.scale,
                    unit,
                    entry.from,
                    entry.until,
                    entry.detail,
                    entry.salt
                )
            );
    }

    /// @dev hashStruct(Record), the record's id (§5).
    function hashRecord(Record calldata record) internal pure returns (bytes32) {
        bytes32 subject = hashText(record.subject);
        bytes32 sources = keccak256(abi.encodePacked(record.sources));
        return
            keccak256(
                abi.encode(
                    RECORD_TYPEHASH,
                    record.party,
                    record.kind,
                    subject,
                    record.sequence,
                    record.previous,
                    record.entries,
                    sources,
                    record.statement
                )
            );
    }

    /// @dev hashStruct(Sealed) (§6).
    function hashSealed(bytes32 record, bytes calldata signature) internal pure returns (bytes32) {
        return keccak256(abi.encode(SEALED_TYPEHASH, record, keccak256(signature)));
    }

    /// @dev hashStruct(BatchHeader), the header's id (§6).
    function hashHeader(BatchHeader calldata header) internal pure returns (bytes32) {
        return keccak256(abi.encode(HEADER_TYPEHASH, header));
    }

    /// @dev hashStruct(Item) (§3).
    function hashItem(bytes32 key, bytes32 leaf) internal pure returns (bytes32) {
        return keccak256(abi.encode(ITEM_TYPEHASH, key, leaf));
    }

    /// @dev hashStruct(Head) (§7).
    function hashHead(bytes32 stream, uint64 sequence, bytes32 record) internal pure returns (bytes32) {
        return keccak256(abi.encode(HEAD_TYPEHASH, stream, sequence, record));
    }

    /// @dev hashStruct(Holder) (§7).
    function hashHolder(bytes32 party, bytes32 streams) internal pure returns (bytes32) {
        return keccak256(abi.encode(HOLDER_TYPEHASH, party, streams));
    }

    /// @dev hashStruct(Receipt) (§9).
    function hashReceipt(Receipt calldata receipt) internal pure returns (bytes32) {
        return keccak256(abi.encode(RECEIPT_TYPEHASH, receipt));
    }

    /// @dev Id of a stream (§5).
    function hashStream(StreamName calldata stream) internal pure returns (bytes32) {
        return keccak256(abi.encode(stream.party, stream.kind, hashText(stream.subject)));
    }

    /// @dev keccak of the text's UTF-8; of an entry's key, its key in the map of entries (§4).
    function hashText(string calldata text) internal pure returns (bytes32) {
        return keccak256(bytes(text));
    }

    /// @dev The word that the ledger stores for a batch (§8).
    function hashAnchor(bytes32 header, uint64 anchoredAt) internal pure returns (bytes32) {
        return keccak256(abi.encode(header, anchoredAt));
    }

    // --------------------------------------------------------------------------------------------------------- bounds

    /// @dev Refuses an entry that is out of the bounds of §2 and §4; the grammar of its texts is not looked at.
    function checkEntry(Entry calldata entry) internal pure {
        checkKey(entry.key);
        checkQuantity(entry.coefficient, entry.scale, entry.unit);
        checkPeriod(entry.from, entry.until);
    }

    /// @dev Refuses a key whose length is not 1 to 256 (§2).
    function checkKey(string calldata key) internal pure {
        uint256 length = bytes(key).length;
        if (length == 0 || length > MAX_KEY_LENGTH) revert ICarbonLedger.InvalidKeyLength(length);
    }

    /// @dev Refuses a pair that is not canonical, or not (0, 0) where there is no unit (§2, §4).
    function checkQuantity(int256 coefficient, uint8 scale, string calldata unit) internal pure {
        uint256 length = bytes(unit).length;
        if (length > MAX_UNIT_LENGTH) revert ICarbonLedger.InvalidUnitLength(length);
        if (
            coefficient >= COEFFICIENT_LIMIT ||
            coefficient <= -COEFFICIENT_LIMIT ||
            scale > MAX_SCALE ||
            (scale > 0 && coefficient % 10 == 0) ||
            (length == 0 && coefficient != 0)
        ) {
            revert ICarbonLedger.InvalidQuantity(coefficient, scale, unit);
        }
        // A pair with coefficient 0 and a scale is not canonical, so without a unit the scale is 0 as well.
    }

    /// @dev Refuses a period that is neither half-open nor (0, 0) (§2).
    function checkPeriod(uint64 from, uint64 until) internal pure {
        checkUint(until);
        if (from >= until && (from | until) != 0) revert ICarbonLedger.InvalidPeriod(from, until);
    }

    /// @dev Refuses a record that is out of the bounds of §2 and §5; the grammar of its subject is not looked at.
    function checkRecord(Record calldata record) internal pure {
        checkStream(record.kind, record.subject);
        checkUint(record.sequence);
        if (record.sequence == 0 || (record.sequence == 1) != (record.previous == 0)) {
            revert ICarbonLedger.InvalidSequence(record.sequence, record.previous);
        }
        if (hashText(record.subject) == REPLAY && (record.kind < 4 || record.sources.length > 0)) {
            revert ICarbonLedger.InvalidReplay(record.kind, record.sources.length);
        }
        checkSources(record.sources);
    }

    /// @dev Refuses a kind that there is not, or a subject whose length is not 1 to 128 (§2, §5).
    function checkStream(uint8 kind, string calldata subject) internal pure {
        if (kind == 0 || kind > 5) revert ICarbonLedger.InvalidKind(kind);
        uint256 length = bytes(subject).length;
        if (length == 0 || length > MAX_SUBJECT_LENGTH) revert ICarbonLedger.InvalidSubjectLength(length);
    }

    /// @dev Refuses sources that are more than 256, or not ascending (§5).
    function checkSources(bytes32[] calldata sources) internal pure {
        if (sources.length > MAX_SOURCES) revert ICarbonLedger.TooManySources(sources.length);
        for (uint256 index = 1; index < sources.length; ++index) {
            if (sources[index - 1] >= sources[index]) {
                revert ICarbonLedger.SourcesNotAscending(index, sources[index]);
            }
        }
    }

    /// @dev Refuses a header that is out of the bounds of §6.
    function checkHeader(BatchHeader calldata header) internal pure {
        checkUint(header.number);
        checkUint(header.sealedAt);
        if (header.number == 0) revert ICarbonLedger.InvalidNumber(header.number);
        if ((header.number == 1) != (header.previous == 0)) {
            revert ICarbonLedger.InvalidHeaderPrevious(header.number, header.previous);
        }
        checkRecordCount(header.recordCount);
    }

    /// @dev Refuses a count of records that is not 1 to 2^31 (§6).
    function checkRecordCount(uint32 recordCount) internal pure {
        if (recordCount == 0 || recordCount > MAX_RECORDS)
            revert ICarbonLedger.InvalidRecordCount(recordCount);
    }

    /// @dev Refuses a number beyond 2^53 - 1 (§2).
    function checkUint(uint64 value) internal pure {
        if (value > MAX_UINT) revert ICarbonLedger.NumberTooLarge(value);
    }

    /// @dev The roles, added, that may write a kind of record (§8).
    function writersOf(uint8 kind) internal pure returns (uint8 roles) {
        if (kind <= 2) return 1 | 2; // dataset, result: company, provider
        if (kind == 3) return 1; // disclosure: company
        if (kind == 4) return 4; // assurance: auditor
        return 8 | 16; // decision: exchange, regulator
    }

    // ----------------------------------------------------------------------------------------------------- structures

    /// @dev Refuses a leaf that the proof does not show in the tree of `recordCount` leaves (§3, §6).
    function checkTree(
        bytes32 root,
        bytes32 leaf,
        bytes32[] calldata proof,
        uint32 recordCount
    ) internal pure {
        checkRecordCount(recordCount);
        uint256 most = Math.log2(recordCount, Math.Rounding.Ceil);
        if (proof.length > most) revert ICarbonLedger.ProofTooLong(proof.length, most);
        checkRoot(MerkleProof.processProofCalldata(proof, leaf), root);
    }

    /// @dev Refuses an item that the siblings do not show in the map (§3).
    function checkPresence(
        bytes32 root,
        bytes32 key,
        bytes32 leaf,
        bytes32[] calldata siblings
    ) internal pure {
        checkRoot(climb(key, hashItem(key, leaf), siblings), root);
    }

    /// @dev Refuses a key whose absence from the map the end of the walk along it does not show (§3).
    function checkAbsence(
        bytes32 root,
        bytes32 key,
        Item calldata end,
        bytes32[] calldata siblings
    ) internal pure {
        bytes32 node;
        if (end.key != 0 || end.leaf != 0) {
            uint256 difference = uint256(end.key ^ key);
            // The item's key shares every bit that was walked, and is another key.
            if (
                difference == 0 ||
                difference >> (MAX_MAP_DEPTH - Math.min(siblings.length, MAX_MAP_DEPTH)) != 0
            ) {
                revert ICarbonLedger.WrongEnd(key, end.key);
            }
            node = hashItem(end.key, end.leaf);
        }
        checkRoot(climb(key, node, siblings), root);
    }

    /// @dev The root that `node` at the depth of its siblings gives, on the way of `key` (§3).
    function climb(
        bytes32 key,
        bytes32 node,
        bytes32[] calldata siblings
    ) internal pure returns (bytes32 root) {
        uint256 depth = siblings.length;
        if (depth > MAX_MAP_DEPTH) revert ICarbonLedger.ProofTooLong(depth, MAX_MAP_DEPTH);
        if (depth > 0 && siblings[0] == 0) revert ICarbonLedger.DeepestSiblingZero();
        root = node;
        // Bit d of the key, the most significant being 0, is at position 255 - d; the deepest sibling is at depth - 1.
        uint256 bits = uint256(key) >> (MAX_MAP_DEPTH - depth);
        for (uint256 index = 0; index < depth; ++index) {
            root =
                (bits >> index) & 1 == 0
                    ? Hashes.efficientKeccak256(root, siblings[index])
                    : Hashes.efficientKeccak256(siblings[index], root);
        }
    }

    function checkRoot(bytes32 actual, bytes32 expected) private pure {
        if (actual != expected) revert ICarbonLedger.WrongRoot(actual, expected);
    }
}
