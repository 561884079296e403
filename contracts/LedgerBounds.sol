// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICarbonLedger} from "./interfaces/ICarbonLedger.sol";
import {BatchHeader, Entry, Record} from "./interfaces/LedgerStructs.sol";

/**
 * @title LedgerBounds
 * @notice The bounds of the protocol's structs that are not grammar (§2, §4 to §6), and who may write what (§8).
 * Functions that check revert with what they found wrong.
 */
library LedgerBounds {
    /// @dev Every uint64 is at most this (§2).
    uint64 private constant MAX_UINT = 2 ** 53 - 1;

    /// @dev |coefficient| is less than this (§2).
    int256 private constant COEFFICIENT_LIMIT = 10 ** 38;

    uint8 private constant MAX_SCALE = 30;
    uint256 private constant MAX_KEY_LENGTH = 256;
    uint256 private constant MAX_SUBJECT_LENGTH = 128;
    uint256 private constant MAX_UNIT_LENGTH = 64;
    uint256 private constant MAX_SOURCES = 256;
    uint32 private constant MAX_RECORDS = 2 ** 31;

    bytes32 private constant REPLAY = keccak256("replay");

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
        if (keccak256(bytes(record.subject)) == REPLAY && (record.kind < 4 || record.sources.length > 0)) {
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
}
