// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One figure of a record (§4). Value, unit, period and detail are one leaf.
struct Entry {
    /// Names the figure in its record; 1 to 256 characters.
    string key;
    /// The quantity is coefficient × 10^-scale; |coefficient| < 10^38.
    int256 coefficient;
    /// 0 to 30, the smallest that represents the quantity.
    uint8 scale;
    /// UCUM code of at most 64 characters; empty when the entry is no quantity.
    string unit;
    /// Period that the figure is about, in unix seconds, half-open; (0, 0) when it is not stated.
    uint64 from;
    uint64 until;
    /// keccak256 of the canonical JSON that explains the figure, or zero.
    bytes32 detail;
    /// 32 random bytes, or zero in a public record.
    bytes32 salt;
}

/// @notice What a party signs (§5).
struct Record {
    /// keccak256 of the party's first registered identifier.
    bytes32 party;
    /// 1 dataset, 2 result, 3 disclosure, 4 assurance, 5 decision.
    uint8 kind;
    /// What the stream is about; 1 to 128 characters.
    string subject;
    /// Counts from 1 in the stream.
    uint64 sequence;
    /// Id of the record before it in the stream; zero exactly when sequence is 1.
    bytes32 previous;
    /// Root of the map of entries.
    bytes32 entries;
    /// Ids of the records that this one was made from; ascending, different, at most 256.
    bytes32[] sources;
    /// keccak256 of the statement's canonical JSON.
    bytes32 statement;
}

/// @notice A record with its signature, as it stands in a batch's tree (§6).
struct Sealed {
    bytes32 record;
    bytes signature;
}

/// @notice Header of a batch (§6).
struct BatchHeader {
    /// Counts from 1.
    uint64 number;
    /// Id of the header before it; zero exactly when number is 1.
    bytes32 previous;
    /// Root of the tree of sealed records.
    bytes32 records;
    /// 1 to 2^31.
    uint32 recordCount;
    /// Root of the map of holders after this batch.
    bytes32 heads;
    /// Unix seconds.
    uint64 sealedAt;
}

/// @notice The latest record of a stream (§7).
struct Head {
    bytes32 stream;
    uint64 sequence;
    bytes32 record;
}

/// @notice A party with the root of the map of its heads (§7).
struct Holder {
    bytes32 party;
    bytes32 streams;
}

/// @notice The operator's promise to anchor a record (§9).
struct Receipt {
    bytes32 record;
    /// Unix seconds.
    uint64 acceptedAt;
    /// Unix seconds.
    uint64 anchorBy;
}

/// @notice An item of a map (§3). As the end of a walk, both members zero mean that the walk ended at nothing.
struct Item {
    bytes32 key;
    bytes32 leaf;
}

/// @notice What names a stream (§5).
struct StreamName {
    bytes32 party;
    uint8 kind;
    string subject;
}

/// @notice A header with the time at which the ledger anchored it.
struct Anchor {
    BatchHeader header;
    /// Unix seconds: the time of the block that anchored the header.
    uint64 anchoredAt;
}

/// @notice Where a party stands among the holders of a batch.
struct HolderProof {
    Anchor anchor;
    /// Root of the map of the party's heads.
    bytes32 streams;
    /// Siblings in the map of holders, the deepest first.
    bytes32[] siblings;
}
