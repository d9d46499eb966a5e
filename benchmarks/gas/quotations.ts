import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { chain } from "../../test/support/chain/chain.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { openTender } from "../../test/support/chain/quotations.js";
import type { Row } from "../report/row.js";
import { grownRow, rowOf } from "./grown.js";

/** Bids on one request, of which one is awarded. */
const BIDS = 100;
/** A bid of a few conditions, sealed for the buyer. */
const CIPHERTEXT = `0x${"5a".repeat(1_216)}`;

/** Requests for quotation. What a bid and the award cost does not depend on how many bids there are. */
export async function quotationRows(): Promise<Row[]> {
  const row = rowOf("Quotations");
  const few = await tender(1);
  const many = await tender(BIDS);
  const invited = (count: number) => (count === 1 ? "1 bid" : `${count} bids`);
  return [
    row("asking two suppliers", few.invited),
    row("asking any member", few.asked),
    row("committing to a bid", few.committed),
    row(`revealing it to the buyer, ${((CIPHERTEXT.length - 2) / 2).toLocaleString("en-US")} bytes`, few.revealed),
    row("revealing it to everybody", few.revealedOpenly),
    row(`awarding, of ${invited(1)}`, few.awarded),
    grownRow("Quotations", `committing, after ${invited(BIDS - 1)}`, many.committed, few.committed),
    grownRow("Quotations", `awarding, of ${invited(BIDS)}`, many.awarded, few.awarded),
  ];
}

/** A tender with `count` bids, of which the seller's is the last and wins. */
async function tender(count: number) {
  const t = await openTender();
  const { quotations, byBuyer, seller, membership } = t;
  const invited = await gasOf(byBuyer.request(t.requestOf({ salt: `0x${"11".repeat(32)}` })));
  const asked = await gasOf(byBuyer.request(t.requestOf({ invited: [] })));
  const id = await t.idFor({ invited: [] });
  for (let index = 1; index < count; index++) {
    const bidder = await memberOf(index);
    await membership.admit(bidder, `Bidder ${index}`);
    await quotations.connect(bidder).commit(id, `0x${index.toString(16).padStart(64, "5")}`);
  }
  const { digest, proposal, signature } = await t.bid(id, seller);
  const bySeller = quotations.connect(seller);
  const committed = await gasOf(bySeller.commit(id, digest));
  await t.toReveals();
  const revealed = await gasOf(bySeller.reveal(id, CIPHERTEXT));
  const revealedOpenly = await gasOf(bySeller.revealOpenly(id, proposal, signature));
  const awarded = await gasOf(byBuyer.award(id, proposal, signature));
  return { invited, asked, committed, revealed, revealedOpenly, awarded };
}

/** An account with money for its fees; the chain has fewer of its own than a tender has bidders. */
async function memberOf(index: number): Promise<HardhatEthersSigner> {
  const address = `0x${(index + 0xb1dd).toString(16).padStart(40, "0")}`;
  await chain.networkHelpers.setBalance(address, 10n ** 18n);
  await chain.networkHelpers.impersonateAccount(address);
  return chain.ethers.getSigner(address);
}
