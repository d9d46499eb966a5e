import { expect } from "chai";
import { describe, it } from "mocha";
import { type LotsPlace, readLots, traceDown, traceUp } from "../../../deals/index.js";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { chain, fresh } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { KG, lotId, makeLot, makeLots, NO_LOT, packLots, part, type Yard, yard } from "../../support/chain/lots.js";

const placeOf = async ({ lots }: Yard): Promise<LotsPlace> => ({
  provider: chain.ethers.provider,
  lots: lower(await lots.getAddress()),
  block: await chain.ethers.provider.getBlockNumber(),
});
const idsOf = (lots: readonly { id: Hex }[]) => lots.map(({ id }) => id);

/** Two ores become steel, of which a half is merged with another half, packed twice and sold. */
async function chainOfSupply() {
  const y = await fresh(yard);
  const [iron, chromium] = (await makeLots(y, "iron", "chromium")) as [Hex, Hex];
  const steel = await makeLot(y, "steel", { quantityMilli: 10n, inputs: [iron, chromium] });
  await y.lots.split(steel, [part("left", 4n), part("right", 6n)]);
  const left = await lotId(y, y.seller, "left");
  const right = await lotId(y, y.seller, "right");
  const other = await makeLot(y, "other");
  await y.lots.merge([left, other], bytes32Of("merged"));
  const merged = await lotId(y, y.seller, "merged");
  const bystander = await makeLot(y, "bystander");
  const box = await packLots(y, "box", [merged, bystander]);
  const pallet = await packLots(y, "pallet", [box]);
  await y.lots.offerCustody(right, y.rival);
  await y.lots.connect(y.rival).acceptCustody(right);
  await y.lots.offerCustody(pallet, y.buyer);
  await y.lots.connect(y.buyer).acceptCustody(pallet);
  return { y, iron, chromium, steel, left, right, other, merged, bystander, box, pallet };
}

describe("traces of lots", () => {
  it("leads up to every origin, across companies", async () => {
    const { y, iron, chromium, steel, left, other, merged } = await chainOfSupply();
    const { lots, origins } = await traceUp(await placeOf(y), merged);
    expect(idsOf(lots)).to.deep.equal([merged, left, other, steel, iron, chromium]);
    expect(idsOf(origins)).to.have.members([other, iron, chromium]);
    expect(origins[0]).to.include({ item: "stainless steel", batch: "heat 4711", unit: "kg", quantityMilli: 1000n });
  });

  it("leads up from a package through what was packed into it", async () => {
    const { y, pallet, iron, chromium, other, bystander } = await chainOfSupply();
    const { origins } = await traceUp(await placeOf(y), pallet);
    expect(idsOf(origins)).to.have.members([iron, chromium, other, bystander]);
  });

  it("leads down to the recall set, its packages and who has it, and to nothing beside it", async () => {
    const { y, iron, steel, left, right, merged, box, pallet } = await chainOfSupply();
    const { lots, present, packages, custodians } = await traceDown(await placeOf(y), iron);
    expect(idsOf(lots)).to.deep.equal([iron, steel, left, right, merged]);
    expect(idsOf(present)).to.have.members([right, merged]);
    expect(idsOf(packages)).to.deep.equal([box, pallet]);
    expect([...custodians]).to.deep.equal([
      [lower(y.rival.address), [right]],
      [lower(y.buyer.address), [merged]],
    ]);
    expect(present.find(({ id }) => id === merged)).to.include({ state: "kept", packedIn: box });
  });

  it("leads down from a package to its contents, and tells who carries them", async () => {
    const { y, merged, bystander, box, pallet } = await chainOfSupply();
    await y.lots.connect(y.monitor).carry([pallet], bytes32Of("delivery"), await y.lots.custodianOf(pallet), y.carrier);
    const { present, custodians, packages } = await traceDown(await placeOf(y), box);
    expect(idsOf(present)).to.deep.equal([box, merged, bystander]);
    expect(present.map(({ state }) => state)).to.deep.equal(["carried", "carried", "carried"]);
    expect([...custodians.keys()]).to.deep.equal([lower(y.carrier.address)]);
    expect(idsOf(packages)).to.have.members([box, pallet]);
  });

  it("reads all as of one block", async () => {
    const { y, right } = await chainOfSupply();
    const before = await placeOf(y);
    await y.lots.connect(y.rival).offerCustody(right, y.carrier);
    await y.lots.connect(y.carrier).acceptCustody(right);
    const [then] = await readLots(before, [right]);
    const [now] = await readLots(await placeOf(y), [right]);
    expect([then?.custodian, now?.custodian]).to.deep.equal([lower(y.rival.address), lower(y.carrier.address)]);
  });

  it("refuses a lot that there is not, and tells the nearest of a trace that leads too far, and what it left", async () => {
    const { y, iron } = await chainOfSupply();
    const place = await placeOf(y);
    const refusal = (asking: Promise<unknown>) => asking.catch(({ code }: { code: string }) => code);
    expect(await refusal(traceUp(place, NO_LOT))).to.equal("LotUnknown");
    const whole = await traceDown(place, iron, 5);
    expect([whole.lots.length, whole.unread]).to.deep.equal([5, []]);
    const cut = await traceDown(place, iron, 3);
    expect(idsOf(cut.lots)).to.deep.equal(idsOf(whole.lots.slice(0, 3)));
    expect(cut.unread.length).to.be.greaterThan(0);
    expect(idsOf(whole.lots)).to.include.members([...cut.unread]);
  });

  it("goes on where a maker wrote no text", async () => {
    const y = await fresh(yard);
    const data = y.lots.interface.encodeFunctionData("create", [
      { goods: { item: "zz", batch: "", certificate: ZERO_HASH, unit: KG }, quantityMilli: 1n, salt: bytes32Of("odd") },
      [],
    ]);
    await y.seller.sendTransaction({ to: y.lots, data: data.replace("7a7a", "ff7a") });
    const odd = await lotId(y, y.seller, "odd");
    const made = await makeLot(y, "made", { inputs: [odd] });
    expect((await traceUp(await placeOf(y), made)).origins[0]).to.include({ id: odd, item: "\u{fffd}", unit: "kg" });
  });

  it("reads each lot of a mesh once, however many ways lead to it", async () => {
    const y = await fresh(yard);
    const first = await makeLot(y, "first", { quantityMilli: 2n ** 40n });
    let current = first;
    // Each round doubles the ways back to the first lot.
    for (let round = 0; round < 40; round += 1) {
      const parts = [part(`left ${round}`, 1n), part(`right ${round}`, 2n ** 40n - 1n)];
      await y.lots.split(current, parts);
      await y.lots.merge([...(await y.lots.childrenOf(current))], bytes32Of(`whole ${round}`));
      current = await lotId(y, y.seller, `whole ${round}`);
    }
    const place = await placeOf(y);
    expect((await traceUp(place, current)).lots).to.have.length(121);
    expect((await traceDown(place, first)).present).to.have.length(1);
  });
});
