import { expect } from "chai";
import { describe, it } from "mocha";
import { traceDown } from "../../deals/index.js";
import type { Hex } from "../../protocol/index.js";
import { chain, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { lotId, makeLot, part, yard } from "../support/chain/lots.js";

const PARTS = 64;
/** In the place of 100,000 lots, which cost some 150,000 gas each. */
const MOST = 100;

/** A lot of which one customer bought a part, and another the rest. */
async function sold() {
  const y = await fresh(yard);
  const whole = await makeLot(y, "whole", { quantityMilli: 1_000_000n });
  await y.lots.split(whole, [part("sound", 1_000n), part("shredded", 999_000n)]);
  const [sound, shredded] = [await lotId(y, y.seller, "sound"), await lotId(y, y.seller, "shredded")];
  for (const [lot, customer] of [
    [sound, y.buyer],
    [shredded, y.rival],
  ] as const) {
    await y.lots.offerCustody(lot, customer);
    await y.lots.connect(customer).acceptCustody(lot);
  }
  return { ...y, whole, sound, shredded };
}

describe("a customer that splits its part of a lot into dust", () => {
  it("does not keep the recall of the lot from telling who else has of it", async () => {
    const y = await fresh(sold);
    const dust = (name: string, from: bigint) =>
      Array.from({ length: PARTS }, (_, at) => part(`${name} ${at}`, at === 0 ? from - BigInt(PARTS - 1) : 1n));
    const lots = y.lots.connect(y.rival);
    await lots.split(y.shredded, dust("first", 999_000n));
    const rest = await lotId(y, y.rival, "first 0");
    await lots.split(rest, dust("second", 999_000n - BigInt(PARTS - 1)));

    const place = {
      provider: chain.ethers.provider,
      lots: lower(await y.lots.getAddress()),
      block: await chain.ethers.provider.getBlockNumber(),
    };
    const told = await traceDown(place, y.whole, MOST).then(
      ({ custodians }) => [...custodians.keys()],
      ({ code }: { code: string }) => [code as Hex],
    );
    expect(told).to.include(lower(y.buyer.address));
  });
});
