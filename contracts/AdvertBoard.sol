// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergyMarket} from "./interfaces/IEnergyMarket.sol";
import {Promised} from "./libraries/Promised.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";
import {Advert, AdvertQuery, AdvertState, AdvertTerms, ListedAdvert} from "./types/Market.sol";

/// @title AdvertBoard
/// @notice Keeps the adverts of `EnergyMarket`: what each meter has promised, and which can still be accepted.
/// @dev Open adverts are listed by the day of their end, from which they are taken once they are sold out or withdrawn. So a
/// reader finds all of them between today and the farthest day ahead, and what expired lies behind it without being touched.
abstract contract AdvertBoard is IEnergyMarket {
    using SafeCast for uint256;

    /// @inheritdoc IEnergyMarket
    uint256 public constant MAX_ADVERTS = 16;
    /// @inheritdoc IEnergyMarket
    uint256 public constant MAX_PAGE = 200;
    /// @inheritdoc IEnergyMarket
    uint48 public constant MAX_AHEAD_S = 366 days;

    /// @inheritdoc IEnergyMarket
    IDeviceRegistry public immutable DEVICES;

    /// @inheritdoc IEnergyMarket
    uint32 public advertCount;
    mapping(uint32 number => Advert) private _adverts;
    mapping(bytes32 exportMeter => uint32[MAX_ADVERTS] numbers) private _ofMeter;
    mapping(uint256 day => uint32[] numbers) private _endingOn;

    constructor(IDeviceRegistry devices) {
        DEVICES = devices;
    }

    /// @inheritdoc IEnergyMarket
    function advertOf(uint32 number) external view returns (Advert memory) {
        require(_adverts[number].owner != address(0), EnergyMarketNotOpen(number, AdvertState.Unknown));
        return _adverts[number];
    }

    /// @inheritdoc IEnergyMarket
    function advertsOf(bytes32 exportMeter) external view returns (uint32[16] memory numbers) {
        numbers = _ofMeter[exportMeter];
        for (uint256 i = 0; i < MAX_ADVERTS; ++i) {
            if (_promisedWh(numbers[i]) == 0) numbers[i] = 0;
        }
    }

    /// @inheritdoc IEnergyMarket
    function openAdverts(
        AdvertQuery calldata query
    ) external view returns (ListedAdvert[] memory page, uint32 nextDay, uint32 nextIndex) {
        uint256 left = query.limit < MAX_PAGE ? query.limit : MAX_PAGE;
        page = new ListedAdvert[](left);
        uint256 found = 0;
        uint256 day = _dayOf(uint48(block.timestamp));
        uint256 index = 0;
        if (query.day >= day) (day, index) = (query.day, query.index);
        uint256 lastDay = _dayOf(uint48(block.timestamp) + MAX_AHEAD_S);
        for (; day <= lastDay; (++day, index = 0)) {
            uint32[] storage numbers = _endingOn[day];
            for (uint256 length = numbers.length; index < length; (++index, --left)) {
                // `index` is below a length that fits `uint24`, and `day` below 2^48 seconds in days, which fits `uint32`.
                if (left == 0) return (_shortened(page, found), uint32(day), uint32(index));
                uint32 number = numbers[index];
                if (_isWanted(number, query)) page[found++] = ListedAdvert(number, _adverts[number]);
            }
        }
        return (_shortened(page, found), 0, 0);
    }

    /// @inheritdoc IEnergyMarket
    function stateOf(uint32 number) public view returns (AdvertState) {
        Advert storage advert = _adverts[number];
        AdvertTerms storage terms = advert.terms;
        if (advert.owner == address(0)) return AdvertState.Unknown;
        if (advert.isWithdrawn) return AdvertState.Withdrawn;
        if (block.timestamp + terms.settlementPeriodS > terms.endS) return AdvertState.Expired;
        if (advert.acceptedWh == terms.quantityWh) return AdvertState.SoldOut;
        return _isMeterOf(terms.exportMeter, advert.owner) ? AdvertState.Open : AdvertState.Halted;
    }

    /// @dev The advert, if it is open.
    function _openAdvert(uint32 number) internal view returns (Advert storage) {
        AdvertState state = stateOf(number);
        require(state == AdvertState.Open, EnergyMarketNotOpen(number, state));
        return _adverts[number];
    }

    /// @dev Who decides about the advert: whoever owns its meter now, even one that another owner advertised.
    function _ownerOf(uint32 number) internal view returns (address) {
        require(stateOf(number) != AdvertState.Unknown, EnergyMarketNotOpen(number, AdvertState.Unknown));
        return DEVICES.ownerOf(_adverts[number].terms.exportMeter);
    }

    /// @dev Refuses a promise that the connection cannot keep beside the meter's others.
    function _place(AdvertTerms calldata terms, address owner) internal returns (uint32 number) {
        (uint256 place, uint256 promisedWh, uint256 limitWh) = _review(terms);
        require(place < MAX_ADVERTS, EnergyMarketTooManyAdverts(terms.exportMeter));
        require(promisedWh == 0, EnergyMarketImplausible(terms.exportMeter, promisedWh, limitWh));

        number = ++advertCount;
        _adverts[number] = Advert(terms, owner, 0, 0, false);
        _list(number);
        _ofMeter[terms.exportMeter][place] = number;
        emit AdvertPlaced(number, terms.exportMeter, owner, terms);
    }

    function _setPrice(uint32 number, uint64 pricePerKWh) internal {
        _adverts[number].terms.pricePerKWh = pricePerKWh;
        emit AdvertRepriced(number, pricePerKWh);
    }

    /// @return remainingWh What is left.
    function _take(uint32 number, uint64 partWh) internal returns (uint64 remainingWh) {
        Advert storage advert = _adverts[number];
        advert.acceptedWh += partWh;
        remainingWh = advert.terms.quantityWh - advert.acceptedWh;
        if (remainingWh == 0) _unlist(advert);
    }

    /// @return remainingWh What is left, with what is given back.
    function _giveBack(uint32 number, uint64 partWh) internal returns (uint64 remainingWh) {
        Advert storage advert = _adverts[number];
        bool isListed = !advert.isWithdrawn && advert.acceptedWh != advert.terms.quantityWh;
        advert.acceptedWh -= partWh;
        remainingWh = advert.terms.quantityWh - advert.acceptedWh;
        if (!isListed && !advert.isWithdrawn) _list(number);
    }

    function _withdraw(uint32 number) internal {
        AdvertState state = stateOf(number);
        require(state == AdvertState.Open || state == AdvertState.Halted, EnergyMarketNotOpen(number, state));
        Advert storage advert = _adverts[number];

        advert.isWithdrawn = true;
        _unlist(advert);
        emit AdvertWithdrawn(number, advert.terms.quantityWh - advert.acceptedWh);
    }

    function _isMeterOf(bytes32 meter, address owner) internal view returns (bool) {
        Device memory d = DEVICES.deviceOf(meter);
        return d.kind == DeviceKind.Meter && d.status == DeviceStatus.Active && d.owner == owner;
    }

    function _list(uint32 number) private {
        Advert storage advert = _adverts[number];
        uint32[] storage listed = _endingOn[_dayOf(advert.terms.endS)];
        advert.listedAt = listed.length.toUint24();
        listed.push(number);
    }

    /// @dev The last one of the list takes the place of the one that goes.
    function _unlist(Advert storage advert) private {
        uint32[] storage listed = _endingOn[_dayOf(advert.terms.endS)];
        uint32 last = listed[listed.length - 1];
        listed[advert.listedAt] = last;
        _adverts[last].listedAt = advert.listedAt;
        listed.pop();
    }

    /// @return place A place that nothing is promised under; `MAX_ADVERTS` if there is none.
    /// @return promisedWh What would be promised for a stretch that is too short for it, Wh; zero if all can be kept.
    /// @return limitWh What the connection can feed in meanwhile, Wh.
    function _review(
        AdvertTerms calldata terms
    ) private view returns (uint256 place, uint256 promisedWh, uint256 limitWh) {
        uint32[MAX_ADVERTS] memory numbers = _ofMeter[terms.exportMeter];
        Promised.Energy[] memory promises = new Promised.Energy[](MAX_ADVERTS + 1);
        uint256 count = 0;
        place = MAX_ADVERTS;
        for (uint256 i = MAX_ADVERTS; i > 0; --i) {
            uint64 energyWh = _promisedWh(numbers[i - 1]);
            if (energyWh == 0) {
                place = i - 1;
                continue;
            }
            AdvertTerms storage other = _adverts[numbers[i - 1]].terms;
            promises[count++] = Promised.Energy(other.startS, other.endS, energyWh);
        }
        promises[count++] = Promised.Energy(terms.startS, terms.endS, terms.quantityWh);
        assembly ("memory-safe") {
            mstore(promises, count)
        }
        (promisedWh, limitWh) = Promised.findExcess(promises, terms.exportRatedW);
    }

    /// @dev What may still be delivered under an advert: after a withdrawal, what was accepted until then.
    function _promisedWh(uint32 number) private view returns (uint64) {
        Advert storage advert = _adverts[number];
        if (block.timestamp >= advert.terms.endS) return 0;
        return advert.isWithdrawn ? advert.acceptedWh : advert.terms.quantityWh;
    }

    function _isWanted(uint32 number, AdvertQuery calldata query) private view returns (bool) {
        Advert storage advert = _adverts[number];
        AdvertTerms storage terms = advert.terms;
        return
            terms.pricePerKWh <= query.maxPricePerKWh &&
            terms.quantityWh - advert.acceptedWh >= query.minRemainingWh &&
            stateOf(number) == AdvertState.Open;
    }

    function _shortened(ListedAdvert[] memory page, uint256 length) private pure returns (ListedAdvert[] memory) {
        assembly ("memory-safe") {
            mstore(page, length)
        }
        return page;
    }

    /// @dev `endS` itself is no longer of the window.
    function _dayOf(uint48 endS) private pure returns (uint256) {
        return (endS - 1) / 1 days;
    }
}
