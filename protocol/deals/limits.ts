// What the contracts of deals take at most, so that whoever asks for more hears of it before anything is signed. Each is held
// against the contract that sets it.

/** Longest text of terms and notes, bytes of UTF-8: `MAX_TEXT_BYTES` of `Negotiation`. */
export const LONGEST_TEXT_BYTES = 1024;
/** Longest ciphertext of a round or a bid, bytes: `MAX_CIPHERTEXT_BYTES` of `Negotiation` and `Quotations`. */
export const LONGEST_CIPHERTEXT_BYTES = 16_384;
/** Most members that a request invites: `MAX_INVITED` of `Quotations`. */
export const MOST_INVITED = 64;
/** Most watches, most milestones and most lots of a plan: `MAX_ITEMS` of `DeliveryMonitor`. */
export const MOST_PLAN_ITEMS = 32;
/** Longest time in which a delivery's readings count, and longest time until it starts, s: `MAX_WINDOW_S`. */
export const LONGEST_WINDOW_S = 31_536_000;
/** Shortest time to confirm, s: `MIN_CONFIRM_S`. */
export const SHORTEST_CONFIRM_S = 3600;
/** Longest time to confirm, s: `MAX_CONFIRM_S`. */
export const LONGEST_CONFIRM_S = 31_536_000;
/** Most authors of an idea: `MAX_AUTHORS` of `Contributions`. */
export const MOST_AUTHORS = 32;
/** Most ideas that one builds on: `MAX_PARENTS` of `Contributions`. */
export const MOST_PARENTS = 16;
