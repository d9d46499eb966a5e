// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a rating is about.
enum RatingCategory {
    Quality,
    Punctuality,
    Communication,
    Payment
}

/// @notice What the two parties of a deal said of each other.
/// @param isCounted Whether the deal's conditions are counted.
/// @param scoreByBuyer What the buyer gave the seller, 1 to 5; zero before.
/// @param categoryByBuyer What that was about.
/// @param ratedByBuyerAtS Block time of it; zero before.
/// @param scoreBySeller What the seller gave the buyer, 1 to 5; zero before.
/// @param categoryBySeller What that was about.
/// @param ratedBySellerAtS Block time of it; zero before.
struct DealRatings {
    bool isCounted;
    uint8 scoreByBuyer;
    RatingCategory categoryByBuyer;
    uint48 ratedByBuyerAtS;
    uint8 scoreBySeller;
    RatingCategory categoryBySeller;
    uint48 ratedBySellerAtS;
}

/// @notice What is known of an account, all in sums so that anyone makes of it the score that it believes in.
/// @param ratings How often others rated it.
/// @param scoreSum Sum of what they gave, 1 to 5 each.
/// @param deals Closed deals in which it was the seller and the goods arrived, as far as they are counted.
/// @param failedDeals Closed deals in which it was the seller and nothing arrived, however they ended.
/// @param keptConditions Conditions that were watched and kept; none of deals in which nothing arrived.
/// @param brokenConditions Conditions that were broken, also where nothing arrived.
struct Standing {
    uint32 ratings;
    uint40 scoreSum;
    uint32 deals;
    uint32 failedDeals;
    uint32 keptConditions;
    uint32 brokenConditions;
}
