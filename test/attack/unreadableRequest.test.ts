import { expect } from "chai";
import type { Provider } from "ethers";
import { describe, it } from "mocha";
import { readRequest, NO_TEXT as SHOWN } from "../../deals/index.js";
import type { Hex } from "../../protocol/index.js";
import { readListed } from "../../scripts/commands/quotation/quotationList.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { bytesOf, NO_TEXT, rawCall } from "../support/chain/hostileTexts.js";
import { openTender, PHASE_S, weigh } from "../support/chain/quotations.js";

const REQUEST =
  "tuple(bytes,uint64,bytes,tuple(bytes32,int64,int64)[],bytes,tuple(bytes32,uint16)[],address[],bool,uint48,uint48,uint48,bytes32)";

describe("a buyer that asks for what is no text", () => {
  it("keeps nobody from the other requests, and its own is refused by name", async () => {
    const t = await openTender();
    const { quotations, buyer, startS } = t;
    const good = await t.ask();
    const salt = bytes32Of("poison");
    const { name, weight } = weigh("price", 1000);
    const deadlines = [startS + PHASE_S, startS + 2 * PHASE_S, startS + 3 * PHASE_S];
    const asked = [NO_TEXT, 1n, bytesOf("USD"), [], "0x", [[name, weight]], [], false, ...deadlines, salt];
    const to = await quotations.getAddress();
    const sent = await buyer.sendTransaction({ to, data: rawCall(quotations, "request", [REQUEST], [asked]) });
    const id = (await sent.wait())?.logs[0]?.topics[1] as Hex;

    const provider = chain.ethers.provider as unknown as Provider;
    const at = { provider, quotations: lower(to), place: t.place, block: await provider.getBlockNumber() };
    const listed = await readListed({ at }, undefined, undefined);
    expect(listed.map(({ request, item }) => [request, item])).to.deep.equal([
      [good, "Stainless Steel Cutting"],
      [id, SHOWN],
    ]);
    const error = await readRequest(at, id).catch((caught: unknown) => caught);
    expect(error).to.include({ code: "QuotationUnreadable" });
    expect((await readRequest(at, good)).item).to.equal("Stainless Steel Cutting");
  });
});
