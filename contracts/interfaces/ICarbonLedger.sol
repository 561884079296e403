// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPartyRegistry} from "./IPartyRegistry.sol";
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
} from "./LedgerStructs.sol";

/**
 * @title ICarbonLedger
 * @notice Stores one word per batch. It proves that a batch of signed records existed no later than a block. Sections
 * (§) are those of docs/spec/protocol.md; this interface is §8.
 *
 * Times are unix seconds as uint64, at most 2^53 - 1. Views take structs and compute every leaf themselves. A view
 * that checks something reverts with the error it found. Otherwise it returns the id of what it checked.
 */
interface ICarbonLedger {
    // ------------------------------------------------------------------------------------------------ administration

    /// @notice `delay` must be from 1 second to 365 days.
    error InvalidDelay(uint64 delay);

    /// @notice `account` cannot have this role: it is the zero address, has no code, or is this ledger itself.
    error InvalidAccount(address account);

    /// @notice The ledger is closed. `successor` continues it, zero when there is none.
    error LedgerClosed(address successor);

    // ------------------------------------------------------------------------------------------------------ anchoring

    /// @notice `sender` is a registrar. One account must not decide both who the parties are and what is anchored.
    error RegistrarMayNotAnchor(address sender);

    /// @notice The header is already the latest one. It was sent again; nothing changes.
    error AlreadyAnchored(uint64 number, bytes32 header);

    /// @notice `number` must be `expected`, the one after the latest.
    error WrongNumber(uint64 number, uint64 expected);

    /// @notice `previous` is not the header id of batch `latest`: with `anchoredAt` it does not hash to its `word`.
    error WrongPrevious(bytes32 previous, uint64 latest, uint64 anchoredAt, bytes32 word);

    /// @notice `sealedAt` must be at least `latestSealedAt`, the one of the latest header.
    error SealedBackwards(uint64 sealedAt, uint64 latestSealedAt);

    /// @notice `sealedAt` must be before the time of the block.
    error SealedAhead(uint64 sealedAt, uint64 blockTime);

    /// @notice The block is more than `maxDelay` seconds later than `sealedAt`.
    error SealedTooLate(uint64 sealedAt, uint64 blockTime, uint64 maxDelay);

    // --------------------------------------------------------------------------------------------------------- bounds

    /// @notice A number or time is greater than 2^53 - 1.
    error NumberTooLarge(uint64 value);

    /// @notice The `number` of a header must be at least 1.
    error InvalidNumber(uint64 number);

    /// @notice The `previous` of a header must be zero when its number is 1, and only then.
    error InvalidHeaderPrevious(uint64 number, bytes32 previous);

    /// @notice A batch must have 1 to 2^31 records.
    error InvalidRecordCount(uint32 recordCount);

    /// @notice `kind` must be from 1 to 5.
    error InvalidKind(uint8 kind);

    /// @notice A subject must have 1 to 128 characters.
    error InvalidSubjectLength(uint256 length);

    /// @notice Only a record of kind 4 or 5 without sources may have the subject `replay`.
    error InvalidReplay(uint8 kind, uint256 sources);

    /// @notice `sequence` must be at least 1. `previous` must be zero when it is 1, and only then.
    error InvalidSequence(uint64 sequence, bytes32 previous);

    /// @notice A record may have at most 256 sources.
    error TooManySources(uint256 count);

    /// @notice The source at `index` must be greater than the one before it.
    error SourcesNotAscending(uint256 index, bytes32 source);

    /// @notice An entry's key must have 1 to 256 characters.
    error InvalidKeyLength(uint256 length);

    /// @notice A unit may have at most 64 characters.
    error InvalidUnitLength(uint256 length);

    /// @notice (coefficient, scale) must be the canonical pair of a quantity, and (0, 0) where there is no unit.
    error InvalidQuantity(int256 coefficient, uint8 scale, string unit);

    /// @notice A period must have `from` < `until`, or be (0, 0) when it is not stated.
    error InvalidPeriod(uint64 from, uint64 until);

