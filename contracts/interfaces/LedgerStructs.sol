// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One entry of a record: a figure, a row or a document (§4). It is hashed as one leaf.
struct Entry {
    /// The name of the entry in its record, 1 to 256 characters.
    string key;
    /// The quantity is coefficient × 10^-scale, with |coefficient| < 10^38.
    int256 coefficient;
    /// The smallest scale that represents the quantity, 0 to 30.
    uint8 scale;
    /// UCUM code of at most 64 characters; empty when the entry is not a quantity.
    string unit;
    /// The period that the entry is about, in unix seconds: from <= t < until; (0, 0) when it is not stated.
    uint64 from;
    uint64 until;
    /// keccak256 of the canonical JSON that explains the entry, or zero.
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
    /// What the stream is about, 1 to 128 characters.
    string subject;
    /// The place in the stream, from 1.
    uint64 sequence;
    /// Id of the record before this one in the stream; zero when sequence is 1, and only then.
    bytes32 previous;
    /// Root of the entries map.
    bytes32 entries;
    /// Ids of the records that this one was made from, assures or answers: ascending, all different, at most 256.
    bytes32[] sources;
    /// keccak256 of the statement's canonical JSON.
    bytes32 statement;
}

/// @notice A record id with its signature: a leaf of a batch's tree (§6).
struct Sealed {
    bytes32 record;
    bytes signature;
}

/// @notice Header of a batch (§6).
struct BatchHeader {
    /// The number of the batch, from 1.
    uint64 number;
    /// Id of the header before this one; zero when number is 1, and only then.
    bytes32 previous;
    /// Root of the tree of sealed records.
    bytes32 records;
    /// The number of records, 1 to 2^31.
    uint32 recordCount;
    /// Root of the heads map after this batch.
    bytes32 heads;
    /// The time as of which the records were well signed, in unix seconds.
    uint64 sealedAt;
}

/// @notice The latest record of a stream (§7).
struct Head {
    bytes32 stream;
    uint64 sequence;
    bytes32 record;
}

/// @notice A party with the root of the map of its heads (§7). Holders are the items of the heads map.
struct Holder {
    bytes32 party;
    bytes32 streams;
}

/// @notice The operator's acknowledgement of a record, with the deadline for anchoring it (§9).
struct Receipt {
    bytes32 record;
    /// Unix seconds.
    uint64 acceptedAt;
    /// The deadline, in unix seconds.
    uint64 anchorBy;
}

/// @notice An item of a map (§3). As the end of a walk, two zeros mean that the walk ended at an empty place.
struct Item {
    bytes32 key;
    bytes32 leaf;
}

/// @notice The three values that name a stream (§5).
struct StreamName {
    bytes32 party;
    uint8 kind;
    string subject;
}

/// @notice A header with the time at which the ledger anchored it.
struct Anchor {
    BatchHeader header;
    /// The time of the block that anchored the header, in unix seconds.
    uint64 anchoredAt;
}

/// @notice Proves which heads a party had after a batch.
struct HolderProof {
    Anchor anchor;
    /// Root of the map of the party's heads.
    bytes32 streams;
    /// The siblings in the heads map, the deepest first.
    bytes32[] siblings;
}
