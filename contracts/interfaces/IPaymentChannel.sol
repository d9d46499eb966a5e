// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Direction} from "../types/Settlement.sol";
import {Channel, ChannelStatus, ChannelTerms, CooperativeClose, Voucher} from "../types/Channels.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {IEnergySettlement} from "./IEnergySettlement.sol";

/// @title IPaymentChannel
/// @notice Micro-payments between two parties for what one meter counts: deposits on chain, signed cumulative vouchers off
/// chain, one pay-out at the end. Nobody has a role here. Steps may be put together with `multicall`.
/// @dev Must always hold: a channel never pays more than was deposited into it, and pays out all of it; a newer voucher
/// (one of a higher amount) always wins. Rules, so that anyone can recompute them:
/// 1. A channel's id is the EIP-712 digest of its terms in this contract's domain, so it is of one chain, one contract, one
///    pair of parties and one salt, and opens once.
/// 2. A voucher's amount is at most `price × (registerWh − baseline) ÷ 1000`, rounded down, where the baseline is the
///    register that was settled when the channel opened. Registers are counted as `EnergySettlement.countedOf` does, without
///    the meter's corrections: a meter that is exchanged or read again owes what flowed, no more and no less. The highest
///    amount that was presented counts, for each direction; it can be presented by anyone, at any time until the end of the
///    challenge period.
/// 3. A close of one party is paid by what settlement shows when it is finalised: each direction is due
///    `min(promised, price × (settled register − baseline) ÷ 1000)`; the two are netted, and the difference is paid as far
///    as the deposit of its payer goes. A close of both parties is paid as they signed it.
/// 4. Pay-outs are credited and then withdrawn, so that no party can block the other.
/// Trust: `EnergySettlement` for registers, `DeviceRegistry` for who owns the meter at the opening, the token for its own
/// accounting (one that takes a fee on transfers would break it). A challenge period shorter than settlement lags behind
/// costs the payee what is not settled by then. Signatures of a contract wallet count as it says when they are presented: who
/// is promised money by one should present its vouchers now and then.
interface IPaymentChannel {
    /// @notice The parties opened a channel; vouchers count from these registers on.
    event ChannelOpened(
        bytes32 indexed channel,
        address indexed owner,
        address indexed partner,
        ChannelTerms terms,
        uint64 importBaselineWh,
        uint64 exportBaselineWh
    );
    /// @notice `amount` was added to the deposit of `party`.
    event ChannelDeposited(bytes32 indexed channel, address indexed party, uint128 amount);
    /// @notice `amount` is the most that the payer of `direction` is known to have promised.
    event VoucherPresented(bytes32 indexed channel, Direction indexed direction, uint64 registerWh, uint128 amount);
    /// @notice `party` closed alone. Newer vouchers answer it before `closesAtS`.
    event ChannelClosing(bytes32 indexed channel, address indexed party, uint48 closesAtS);
    /// @notice The deposits were credited to the parties, after these payments.
    event ChannelClosed(bytes32 indexed channel, uint128 paidByOwner, uint128 paidByPartner);
    /// @notice `account` was paid out.
    event Withdrawn(address indexed account, uint256 amount);

