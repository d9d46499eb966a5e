import { expect } from "chai";
import type { AbstractProvider, Filter, Log } from "ethers";
import { describe, it } from "mocha";
import { type QuotationsAt, readBids, readRequest } from "../../deals/index.js";
import type { Hex, WattproofError } from "../../protocol/index.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { openTender, weigh } from "../support/chain/quotations.js";

/** The test chain as a node that alters the requests that it tells of. */
const lying = (alter: (logs: Log[]) => Log[]): AbstractProvider =>
  new Proxy(chain.ethers.provider as unknown as AbstractProvider, {
    get: (target, name, proxy) => {
      if (name === "provider") return proxy;
      if (name === "getLogs") return async (filter: Filter) => alter(await target.getLogs(filter));
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });

async function scene() {
  const tender = await openTender();
  const request = lower(await tender.ask()) as Hex;
  const at: QuotationsAt = {
    provider: chain.ethers.provider,
    quotations: lower(await tender.quotations.getAddress()),
    place: { chainId: 31337n, negotiations: lower(await tender.negotiation.getAddress()) },
    block: await chain.ethers.provider.getBlockNumber(),
  };
  return { tender, request, at };
}

const codeOf = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => "none",
    (error: WattproofError) => error.code,
  );

describe("requests for quotation as they are read", () => {
  it("are told as they were made, with the bids that stand", async () => {
    const { tender, request, at } = await scene();
    const read = await readRequest(at, request);
    expect(read).to.deep.include({ request, state: "bidding", buyer: lower(tender.buyer.address), awarded: null });
    expect(read.criteria).to.deep.equal([
      { name: "price", weight: 700 },
      { name: "reputation", weight: 300 },
    ]);
    expect(read.conditions).to.deep.equal([{ field: "humidity", minMilli: 0n, maxMilli: 10_000n }]);
    expect(await readBids(at, read)).to.deep.equal([]);
    expect(await codeOf(readRequest(at, `0x${"12".repeat(32)}`))).to.equal("QuotationUnknown");
  });

  it("are not believed when the node leaves them out or tells them otherwise", async () => {
    const { tender, request, at } = await scene();
    expect(await codeOf(readRequest({ ...at, provider: lying(() => []) }, request))).to.equal("QuotationHistoryBroken");
    const { quotations, requestOf } = tender;
    const event = quotations.interface.getEvent("QuotationRequested");
    const dearer = quotations.interface.encodeEventLog(event, [
      request,
      tender.buyer.address,
      requestOf({ criteria: [weigh("price", 1000)] }),
    ]);
    const altered = (logs: Log[]) => logs.map((log) => ({ ...log, data: dearer.data, topics: dearer.topics }));
    const provider = lying((logs) => altered(logs) as unknown as Log[]);
    expect(await codeOf(readRequest({ ...at, provider }, request))).to.equal("QuotationHistoryBroken");
  });
});
