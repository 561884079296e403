// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/**
 * @title Identifiers
 * @notice Checks identifiers, `scheme:value` (§2). Each value has one spelling, so that no party has two.
 */
library Identifiers {
    uint256 private constant MAX_LENGTH = 128;
    bytes32 private constant LEI = keccak256("lei");
    bytes32 private constant USCC = keccak256("uscc");

    // Sets of ASCII characters. Bit c is set when the character with code c is in the set.
    uint256 private constant DIGITS = ((1 << 10) - 1) << 0x30;
    uint256 private constant LOWER = ((1 << 26) - 1) << 0x61;
    uint256 private constant UPPER = ((1 << 26) - 1) << 0x41;
    uint256 private constant PUNCTUATION = (1 << 0x2d) | (1 << 0x2e) | (1 << 0x3a) | (1 << 0x5f); // - . : _
    uint256 private constant USCC_LEFT_OUT =
        (1 << 0x49) | (1 << 0x4f) | (1 << 0x53) | (1 << 0x56) | (1 << 0x5a); // IOSVZ

    /// @dev Whether the text is an identifier: its length, the characters of its scheme, and check digits.
    function isValid(bytes calldata text) internal pure returns (bool) {
        if (text.length > MAX_LENGTH) return false;
        uint256 colon = 0;
        while (colon < text.length && text[colon] != ":") ++colon;
        if (colon == 0 || colon + 1 >= text.length) return false;
        bytes calldata scheme = text[:colon];
        bytes calldata value = text[colon + 1:];
        if (!consistsOf(scheme, LOWER | DIGITS)) return false;
        bytes32 name = keccak256(scheme);
        if (name == LEI) return isLei(value);
        if (name == USCC) return isUscc(value);
        return consistsOf(value, LOWER | DIGITS | PUNCTUATION);
    }

    /// @dev ISO 17442 (LEI): 18 of [0-9A-Z] and two check digits from 02 to 98, with mod 97-10 = 1.
    function isLei(bytes calldata value) private pure returns (bool) {
        if (value.length != 20) return false;
        if (!consistsOf(value[:18], DIGITS | UPPER) || !consistsOf(value[18:], DIGITS)) return false;
        uint256 check = alphanumeric(value[18]) * 10 + alphanumeric(value[19]);
        if (check < 2 || check > 98) return false;
        uint256 remainder = 0;
        for (uint256 index = 0; index < 20; ++index) {
            uint256 digit = alphanumeric(value[index]);
            remainder = (remainder * (digit < 10 ? 10 : 100) + digit) % 97;
        }
        return remainder == 1;
    }

    /// @dev GB 32100 (USCC): 18 of [0-9A-Z] without I, O, S, V, Z. The sum with weights 3^i must be 0 mod 31.
    function isUscc(bytes calldata value) private pure returns (bool) {
        if (value.length != 18 || !consistsOf(value, (DIGITS | UPPER) & ~USCC_LEFT_OUT)) return false;
        uint256 sum = 0;
        uint256 weight = 1;
        for (uint256 index = 0; index < 17; ++index) {
            sum += rankInUscc(value[index]) * weight;
            weight = (weight * 3) % 31;
        }
        // The check character is not weighted.
        return (sum + rankInUscc(value[17])) % 31 == 0;
    }

    /// @dev The value of a character: 0 to 9 for digits, 10 to 35 for A to Z.
    function alphanumeric(bytes1 character) private pure returns (uint256) {
        uint256 code = uint8(character);
        return code < 0x3a ? code - 0x30 : code - 0x41 + 10;
    }

    /// @dev The place of the character among the 31 characters of GB 32100, from 0.
    function rankInUscc(bytes1 character) private pure returns (uint256 rank) {
        rank = alphanumeric(character);
        uint256 code = uint8(character);
        for (uint256 before = 0x41; before < code; ++before) {
            if ((USCC_LEFT_OUT >> before) & 1 == 1) --rank;
        }
    }

    function consistsOf(bytes calldata text, uint256 set) private pure returns (bool) {
        for (uint256 index = 0; index < text.length; ++index) {
            if ((set >> uint8(text[index])) & 1 == 0) return false;
        }
        return true;
    }
}
