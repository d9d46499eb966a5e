import { id } from "ethers";
import { RATING_CATEGORIES, type RatingCategory } from "../../protocol/index.js";
import type { Stage } from "../stage.js";
import type { Closed } from "./closeDelivery.js";
import type { Member, Members } from "./members.js";
import type { Deal } from "./negotiate.js";
import type { RatingSummary } from "./options.js";

const BEST = 5;
const POOR = 2;

/** Both parties rate each other: the buyer the goods, the seller the payment. */
export async function rate(
  { contracts }: Stage,
  { buyer, seller }: Members,
  { negotiation }: Deal,
  { violations }: Closed,
): Promise<RatingSummary[]> {
  const give = async (by: Member, of: Member, category: RatingCategory, score: number, comment: string) => {
    const reputation = contracts.reputation.connect(by.account);
    const number = RATING_CATEGORIES.indexOf(category);
    await (await reputation.rate(negotiation, score, number, id(comment))).wait();
    return { by: by.name, of: of.name, category, score };
  };
  const [score, words] = violations === 0 ? [BEST, "As agreed."] : [POOR, "The goods were too warm."];
  return [
    await give(buyer, seller, "quality", score, words),
    await give(seller, buyer, "payment", BEST, "Paid as settled."),
  ];
}
