import { expect } from "chai";
import { describe, it } from "mocha";
import {
  LONGEST_CIPHERTEXT_BYTES,
  LONGEST_CONFIRM_S,
  LONGEST_TEXT_BYTES,
  LONGEST_WINDOW_S,
  MOST_AUTHORS,
  MOST_INVITED,
  MOST_PARENTS,
  MOST_PLAN_ITEMS,
  SHORTEST_CONFIRM_S,
} from "../../protocol/index.js";
import { fresh } from "../support/chain/chain.js";
import { deployDeals } from "../support/chain/deals.js";

describe("the limits that programs know of deals", () => {
  it("are those of the contracts", async () => {
    const { contributions, monitor, negotiation, quotations } = await fresh(deployDeals);
    const set: [number, Promise<bigint>][] = [
      [LONGEST_TEXT_BYTES, negotiation.MAX_TEXT_BYTES()],
      [LONGEST_TEXT_BYTES, quotations.MAX_TEXT_BYTES()],
      [LONGEST_CIPHERTEXT_BYTES, negotiation.MAX_CIPHERTEXT_BYTES()],
      [LONGEST_CIPHERTEXT_BYTES, quotations.MAX_CIPHERTEXT_BYTES()],
      [MOST_INVITED, quotations.MAX_INVITED()],
      [MOST_PLAN_ITEMS, monitor.MAX_ITEMS()],
      [LONGEST_WINDOW_S, monitor.MAX_WINDOW_S()],
      [SHORTEST_CONFIRM_S, monitor.MIN_CONFIRM_S()],
      [LONGEST_CONFIRM_S, monitor.MAX_CONFIRM_S()],
      [MOST_AUTHORS, contributions.MAX_AUTHORS()],
      [MOST_PARENTS, contributions.MAX_PARENTS()],
    ];
    expect((await Promise.all(set.map(([, asked]) => asked))).map(Number)).to.deep.equal(set.map(([known]) => known));
  });
});
