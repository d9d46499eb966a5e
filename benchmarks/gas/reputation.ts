import { fresh, nextBlockAt, nowS } from "../../test/support/chain/chain.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { CATEGORY, COMMENT, court } from "../../test/support/chain/reputation.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

const RATINGS = 1_000;

/** Ratings of a seller by its buyers. What one costs does not depend on how many there were. */
export async function reputationRows(): Promise<Row[]> {
  const { reputation, buyer, seller, end } = await fresh(court);
  const rate = async (by: typeof buyer, deal: string) => {
    // Ratings of one second share a place in the history, which is cheaper.
    await nextBlockAt((await nowS()) + 1);
    return gasOf(reputation.connect(by).rate(deal, 4, CATEGORY.quality, COMMENT));
  };
  const row = rowOf("Reputation");

  const first = await end("deal 1");
  const firstRated = await rate(buyer, first);
  const answered = await rate(seller, first);
  const second = await rate(buyer, await end("deal 2"));
  let last = second;
  for (let count = 3; count <= RATINGS + 1; count++) last = await rate(buyer, await end(`deal ${count}`));
  await nextBlockAt((await nowS()) + 1);
  const counted = await gasOf(reputation.count(await end("unrated")));
  return [
    row("a seller's first rating, with its deal", firstRated),
    row("the other side's rating of the same deal", answered),
    row("a rating with its deal, after 1 other", second),
    grownRow("Reputation", `a rating with its deal, after ${RATINGS.toLocaleString("en-US")} others`, last, second),
    row("counting a deal that nobody rates", counted),
  ];
}