    // ------------------------------------------------------------------------------------------------------- evidence

    /// @notice `header` and `anchoredAt` do not give the word that the ledger holds for `number`.
    error NotAnchored(uint64 number, bytes32 header, uint64 anchoredAt, bytes32 word);

    /// @notice The proof has more than `most` siblings, more than this batch or a map can need.
    error ProofTooLong(uint256 length, uint256 most);

    /// @notice The deepest sibling of a map proof must not be zero: the item would be one level higher.
    error DeepestSiblingZero();

    /// @notice The proof gives the root `actual`, expected `expected`.
    error WrongRoot(bytes32 actual, bytes32 expected);

    /// @notice The walk along `key` can't end at an item with key `end`.
    error WrongEnd(bytes32 key, bytes32 end);

    /// @notice `party` has no window of `key` that covers both times.
    error KeyNotHeld(bytes32 party, address key, uint64 sealedAt, uint64 anchoredAt);

    /// @notice `party` has no window of a role in `roles` that covers both times. `roles` is a sum of role bits.
    error RoleNotHeld(bytes32 party, uint8 roles, uint64 sealedAt, uint64 anchoredAt);

    /// @notice The statement hashes to `actual`, the record expects `expected`.
    error WrongStatement(bytes32 actual, bytes32 expected);

    // --------------------------------------------------------------------------------------------------------- events

    /**
     * @notice A batch was anchored. The event holds all of its header but `previous`, the id of the header before.
     * @param header The id of the header.
     * @param anchoredAt The time of the block.
     */
    event BatchAnchored(
        uint64 indexed number,
        bytes32 indexed header,
        bytes32 records,
        uint32 recordCount,
        bytes32 heads,
        uint64 sealedAt,
        uint64 anchoredAt
    );

    /// @notice Somebody published a well-signed record, with or without the operator. The event holds all of it.
    event RecordNoticed(
        bytes32 indexed id,
        bytes32 indexed party,
        address indexed key,
        Record record,
        string statement,
        bytes signature,
        uint64 noticedAt
    );

    /// @notice The ledger was closed. `successor` continues it, zero when there is none.
    event LedgerEnded(uint64 indexed latest, address indexed successor);

    // -------------------------------------------------------------------------------------------------------- writing

    /**
     * @notice Anchors the next batch.
     *
     * Requirements:
     *
     * - the caller has ANCHOR_ROLE and is not a registrar;
     * - the ledger is not closed;
     * - `number` is the latest number plus one;
     * - `previous` is the id of the latest header;
     * - `recordCount` is 1 to 2^31;
     * - latest `sealedAt` <= `sealedAt` < block time <= `sealedAt` + maxDelay.
     *
     * Emits {BatchAnchored}.
     */
    function anchor(BatchHeader calldata header) external;

    /**
     * @notice Publishes a record that is well signed at the block's time, so that the operator cannot ignore it.
     * @param statement The canonical JSON whose hash is in the record.
     *
     * Emits {RecordNoticed}.
     */
    function notice(Record calldata record, string calldata statement, bytes calldata signature) external;

    /**
     * @notice Closes the ledger for ever. Only its admin may call this, once.
     * @param next The ledger that continues this one, zero when there is none.
     *
     * Emits {LedgerEnded}.
     */
    function close(address next) external;

    // ---------------------------------------------------------------------------------------------------------- state

    /// @notice The registry of the parties, their roles and keys.
    function registry() external view returns (IPartyRegistry);

    /// @notice The most seconds from `sealedAt` to the block that anchors the batch.
    function maxDelay() external view returns (uint64);

    /// @notice The word of batch `number`: keccak256(abi.encode(header id, uint64 anchoredAt)). Zero without a batch.
    function anchors(uint64 number) external view returns (bytes32);

    /// @notice The number of the latest batch, zero before the first.
    function latest() external view returns (uint64);

    /// @notice The number and times of the latest batch, zeros before the first.
    function latestBatch() external view returns (uint64 number, uint64 sealedAt, uint64 anchoredAt);

