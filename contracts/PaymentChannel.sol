// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {IPaymentChannel} from "./interfaces/IPaymentChannel.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {Direction, Registers} from "./types/Settlement.sol";
import {Channel, ChannelStatus, ChannelTerms, CooperativeClose, Voucher} from "./types/Channels.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";

/// @title PaymentChannel
/// @notice See `IPaymentChannel`.
contract PaymentChannel is IPaymentChannel, EIP712, Multicall {
    using SafeERC20 for IERC20;

    bytes32 private constant TERMS_TYPEHASH = keccak256(
        "ChannelTerms(address owner,address partner,bytes32 meter,uint96 importPricePerKWh,uint96 exportPricePerKWh,"
        "uint32 challengePeriodS,uint48 openBeforeS,bytes32 salt)"
    );
    bytes32 private constant VOUCHER_TYPEHASH = keccak256(
        "Voucher(bytes32 channel,uint8 direction,uint64 registerWh,uint128 amount)"
    );
    bytes32 private constant CLOSE_TYPEHASH = keccak256(
        "CooperativeClose(bytes32 channel,uint128 paidByOwner,uint128 paidByPartner,uint48 expiresAtS)"
    );
    uint256 private constant WH_PER_KWH = 1000;

    /// @inheritdoc IPaymentChannel
    uint32 public constant MIN_CHALLENGE_S = 1 hours;
    /// @inheritdoc IPaymentChannel
    uint32 public constant MAX_CHALLENGE_S = 30 days;

    /// @inheritdoc IPaymentChannel
    IERC20 public immutable TOKEN;
    /// @inheritdoc IPaymentChannel
    IDeviceRegistry public immutable DEVICES;
    /// @inheritdoc IPaymentChannel
    IEnergySettlement public immutable SETTLEMENT;

    mapping(bytes32 id => Channel) private _channels;
    mapping(address account => uint256 amount) private _credits;

    constructor(
        IERC20 token,
        IDeviceRegistry devices,
        IEnergySettlement settlement
    ) EIP712("Wattproof PaymentChannel", "1") {
        TOKEN = token;
        DEVICES = devices;
        SETTLEMENT = settlement;
    }

    /// @inheritdoc IPaymentChannel
    function open(
        ChannelTerms calldata terms,
        bytes calldata ownerSignature,
        bytes calldata partnerSignature
    ) external returns (bytes32 channel) {
        channel = idOf(terms);
        require(_channels[channel].status == ChannelStatus.None, PaymentChannelAlreadyOpened(channel));
        require(block.timestamp < terms.openBeforeS, PaymentChannelOpeningExpired(channel, terms.openBeforeS));
        _requireTerms(terms);
        _requireAgreed(channel, channel, terms.owner, ownerSignature);
        _requireAgreed(channel, channel, terms.partner, partnerSignature);
        Registers memory settled = SETTLEMENT.countedOf(terms.meter);
        require(settled.importAtS != 0, PaymentChannelMeterNotOpen(terms.meter));

        Channel storage c = _channels[channel];
        (c.owner, c.importPricePerKWh) = (terms.owner, terms.importPricePerKWh);
        (c.partner, c.exportPricePerKWh) = (terms.partner, terms.exportPricePerKWh);
        c.meter = terms.meter;
        (c.importBaselineWh, c.exportBaselineWh) = (settled.importWh, settled.exportWh);
        (c.challengePeriodS, c.status) = (terms.challengePeriodS, ChannelStatus.Open);
        emit ChannelOpened(channel, terms.owner, terms.partner, terms, settled.importWh, settled.exportWh);
    }

    /// @inheritdoc IPaymentChannel
    function deposit(bytes32 channel, address party, uint128 amount) external {
        _deposit(channel, msg.sender, party, amount);
    }

    /// @inheritdoc IPaymentChannel
    function depositWithPermit(
        bytes32 channel,
        address party,
        uint128 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        IERC20Permit(address(TOKEN)).permit(party, address(this), amount, deadline, v, r, s);
        _deposit(channel, party, party, amount);
    }

    /// @inheritdoc IPaymentChannel
    function present(Voucher calldata voucher, bytes calldata signature) external {
        bytes32 channel = voucher.channel;
        Channel storage c = _channels[channel];
        ChannelStatus status = c.status;
        require(
            status == ChannelStatus.Open || status == ChannelStatus.Closing,
            PaymentChannelUnexpectedStatus(channel, status)
        );
        require(
            status == ChannelStatus.Open || block.timestamp < c.closesAtS,
            PaymentChannelChallengeOver(channel, c.closesAtS)
        );
        bool isImport = voucher.direction == Direction.Import;
        uint128 promised = isImport ? c.importPromised : c.exportPromised;
        require(
            voucher.amount > promised,
            PaymentChannelVoucherNotNewer(channel, voucher.direction, promised, voucher.amount)
        );
        uint256 limit =
            isImport
                ? _cost(c.importPricePerKWh, c.importBaselineWh, voucher.registerWh)
                : _cost(c.exportPricePerKWh, c.exportBaselineWh, voucher.registerWh);
        require(
            voucher.amount <= limit,
            PaymentChannelAmountUnjustified(channel, voucher.direction, voucher.amount, limit)
        );
        bytes32 structHash = keccak256(abi.encode(VOUCHER_TYPEHASH, voucher));
        _requireSigned(channel, _hashTypedDataV4(structHash), isImport ? c.owner : c.partner, signature);

        // The register is not kept: it justified the amount, so what is settled bounds the amount just as well.
        if (isImport) c.importPromised = voucher.amount;
        else c.exportPromised = voucher.amount;
        emit VoucherPresented(channel, voucher.direction, voucher.registerWh, voucher.amount);
    }

    /// @inheritdoc IPaymentChannel
    function close(bytes32 channel) external {
        Channel storage c = _channels[channel];
        require(c.status == ChannelStatus.Open, PaymentChannelUnexpectedStatus(channel, c.status));
        require(msg.sender == c.owner || msg.sender == c.partner, PaymentChannelNotParty(channel, msg.sender));

        uint48 closesAtS = uint48(block.timestamp) + c.challengePeriodS;
        (c.closesAtS, c.status) = (closesAtS, ChannelStatus.Closing);
        emit ChannelClosing(channel, msg.sender, closesAtS);
    }

    /// @inheritdoc IPaymentChannel
    function closeTogether(
        CooperativeClose calldata agreed,
        bytes calldata ownerSignature,
        bytes calldata partnerSignature
    ) external {
        bytes32 channel = agreed.channel;
        Channel storage c = _channels[channel];
        require(
            c.status == ChannelStatus.Open || c.status == ChannelStatus.Closing,
            PaymentChannelUnexpectedStatus(channel, c.status)
        );
        require(block.timestamp < agreed.expiresAtS, PaymentChannelCloseExpired(channel, agreed.expiresAtS));
        require(
            agreed.paidByOwner <= c.ownerDeposit && agreed.paidByPartner <= c.partnerDeposit,
            PaymentChannelDepositExceeded(channel, agreed.paidByOwner, agreed.paidByPartner)
        );
        bytes32 digest = _hashTypedDataV4(keccak256(abi.encode(CLOSE_TYPEHASH, agreed)));
        _requireAgreed(channel, digest, c.owner, ownerSignature);
        _requireAgreed(channel, digest, c.partner, partnerSignature);

        _payOut(channel, c, agreed.paidByOwner, agreed.paidByPartner);
    }

    /// @inheritdoc IPaymentChannel
    function finalise(bytes32 channel) external {
        Channel storage c = _channels[channel];
        require(c.status == ChannelStatus.Closing, PaymentChannelUnexpectedStatus(channel, c.status));
        require(block.timestamp >= c.closesAtS, PaymentChannelChallengeOpen(channel, c.closesAtS));

        (uint128 paidByOwner, uint128 paidByPartner) = paymentsOf(channel);
        _payOut(channel, c, paidByOwner, paidByPartner);
    }

    /// @inheritdoc IPaymentChannel
    function withdraw(address account) external {
        uint256 amount = _credits[account];
        require(amount != 0, PaymentChannelNoCredit(account));

        _credits[account] = 0;
        emit Withdrawn(account, amount);
        TOKEN.safeTransfer(account, amount);
    }

    /// @inheritdoc IPaymentChannel
    function channelOf(bytes32 channel) external view returns (Channel memory) {
        return _channels[channel];
    }

    /// @inheritdoc IPaymentChannel
    function creditOf(address account) external view returns (uint256) {
        return _credits[account];
    }

    /// @inheritdoc IPaymentChannel
    function idOf(ChannelTerms calldata terms) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(TERMS_TYPEHASH, terms)));
    }

    /// @inheritdoc IPaymentChannel
    function paymentsOf(bytes32 channel) public view returns (uint128 paidByOwner, uint128 paidByPartner) {
        Channel storage c = _channels[channel];
        Registers memory settled = SETTLEMENT.countedOf(c.meter);
        uint128 importDue = _least(c.importPromised, _cost(c.importPricePerKWh, c.importBaselineWh, settled.importWh));
        uint128 exportDue = _least(c.exportPromised, _cost(c.exportPricePerKWh, c.exportBaselineWh, settled.exportWh));
        if (importDue > exportDue) paidByOwner = _least(importDue - exportDue, c.ownerDeposit);
        else paidByPartner = _least(exportDue - importDue, c.partnerDeposit);
    }

    function _deposit(bytes32 channel, address from, address party, uint128 amount) private {
        Channel storage c = _channels[channel];
        require(c.status == ChannelStatus.Open, PaymentChannelUnexpectedStatus(channel, c.status));
        require(party == c.owner || party == c.partner, PaymentChannelNotParty(channel, party));

        if (party == c.owner) c.ownerDeposit += amount;
        else c.partnerDeposit += amount;
        emit ChannelDeposited(channel, party, amount);
        TOKEN.safeTransferFrom(from, address(this), amount);
    }

    /// @dev Each payment is within its payer's deposit, so nothing is lost and nothing is made.
    function _payOut(bytes32 channel, Channel storage c, uint128 paidByOwner, uint128 paidByPartner) private {
        c.status = ChannelStatus.Closed;
        _credits[c.owner] += uint256(c.ownerDeposit) - paidByOwner + paidByPartner;
        _credits[c.partner] += uint256(c.partnerDeposit) - paidByPartner + paidByOwner;
        emit ChannelClosed(channel, paidByOwner, paidByPartner);
    }

    function _requireTerms(ChannelTerms calldata terms) private view {
        require(
            terms.owner != terms.partner && (terms.importPricePerKWh != 0 || terms.exportPricePerKWh != 0),
            PaymentChannelInvalidTerms(terms.owner, terms.partner)
        );
        require(
            terms.challengePeriodS >= MIN_CHALLENGE_S && terms.challengePeriodS <= MAX_CHALLENGE_S,
            PaymentChannelInvalidPeriod(terms.challengePeriodS)
        );
        Device memory d = DEVICES.deviceOf(terms.meter);
        require(
            d.kind == DeviceKind.Meter && d.status == DeviceStatus.Active && d.owner == terms.owner,
            PaymentChannelNotMeterOwner(terms.meter, terms.owner)
        );
    }

    /// @dev Who sends the call itself agrees to it.
    function _requireAgreed(bytes32 channel, bytes32 digest, address party, bytes calldata signature) private view {
        if (party != msg.sender) _requireSigned(channel, digest, party, signature);
    }

    function _requireSigned(bytes32 channel, bytes32 digest, address party, bytes calldata signature) private view {
        require(PartySignature.isSigned(digest, party, signature), PaymentChannelInvalidSignature(channel, party));
    }

    /// @dev Cost of what flowed between two registers; a register before the baseline justifies nothing.
    function _cost(uint96 pricePerKWh, uint64 baselineWh, uint64 registerWh) private pure returns (uint256) {
        return registerWh <= baselineWh ? 0 : (uint256(pricePerKWh) * (registerWh - baselineWh)) / WH_PER_KWH;
    }

    function _least(uint128 amount, uint256 limit) private pure returns (uint128) {
        // Fits: it is no more than the amount.
        return limit < amount ? uint128(limit) : amount;
    }
}
