/** What a rating is about, numbered as `RatingCategory` in contracts/types/Ratings.sol. */
export const RATING_CATEGORIES = ["quality", "punctuality", "communication", "payment"] as const;

export type RatingCategory = (typeof RATING_CATEGORIES)[number];
