// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IEnergyToken
/// @notice ERC-20 with permit, pegged to money. Minted against a payment reference, once per reference, never above the
/// latest attestation of reserves.
/// @dev Trust: the treasurer receives the money; the auditor states what is in the bank. Both are roles of the authority.
interface IEnergyToken {
    /// @notice `amount` was minted to `to` for the payment `paymentReference`.
    event Minted(address indexed to, uint256 amount, bytes32 indexed paymentReference);
    /// @notice `amount` of money was attested, as read at `asOfS` in the report `reportHash`.
    event ReservesAttested(uint256 amount, uint48 asOfS, bytes32 reportHash);

    /// @notice The payment was minted before.
    error EnergyTokenReferenceUsed(bytes32 paymentReference);
    /// @notice A mint needs an amount and a reference.
    error EnergyTokenInvalidMint(uint256 amount, bytes32 paymentReference);
    /// @notice The mint would lift the supply above the attested reserves.
    error EnergyTokenReservesExceeded(uint256 supply, uint256 reserves);
    /// @notice An attestation is newer than the last and not of the future.
    error EnergyTokenInvalidAttestation(uint48 asOfS);

    /// @notice Mints against a payment. Treasurer only.
    function mint(address to, uint256 amount, bytes32 paymentReference) external;

    /// @notice Records the money held. Auditor only. A lower amount is recorded and stops minting.
    function attestReserves(uint256 amount, uint48 asOfS, bytes32 reportHash) external;

    /// @notice Latest attested money, in token units.
    function attestedReserves() external view returns (uint256);

    /// @notice When the latest attestation was read.
    function attestedAtS() external view returns (uint48);

    /// @notice ISO 4217 code of the money behind the token.
    function currency() external view returns (string memory);
}