    /// @notice Whether the ledger is closed.
    function closed() external view returns (bool);

    /// @notice The ledger that continues this one, zero when there is none.
    function successor() external view returns (address);

    // --------------------------------------------------------------------------------------------------------- hashes

    /// @notice The EIP-712 domain separator of this ledger.
    function domainSeparator() external view returns (bytes32);

    /// @notice hashStruct(Entry). Checks the bounds of the entry first.
    function hashEntry(Entry calldata entry) external pure returns (bytes32);

    /// @notice hashStruct(Record), the record's id. Checks the bounds of the record first.
    function hashRecord(Record calldata record) external pure returns (bytes32);

    /// @notice hashStruct(Sealed), the leaf of a batch's tree.
    function hashSealed(Sealed calldata item) external pure returns (bytes32);

    /// @notice hashStruct(BatchHeader), the header's id. Checks the bounds of the header first.
    function hashHeader(BatchHeader calldata header) external pure returns (bytes32);

    /// @notice hashStruct(Head), the leaf of a map of heads.
    function hashHead(Head calldata head) external pure returns (bytes32);

    /// @notice hashStruct(Holder), the leaf of a map of holders.
    function hashHolder(Holder calldata holder) external pure returns (bytes32);

    /// @notice The id of a stream, which is the map key of its head.
    function hashStream(StreamName calldata stream) external pure returns (bytes32);

    /// @notice What a party signs: the EIP-712 digest of a record in this ledger's domain. Checks the bounds first.
    function recordDigest(Record calldata record) external view returns (bytes32);

    /// @notice What the operator signs: the EIP-712 digest of a receipt in this ledger's domain.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32);

    // --------------------------------------------------------------------------------------------------------- checks

    /// @notice Checks that this ledger anchored the header at `anchoredAt`. Returns the header's id.
    function checkAnchor(Anchor calldata anchored) external view returns (bytes32 header);

    /**
     * @notice Checks that the record is sealed in an anchored batch, and that one window of its key and one window of
     * a role that may write its kind each cover both `sealedAt` and `anchoredAt`. Returns the record's id and that key.
     * @param proof The siblings in the batch's tree, from the leaf up.
     */
    function checkRecord(
        Record calldata record,
        bytes calldata signature,
        Anchor calldata anchored,
        bytes32[] calldata proof
    ) external view returns (bytes32 id, address key);

    /**
     * @notice Checks that the record holds exactly this entry under its key. Returns the record's id. It does not check
     * the record itself: call {checkRecord} too.
     * @param siblings The siblings in the entries map, the deepest first.
     */
    function checkEntry(
        Record calldata record,
        Entry calldata entry,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id);

    /**
     * @notice Checks that the record holds nothing under `key`. Returns the record's id. It does not check the record
     * itself: call {checkRecord} too.
     * @param end The item at which the walk along the key ends.
     */
    function checkEntryAbsence(
        Record calldata record,
        string calldata key,
        Item calldata end,
        bytes32[] calldata siblings
    ) external pure returns (bytes32 id);

    /**
     * @notice Checks that after a batch, record `id` at `sequence` is the latest of the stream. Returns the id of the
     * batch's header. Heads are the operator's word until they are replayed (§7).
     * @param siblings The siblings in the map of the party's heads, the deepest first.
     */
    function checkHead(
        StreamName calldata stream,
        uint64 sequence,
        bytes32 id,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header);

    /// @notice Checks that after a batch, the party has heads but none of this stream. Returns the header's id.
    function checkStreamAbsence(
        StreamName calldata stream,
        Item calldata end,
        bytes32[] calldata siblings,
        HolderProof calldata holder
    ) external view returns (bytes32 header);

    /// @notice Checks that after a batch, the party has no head at all. Returns the header's id.
    function checkHolderAbsence(
        bytes32 party,
        Item calldata end,
        bytes32[] calldata siblings,
        Anchor calldata anchored
    ) external view returns (bytes32 header);
}
