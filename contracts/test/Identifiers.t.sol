// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {LedgerProofHarness} from "./LedgerProofHarness.sol";
import {Test} from "./Test.sol";

/// @notice Identifiers have one spelling each (§2).
contract IdentifiersTest is Test {
    bytes private constant DIGITS_AND_UPPER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    bytes private constant USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    bytes private constant OTHERS = "abcdefghijklmnopqrstuvwxyz0123456789._:-";

    LedgerProofHarness private _harness;

    function setUp() public {
        _harness = new LedgerProofHarness();
    }

    function testFuzz_aLeiHasOneValidPairOfCheckDigits(uint256 seed) public view {
        bytes memory value = _draw(seed, DIGITS_AND_UPPER, 18);
        uint256 found = 0;
        for (uint256 check = 0; check < 100; ++check) {
            bytes memory digits = abi.encodePacked(uint8(0x30 + check / 10), uint8(0x30 + (check % 10)));
            if (_harness.isIdentifier(string.concat("lei:", string(value), string(digits)))) ++found;
        }
        claim(found == 1, "exactly one pair is valid");
    }

    function testFuzz_aUsccHasOneValidCheckCharacter(uint256 seed) public view {
        bytes memory value = _draw(seed, USCC, 17);
        uint256 found = 0;
        for (uint256 code = 0; code < 128; ++code) {
            string memory text = string.concat("uscc:", string(value), string(abi.encodePacked(uint8(code))));
            if (_harness.isIdentifier(text)) ++found;
        }
        claim(found == 1, "exactly one character is valid");
    }

    function testFuzz_anotherSchemeAcceptsOnlyItsCharacters(
        uint256 seed,
        uint8 size,
        uint8 where,
        bytes1 odd
    ) public view {
        uint256 length = bound(size, 1, 122);
        bytes memory value = _draw(seed, OTHERS, length);
        claim(_harness.isIdentifier(string.concat("s9:", string(value))), "all characters are of the set");
        bool known = false;
        for (uint256 index = 0; index < OTHERS.length; ++index) known = known || OTHERS[index] == odd;
        value[where % length] = odd;
        claim(
            _harness.isIdentifier(string.concat("s9:", string(value))) == known,
            "valid exactly when the changed character is of the set"
        );
    }

    function testFuzz_anIdentifierHasAtMost128Characters(uint256 seed, uint8 size) public view {
        bytes memory value = _draw(seed, OTHERS, uint256(size) + 1);
        claim(
            _harness.isIdentifier(string.concat("s:", string(value))) == (value.length + 2 <= 128),
            "valid exactly when at most 128 characters long"
        );
    }

    function testFuzz_aTextWithoutSchemeOrValueIsNotAnIdentifier(bytes32 text) public view {
        bytes memory letters = abi.encodePacked(text);
        for (uint256 index = 0; index < 32; ++index) {
            if (letters[index] == ":") letters[index] = "a";
        }
        claim(!_harness.isIdentifier(string(letters)), "no colon");
        claim(!_harness.isIdentifier(string.concat(":", string(letters))), "empty scheme");
        claim(!_harness.isIdentifier(string.concat(string(letters), ":")), "empty value");
    }

    function _draw(uint256 seed, bytes memory set, uint256 length) private pure returns (bytes memory text) {
        text = new bytes(length);
        for (uint256 index = 0; index < length; ++index) {
            text[index] = set[uint256(keccak256(abi.encode(seed, index))) % set.length];
        }
    }
}
