// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryState} from "../types/Deliveries.sol";
import {DealRatings, RatingCategory, Standing} from "../types/Ratings.sol";
import {IDeliveryMonitor} from "./IDeliveryMonitor.sol";

/// @title IReputation
/// @notice What came of dealing with an account: ratings by those who dealt with it, and the conditions that it kept and broke
/// as its deliveries' sensors tell; deals in which nothing arrived count apart. Nobody has a role here.
/// @dev Must always hold: only a party of a closed delivery rates, and only the other party of it, once per side and deal; a
/// deal's conditions are counted once, for its seller. Sums at a past time never change.
///
/// A delivery is closed once it is `Confirmed`, `Settled` or `Failed`, and then never changes.
///
/// No rating can be bought by dealing with oneself: `Negotiation` refuses a deal of one account with itself, and so does this
/// contract. It knows accounts, not organisations. That two members are two organisations is what the consortium vouches for
/// when it admits them: one member each. Whoever admits an organisation twice lets it rate itself.
///
/// Errors are listed in the order in which they are checked.
interface IReputation {
    /// @notice `by` rated `account`, with which it had the deal.
    /// @param commentHash Of what `by` says about it elsewhere, or zero.
    event Rated(
        bytes32 indexed negotiation,
        address indexed account,
        address indexed by,
        uint8 score,
        RatingCategory category,
        bytes32 commentHash
    );
    /// @notice A closed deal was counted for its seller, with its conditions. Without an arrival it failed, and kept none.
    event DealCounted(
        bytes32 indexed negotiation,
        address indexed seller,
        bool hasArrived,
        uint16 keptConditions,
        uint16 brokenConditions
    );

    /// @notice The deal's delivery is not closed; `None` if there is none.
    error ReputationNotClosed(bytes32 negotiation, DeliveryState state);
    /// @notice Nobody deals with itself.
    error ReputationSameParty(bytes32 negotiation, address account);
    /// @notice Only the parties of the deal rate each other.
    error ReputationNotParty(bytes32 negotiation, address account);
    /// @notice A score is 1 to 5.
    error ReputationInvalidScore(uint8 score);
    /// @notice The party rated this deal before.
    error ReputationAlreadyRated(bytes32 negotiation, address account);
    /// @notice The deal is counted already.
    error ReputationAlreadyCounted(bytes32 negotiation);
    /// @notice What will be at a later time nobody knows.
    error ReputationNotYet(uint48 timestampS);

    /// @notice Rates the other party of a closed deal, and counts the deal's conditions if nobody did before. Parties only, once
    /// each.
    /// @dev Reverts with `ReputationNotClosed`, `ReputationSameParty`, `ReputationNotParty`, `ReputationInvalidScore`,
    /// `ReputationAlreadyRated`.
    /// @param negotiation Id of the deal in `Negotiation`.
    /// @param score 1, the worst, to 5.
    /// @param category What the rating is about.
    /// @param commentHash Of what the caller says about it elsewhere, or zero.
    function rate(bytes32 negotiation, uint8 score, RatingCategory category, bytes32 commentHash) external;

    /// @notice Counts the kept and broken conditions of a closed deal for its seller. Anyone may call, once per deal.
    /// @dev Reverts with `ReputationNotClosed`, `ReputationSameParty`, `ReputationAlreadyCounted`.
    /// @param negotiation Id of the deal in `Negotiation`.
    function count(bytes32 negotiation) external;

    /// @notice What was known of the account at the end of this second; of the present one, what is known so far. All zero of an
    /// account that nobody dealt with.
    /// @dev Reverts with `ReputationNotYet`.
    /// @param account Who is rated.
    /// @param timestampS Block time, Unix seconds, not in the future.
    function standingAt(address account, uint48 timestampS) external view returns (Standing memory);

    /// @notice How the account was rated in a category until the end of this second, as `standingAt`.
    /// @dev Reverts with `ReputationNotYet`.
    /// @param account Who is rated.
    /// @param category What the ratings are about.
    /// @param timestampS Block time, Unix seconds, not in the future.
    /// @return ratings How often.
    /// @return scoreSum Sum of what was given, 1 to 5 each.
    function ratingsAt(
        address account,
        RatingCategory category,
        uint48 timestampS
    ) external view returns (uint32 ratings, uint40 scoreSum);

    /// @notice What the parties of a deal said of each other; all zero if nobody rated or counted it.
    /// @param negotiation Id of the deal in `Negotiation`.
    function dealOf(bytes32 negotiation) external view returns (DealRatings memory);

    /// @notice Who tells what became of deals.
    function MONITOR() external view returns (IDeliveryMonitor);

    /// @notice Best score.
    function BEST_SCORE() external view returns (uint8);
}
