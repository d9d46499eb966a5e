// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Promised
/// @notice Whether a connection can keep all that was promised of it.
library Promised {
    uint256 private constant HOUR_S = 3600;

    /// @notice `energyWh`, to be delivered at any time within `[startS, endS)`.
    struct Energy {
        uint48 startS;
        uint48 endS;
        uint64 energyWh;
    }

    /// @notice Looks for a stretch of time into which more energy is promised than `ratedW` can feed in. There is one if, and
    /// only if, the promises cannot all be kept; and it can be taken from one promise's start to another's end.
    /// @param promises The last one is new; those before it were found to be possible together. Sorted afterwards.
    /// @return promisedWh What lies wholly within such a stretch, Wh; zero if there is none.
    /// @return limitWh What `ratedW` can feed in meanwhile, Wh.
    function findExcess(
        Energy[] memory promises,
        uint32 ratedW
    ) internal pure returns (uint256 promisedWh, uint256 limitWh) {
        // Only stretches that hold the new promise can have become too full.
        Energy memory added = promises[promises.length - 1];
        _sortByEnd(promises);
        for (uint256 i = 0; i < promises.length; ++i) {
            uint48 startS = promises[i].startS;
            if (startS > added.startS) continue;
            promisedWh = 0;
            for (uint256 j = 0; j < promises.length; ++j) {
                Energy memory each = promises[j];
                if (each.startS < startS) continue;
                promisedWh += each.energyWh;
                if (each.endS < added.endS) continue;
                limitWh = (uint256(ratedW) * (each.endS - startS)) / HOUR_S;
                if (promisedWh > limitWh) return (promisedWh, limitWh);
            }
        }
        return (0, 0);
    }

    function _sortByEnd(Energy[] memory promises) private pure {
        for (uint256 i = 1; i < promises.length; ++i) {
            Energy memory moved = promises[i];
            uint256 j = i;
            for (; j > 0 && promises[j - 1].endS > moved.endS; --j) promises[j] = promises[j - 1];
            promises[j] = moved;
        }
    }
}
