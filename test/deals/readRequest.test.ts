import { expect } from "chai";
import type { AbstractProvider, Filter, Log } from "ethers";
import { describe, it } from "mocha";
import { type QuotationsAt, readBids, readRequest } from "../../deals/index.js";
import type { Hex, WattproofError } from "../../protocol/index.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
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

/** The rival's bid, and then one of the seller's, which it revealed twice. */
async function withBids() {
  const { tender, request, at } = await scene();
  const [bySeller, byRival] = [tender.seller, tender.rival].map((each) => tender.quotations.connect(each));
  await byRival?.commit(request, bytes32Of("rival"));
  await bySeller?.commit(request, bytes32Of("seller"));
  await tender.toReveals();
  await bySeller?.reveal(request, "0xab");
  await bySeller?.reveal(request, "0xcd");
  return { tender, request, at: { ...at, block: await chain.ethers.provider.getBlockNumber() } };
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

  it("are told with the bids that stand, the earliest first, and what was last shown of each", async () => {
    const { tender, request, at } = await withBids();
    const read = await readRequest(at, request);
    expect(read.bidCount).to.equal(2);
    const bids = await readBids(at, read);
    expect(bids.map(({ supplier }) => supplier)).to.deep.equal(
      [tender.rival, tender.seller].map(({ address }) => lower(address)),
    );
    expect(bids.map(({ reveals }) => reveals)).to.deep.equal([[], [{ ciphertext: "0xcd" }, { ciphertext: "0xab" }]]);
  });

  it("are not believed when a node leaves out a bid, or what was revealed of one, or makes one up", async () => {
    const { tender, request, at } = await withBids();
    const { interface: events } = tender.quotations;
    const topicOf = (name: "BidCommitted" | "BidRevealed") => events.getEvent(name).topicHash;
    const of = ({ address }: { address: string }, log: Log) =>
      lower(log.topics[2] ?? "").endsWith(lower(address).slice(2));
    const isReveal = (log: Log) => log.topics[0] === topicOf("BidRevealed");
    const rival = `0x${lower(tender.rival.address).slice(2).padStart(64, "0")}`;
    const asRivals = (log: Log) => ({ ...log, topics: log.topics.with(2, rival) }) as unknown as Log;
    const faultOf = async (alter: (logs: Log[]) => Log[]) => {
      const lies = { ...at, provider: lying(alter) };
      const error = await readBids(lies, await readRequest(lies, request)).catch((caught: WattproofError) => caught);
      return error instanceof Error ? [error.code, error.message] : [];
    };
    const without = (kept: (log: Log) => boolean) => (logs: Log[]) => logs.filter(kept);
    for (const [what, alter, reason] of [
      ["the rival's bid", without((log) => !of(tender.rival, log)), "tells of 1 bids of 2"],
      ["all of the seller's bid", without((log) => !of(tender.seller, log)), "tells of 1 bids of 2"],
      ["every bid", without((log) => log.topics[0] !== topicOf("BidCommitted") && !of(tender.seller, log)), "of 2"],
      ["what the seller revealed", without((log) => !isReveal(log)), "revealed"],
      ["a reveal that there was not", (logs: Log[]) => [...logs, ...logs.filter(isReveal).map(asRivals)], "revealed"],
    ] as const) {
      const [code, message] = await faultOf(alter);
      expect(code, what).to.equal("QuotationHistoryBroken");
      expect(message, what).to.contain(reason);
    }
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