    /// @notice These terms opened a channel before.
    error PaymentChannelAlreadyOpened(bytes32 channel);
    /// @notice The signed terms were to open a channel before `openBeforeS`.
    error PaymentChannelOpeningExpired(bytes32 channel, uint48 openBeforeS);
    /// @notice A channel has two different parties and a price.
    error PaymentChannelInvalidTerms(address owner, address partner);
    /// @notice The challenge period is shorter than `MIN_CHALLENGE_S` or longer than `MAX_CHALLENGE_S`.
    error PaymentChannelInvalidPeriod(uint32 challengePeriodS);
    /// @notice The device is not an active meter of this account.
    error PaymentChannelNotMeterOwner(bytes32 meter, address account);
    /// @notice Settlement has no registers of the meter.
    error PaymentChannelMeterNotOpen(bytes32 meter);
    /// @notice The account did not sign this.
    error PaymentChannelInvalidSignature(bytes32 channel, address account);
    /// @notice The account is no party of the channel.
    error PaymentChannelNotParty(bytes32 channel, address account);
    /// @notice The channel is not in the status that the call needs; `None` for a channel that nobody opened.
    error PaymentChannelUnexpectedStatus(bytes32 channel, ChannelStatus status);
    /// @notice Vouchers answered a close until `closesAtS`.
    error PaymentChannelChallengeOver(bytes32 channel, uint48 closesAtS);
    /// @notice The close can be answered until `closesAtS`, and finalised from then on.
    error PaymentChannelChallengeOpen(bytes32 channel, uint48 closesAtS);
    /// @notice A voucher of at least this amount was presented before.
    error PaymentChannelVoucherNotNewer(bytes32 channel, Direction direction, uint128 promised, uint128 given);
    /// @notice The voucher's register justifies `limit` at most.
    error PaymentChannelAmountUnjustified(bytes32 channel, Direction direction, uint128 amount, uint256 limit);
    /// @notice More than a party deposited.
    error PaymentChannelDepositExceeded(bytes32 channel, uint128 paidByOwner, uint128 paidByPartner);
    /// @notice What both signed held until `expiresAtS`.
    error PaymentChannelCloseExpired(bytes32 channel, uint48 expiresAtS);
    /// @notice The account has no credit.
    error PaymentChannelNoCredit(address account);

    /// @notice Opens a channel to which both parties agree: each by its signature over the channel's id, or as the caller,
    /// whose own signature may be empty. Anyone may relay. The terms' owner must own the active meter, and the meter must be
    /// open in settlement.
    /// @return channel EIP-712 digest of the terms.
    function open(
        ChannelTerms calldata terms,
        bytes calldata ownerSignature,
        bytes calldata partnerSignature
    ) external returns (bytes32 channel);

    /// @notice Adds the caller's tokens to the deposit of `party`. Anyone may, until a close begins.
    function deposit(bytes32 channel, address party, uint128 amount) external;

    /// @notice Adds `party`'s own tokens to its deposit by its permit. Anyone may relay. A permit names no channel: a
    /// relayer could use it for another channel of the same party. One that somebody used before makes it revert.
    function depositWithPermit(
        bytes32 channel,
        address party,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Presents a voucher that the payer of its direction signed. Anyone may, before and during a challenge period.
    function present(Voucher calldata voucher, bytes calldata signature) external;

    /// @notice Starts the challenge period. Parties only.
    function close(bytes32 channel) external;

    /// @notice Ends an open or closing channel as both parties agree, as of `open`. Anyone may relay.
    function closeTogether(
        CooperativeClose calldata agreed,
        bytes calldata ownerSignature,
        bytes calldata partnerSignature
    ) external;

    /// @notice Credits the deposits by what was presented and what is settled. Anyone may, once the challenge period is over.
    function finalise(bytes32 channel) external;

    /// @notice Pays an account's whole credit out to it. Anyone may call.
    function withdraw(address account) external;

    /// @notice Id of the channel that these terms open.
    function idOf(ChannelTerms calldata terms) external view returns (bytes32 channel);

    /// @notice The channel; status `None` for an unknown one.
    function channelOf(bytes32 channel) external view returns (Channel memory);

    /// @notice What each party would pay if the channel were finalised as of now.
    function paymentsOf(bytes32 channel) external view returns (uint128 paidByOwner, uint128 paidByPartner);

    /// @notice Tokens that the account can withdraw.
    function creditOf(address account) external view returns (uint256);

    /// @notice What is paid with.
    function TOKEN() external view returns (IERC20);

    /// @notice Who owns meters.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice Whose registers bound what is paid.
    function SETTLEMENT() external view returns (IEnergySettlement);

    /// @notice Shortest challenge period, s.
    function MIN_CHALLENGE_S() external view returns (uint32);

    /// @notice Longest challenge period, s.
    function MAX_CHALLENGE_S() external view returns (uint32);
}
