import { expect } from "chai";
import type { Provider } from "ethers";
import { describe, it } from "mocha";
import { readBids, readRequest } from "../../deals/index.js";
import type { Hex } from "../../protocol/index.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { openTender } from "../support/chain/quotations.js";

/** More than anybody needs who reveals a bid, and mends it. */
const REVEALS = 100;
const JUNK = `0x${"00".repeat(16_384)}`;

describe("a supplier that reveals again and again, as much as fits, what nobody can open", () => {
  it("does not make the buyer fetch, keep and try all of it before it sees the others' bids", async () => {
    const t = await openTender();
    const { quotations, rival, seller } = t;
    const id = await t.ask();
    const good = await t.bid(id, seller);
    await quotations.connect(seller).commit(id, good.digest);
    await quotations.connect(rival).commit(id, bytes32Of("no bid"));
    await t.toReveals();
    await quotations.connect(seller).revealOpenly(id, good.proposal, good.signature);
    for (let count = 0; count < REVEALS; ++count) {
      const isTaken = await quotations
        .connect(rival)
        .reveal(id, JUNK)
        .then(
          () => true,
          () => false,
        );
      if (!isTaken) break;
    }
    const provider = chain.ethers.provider as unknown as Provider;
    const block = await provider.getBlockNumber();
    const at = { provider, quotations: lower(await quotations.getAddress()), place: t.place, block };
    const bids = await readBids(at, await readRequest(at, id as Hex));
    const junk = bids.find(({ supplier }) => supplier === lower(rival.address));
    expect(junk?.reveals.length ?? 0).to.be.below(REVEALS);
  });
});
