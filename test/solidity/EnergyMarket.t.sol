// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyMarket} from "../../contracts/EnergyMarket.sol";
import {SupplyAgreements} from "../../contracts/SupplyAgreements.sol";
import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "../../contracts/interfaces/IEnergySettlement.sol";
import {Agreement} from "../../contracts/types/Agreements.sol";
import {Advert, AdvertQuery, AdvertState, ListedAdvert} from "../../contracts/types/Market.sol";
import {MarketHandler} from "./support/MarketHandler.sol";
import {TestHomes} from "./support/TestHomes.sol";
import {TestSettlement} from "./support/TestSettlement.sol";

/// What must always hold of `EnergyMarket`, driven by `MarketHandler`.
contract EnergyMarketTest {
    MarketHandler private _handler;

    function setUp() external {
        TestHomes homes = new TestHomes();
        TestSettlement settlement = new TestSettlement();
        SupplyAgreements agreements = new SupplyAgreements(
            IDeviceRegistry(address(homes)),
            IEnergySettlement(address(settlement))
        );
        _handler = new MarketHandler(new EnergyMarket(agreements), agreements, homes, settlement.TOKEN());
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: adverts are placed, accepted, cancelled and restored, and all agrees.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 40; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            uint8[6][3] memory adverts;
            uint8[6][6] memory parts;
            for (uint256 i = 0; i < 36; ++i) {
                if (i < 18) adverts[i / 6][i % 6] = uint8(dice[i % 32]);
                parts[i / 6][i % 6] = uint8(dice[(i + 7) % 32]);
            }
            _handler.advertise(adverts);
            _handler.accept(parts);
            _handler.cancel(uint8(dice[30]));
            _handler.restore(uint8(dice[30]));
            if (round % 4 == 3) _handler.pass(15 minutes);
        }
        assert(_handler.entries().length > 5 && _handler.deals().length > 5 && _handler.restored() > 2);
        this.invariant_DoesWhatTheBooksPermit();
        this.invariant_AgreementsAreWhatWasAccepted();
        this.invariant_TheListIsWhatIsOpen();
    }

    /// Whatever the books forbid is refused, and whatever they permit is done: among the former are an expired advert, a part
    /// larger than what is left, another price, and buying for somebody who did not ask for it.
    function invariant_DoesWhatTheBooksPermit() external view {
        assert(!_handler.broken());
    }

    function invariant_RemainingIsNeverNegative() external view {
        MarketHandler.Entry[] memory entries = _handler.entries();
        for (uint256 i = 0; i < entries.length; ++i) {
            Advert memory advert = _handler.market().advertOf(uint32(i + 1));
            assert(advert.acceptedWh <= advert.terms.quantityWh);
            assert(advert.acceptedWh == entries[i].acceptedWh && advert.terms.quantityWh == entries[i].quantityWh);
            assert(advert.terms.pricePerKWh == entries[i].price);
        }
    }

    /// The agreements add up to what was accepted, and each has the price that stood when its consumer named it.
    function invariant_AgreementsAreWhatWasAccepted() external view {
        MarketHandler.Entry[] memory entries = _handler.entries();
        MarketHandler.Deal[] memory deals = _handler.deals();
        uint256[] memory sums = new uint256[](entries.length);
        for (uint256 i = 0; i < deals.length; ++i) {
            Agreement memory a = _handler.agreements().agreementOf(deals[i].id);
            assert(a.pricePerKWh == deals[i].price && a.capWh == deals[i].partWh);
            sums[deals[i].advert] += a.capWh;
        }
        for (uint256 i = 0; i < entries.length; ++i) assert(sums[i] == entries[i].acceptedWh);
    }

    /// Read in pages of any size, the list holds every open advert once, and nothing else.
    function invariant_TheListIsWhatIsOpen() external view {
        MarketHandler.Entry[] memory entries = _handler.entries();
        bool[] memory listed = new bool[](entries.length);
        for (uint32 limit = 1; limit < 4; ++limit) {
            uint256 count = 0;
            AdvertQuery memory query = AdvertQuery(0, 0, limit, type(uint64).max, 0);
            do {
                ListedAdvert[] memory page;
                (page, query.day, query.index) = _handler.market().openAdverts(query);
                count += page.length;
                for (uint256 i = 0; i < page.length; ++i) listed[page[i].number - 1] = true;
            } while (query.day != 0);
            for (uint256 i = 0; i < entries.length; ++i) {
                assert(listed[i] == _handler.isOpen(entries[i]));
                assert(listed[i] == (_handler.market().stateOf(uint32(i + 1)) == AdvertState.Open));
                if (listed[i]) --count;
            }
            assert(count == 0);
        }
    }
}
