import { expect } from "chai";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { fresh } from "../../support/chain/chain.js";
import { agree, endOf, enrolHome } from "../../support/chain/market.js";
import { closeEmpty, neighbours, saltOf } from "./neighbours.js";

/** A supplier with two consumers in its first two hours (numbers 1 and 2), and with one in the third (number 3). */
async function twoConsumers() {
  const c = await fresh(neighbours);
  const other = await enrolHome(c, c.people[2]!);
  await agree(c, c.consumer, c.supplier, { endS: endOf(2) });
  await agree(c, other, c.supplier, { endS: endOf(2) });
  await agree(c, c.consumer, c.supplier, { startS: endOf(2), endS: endOf(3), salt: saltOf("third") });
  return { ...c, other };
}

describe("SupplyAgreements: rosters", () => {
  it("are written of all agreements of a stretch, in ascending order, and of nothing else", async () => {
    const { agreements, settlement, terms } = await fresh(twoConsumers);
    for (const numbers of [[], [1], [2, 1], [1, 1], [1, 3], [1, 2, 3], [1, 4]]) {
      await expect(settlement.compile(terms.exportMeter, terms.startS, numbers))
        .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidRoster")
        .withArgs(terms.exportMeter, terms.startS);
    }
    await expect(settlement.compile(terms.exportMeter, endOf(3), []))
      .to.be.revertedWithCustomError(agreements, "SupplyAgreementsInvalidRoster")
      .withArgs(terms.exportMeter, endOf(3));
    const written = await agreements.writeRoster.staticCall(terms.exportMeter, terms.startS, [1, 2]);
    expect([written.fromS, written.untilS].map(Number)).to.deep.equal([terms.startS, endOf(2)]);
    await settlement.compile(terms.exportMeter, terms.startS, [1, 2]);
  });

  it("are written of meters that do not count now too", async () => {
    const { settlement, devices, terms } = await fresh(twoConsumers);
    await devices.suspend(terms.importMeter);
    await settlement.compile(terms.exportMeter, terms.startS, [1, 2]);
  });

  it("settle in order: the first unsettled agreement of a consumer is known", async () => {
    const { agreements, terms, supplier, ...c } = await fresh(twoConsumers);
    const all = { agreements, supplier, ...c };
    const first = (fromS: number, toS: number) => agreements.firstUnsettled(terms.importMeter, fromS, toS);
    expect(await first(terms.startS, endOf(3))).to.equal(terms.exportMeter);
    expect(await first(terms.startS - 900, terms.startS)).to.equal(ZERO_HASH);
    for (const count of [1, 2]) await closeEmpty(all, supplier, endOf(count));
    expect(await first(terms.startS, endOf(2))).to.equal(ZERO_HASH);
    expect(await first(terms.startS, endOf(3))).to.equal(terms.exportMeter);
    await closeEmpty(all, supplier, endOf(3));
    expect(await first(terms.startS, endOf(3))).to.equal(ZERO_HASH);
  });
});
