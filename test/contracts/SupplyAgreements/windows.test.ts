import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { ZERO_HASH } from "../../../protocol/index.js";
import { agreementId, signTerms } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, termsOf } from "../../support/chain/market.js";

/** A consumer with an agreement over intervals 11 to 20, and two suppliers. */
async function supplied() {
  const c = await deployConsortium();
  const consumer = await enrolHome(c, c.people[0]!);
  const first = await enrolHome(c, c.people[1]!);
  const second = await enrolHome(c, c.people[2]!);
  const middle = await agree(c, consumer, first, { startS: endOf(10), endS: endOf(20) });
  return { ...c, consumer, first, second, middle };
}

const window = (from: number, to: number) => ({ startS: endOf(from), endS: endOf(to) });

describe("SupplyAgreements: one exclusive supplier per import meter", () => {
  for (const [from, to] of [
    [10, 20],
    [9, 11],
    [19, 21],
    [10, 11],
    [19, 20],
    [12, 13],
    [5, 30],
    [10, 30],
    [0, 20],
  ] as const) {
    it(`refuses ${from} to ${to} beside 10 to 20, from the same and from another supplier`, async () => {
      const { agreements, consumer, middle, ...c } = await fresh(supplied);
      for (const supplier of [c.first, c.second]) {
        await expect(agree({ agreements, ...c }, consumer, supplier, { ...window(from, to), salt: bytes32Of("x") }))
          .to.be.revertedWithCustomError(agreements, "SupplyAgreementsOverlap")
          .withArgs(consumer.meter.device, middle);
      }
    });
  }

  for (const [from, to] of [
    [0, 10],
    [9, 10],
    [20, 21],
    [25, 30],
  ] as const) {
    it(`accepts ${from} to ${to} beside 10 to 20 and keeps agreements ordered by window`, async () => {
      const { consumer, middle, second, ...c } = await fresh(supplied);
      const id = await agree({ ...c }, consumer, second, window(from, to));
      expect(await c.agreements.agreementsOfImportMeter(consumer.meter.device)).to.deep.equal(
        to <= 10 ? [id, middle] : [middle, id],
      );
    });
  }

  it("does not limit an export meter, nor the same meter's other direction", async () => {
    const { consumer, first, second, ...c } = await fresh(supplied);
    await agree(c, second, first, window(10, 20));
    await agree(c, second, consumer, { ...window(20, 30) });
    await agree(c, first, consumer, window(10, 20));
  });

  it("answers agreementAt by the second before the end", async () => {
    const { agreements, consumer, middle } = await fresh(supplied);
    const at = async (endS: number) => (await agreements.agreementAt(consumer.meter.device, endS)).id;
    expect(await at(0)).to.equal(ZERO_HASH);
    expect(await at(endOf(10))).to.equal(ZERO_HASH);
    expect(await at(endOf(10) + 1)).to.equal(middle);
    expect(await at(endOf(20))).to.equal(middle);
    expect(await at(endOf(20) + 1)).to.equal(ZERO_HASH);
  });

  it("agrees with a naive list under any order of registrations", async () => {
    const c = await fresh(supplied);
    const { agreements, consumer } = c;
    const accepted = [{ from: 10, to: 20, id: c.middle as string, supplier: 0 }];
    const wish = fc.record({
      from: fc.nat({ max: 40 }),
      length: fc.integer({ min: 1, max: 5 }),
      supplier: fc.nat({ max: 1 }),
    });
    const wishes = fc.sample(wish, { numRuns: 40, seed: 11 });
    for (const [index, { from, length, supplier }] of wishes.entries()) {
      const to = from + length;
      const terms = termsOf(consumer, supplier === 0 ? c.first : c.second, {
        ...window(from, to),
        salt: bytes32Of(`${index}`),
      });
      const hit = accepted.find((other) => other.from < to && from < other.to);
      const registering = agree(c, consumer, supplier === 0 ? c.first : c.second, terms);
      if (hit) {
        await expect(registering).to.be.revertedWithCustomError(agreements, "SupplyAgreementsOverlap");
      } else {
        await registering;
        accepted.push({ from, to, id: await agreementId(c, terms), supplier });
      }
    }
    accepted.sort((a, b) => a.from - b.from);
    expect(await agreements.agreementsOfImportMeter(consumer.meter.device)).to.deep.equal(accepted.map(({ id }) => id));
    for (let from = 0; from < 46; from += 3) {
      for (const to of [from, from + 1, from + 7]) {
        const overlapping = accepted.filter((a) => a.from < to && from < a.to);
        const [fromS, toS] = [endOf(from), endOf(to)];
        const exported = overlapping.filter((a) => a.supplier === 0 && from < to).length;
        expect(await agreements.exportOverlaps(c.first.meter.device, fromS, toS)).to.equal(BigInt(exported));
        // Nothing is settled, so the first that overlaps is the first unsettled one.
        const suppliers = [c.first.meter.device, c.second.meter.device];
        const first = overlapping[0];
        if (from === to) continue;
        expect(await agreements.firstUnsettled(consumer.meter.device, fromS, toS)).to.equal(
          first === undefined ? ZERO_HASH : suppliers[first.supplier],
        );
      }
    }
  });
});

describe("SupplyAgreements: roster", () => {
  it("takes MAX_ROSTER agreements over one window of an export meter and no more", async () => {
    const c = await fresh(deployConsortium);
    const supplier = await enrolHome(c, c.people[0]!);
    const most = Number(await c.agreements.MAX_ROSTER());
    const homes = [];
    for (let index = 0; index <= most; index++) {
      homes.push(await enrolHome(c, c.people[1]!, { name: `home ${index}` }));
    }
    for (const home of homes.slice(0, most)) await agree(c, home, supplier, window(10, 20));
    const last = homes[most]!;
    const sign = (terms: ReturnType<typeof termsOf>) => signTerms(c, terms, last.account);
    for (const overlapping of [window(10, 20), window(9, 11), window(19, 20)]) {
      const terms = termsOf(last, supplier, overlapping);
      const bySupplier = await signTerms(c, terms, supplier.account);
      await expect(c.agreements.register(terms, await sign(terms), bySupplier))
        .to.be.revertedWithCustomError(c.agreements, "SupplyAgreementsRosterFull")
        .withArgs(supplier.meter.device);
    }
    await agree(c, last, supplier, window(0, 10));
    expect(await c.agreements.exportOverlaps(supplier.meter.device, endOf(10), endOf(11))).to.equal(BigInt(most));
  });
});
