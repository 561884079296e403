// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {BatchHeader, Entry, Item, Receipt, Record, StreamName} from "./interfaces/LedgerStructs.sol";
import {LedgerBounds} from "./LedgerBounds.sol";

/**
 * @title LedgerProof
 * @notice Computes the hashes of the protocol (§3 to §9), and checks proofs in its tree and its maps (§3).
 */
library LedgerProof {
    uint256 private constant MAX_MAP_DEPTH = 256;

    bytes32 private constant ENTRY_TYPEHASH = keccak256(
        "Entry(string key,int256 coefficient,uint8 scale,string unit,uint64 from,uint64 until,bytes32 detail,bytes32 salt)"
    );
    bytes32 private constant RECORD_TYPEHASH = keccak256(
        "Record(bytes32 party,uint8 kind,string subject,uint64 sequence,bytes32 previous,bytes32 entries,bytes32[] sources,bytes32 statement)"
    );
    bytes32 private constant SEALED_TYPEHASH = keccak256("Sealed(bytes32 record,bytes signature)");
    bytes32 private constant HEADER_TYPEHASH = keccak256(
        "BatchHeader(uint64 number,bytes32 previous,bytes32 records,uint32 recordCount,bytes32 heads,uint64 sealedAt)"
    );
    bytes32 private constant ITEM_TYPEHASH = keccak256("Item(bytes32 key,bytes32 leaf)");
    bytes32 private constant HEAD_TYPEHASH = keccak256("Head(bytes32 stream,uint64 sequence,bytes32 record)");
    bytes32 private constant HOLDER_TYPEHASH = keccak256("Holder(bytes32 party,bytes32 streams)");
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 record,uint64 acceptedAt,uint64 anchorBy)"
    );

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

    /// @dev The id of a stream (§5).
    function hashStream(StreamName calldata stream) internal pure returns (bytes32) {
        return keccak256(abi.encode(stream.party, stream.kind, hashText(stream.subject)));
    }

    /// @dev keccak256 of the text's UTF-8. For an entry's key this is its map key in the entries map (§4).
    function hashText(string calldata text) internal pure returns (bytes32) {
        return keccak256(bytes(text));
    }

    /// @dev The word that the ledger stores for a batch (§8).
    function hashAnchor(bytes32 header, uint64 anchoredAt) internal pure returns (bytes32) {
        return keccak256(abi.encode(header, anchoredAt));
    }

    // ----------------------------------------------------------------------------------------------------- structures

    /// @dev Reverts unless the proof shows the leaf in the tree of `recordCount` leaves (§3, §6).
    function checkTree(
        bytes32 root,
        bytes32 leaf,
        bytes32[] calldata proof,
        uint32 recordCount
    ) internal pure {
        LedgerBounds.checkRecordCount(recordCount);
        uint256 most = Math.log2(recordCount, Math.Rounding.Ceil);
        if (proof.length > most) revert ICarbonLedger.ProofTooLong(proof.length, most);
        checkRoot(MerkleProof.processProofCalldata(proof, leaf), root);
    }

    /// @dev Reverts unless the siblings show the item in the map (§3).
    function checkPresence(
        bytes32 root,
        bytes32 key,
        bytes32 leaf,
        bytes32[] calldata siblings
    ) internal pure {
        checkRoot(climb(key, hashItem(key, leaf), siblings), root);
    }

    /// @dev Reverts unless the end of the walk along the key shows that the key is absent from the map (§3).
    function checkAbsence(
        bytes32 root,
        bytes32 key,
        Item calldata end,
        bytes32[] calldata siblings
    ) internal pure {
        bytes32 node;
        if (end.key != 0 || end.leaf != 0) {
            uint256 difference = uint256(end.key ^ key);
            // The item at the end has another key, which shares all the bits walked.
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

    /// @dev The root that follows from `node` and its siblings along the path of `key` (§3).
    function climb(
        bytes32 key,
        bytes32 node,
        bytes32[] calldata siblings
    ) internal pure returns (bytes32 root) {
        uint256 depth = siblings.length;
        if (depth > MAX_MAP_DEPTH) revert ICarbonLedger.ProofTooLong(depth, MAX_MAP_DEPTH);
        if (depth > 0 && siblings[0] == 0) revert ICarbonLedger.DeepestSiblingZero();
        root = node;
        // Bit d of the key is at position 255 - d: bit 0 is the most significant. The deepest sibling belongs to bit
        // depth - 1.
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
