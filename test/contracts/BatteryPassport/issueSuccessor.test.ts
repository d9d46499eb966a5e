import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { issueNamed, succeed } from "./cycles.js";
import { BatteryStatus } from "./statuses.js";

const SUCCESSOR = { ...FACTS, batteryPassportIdentifier: "successor", ratedCapacityMicroAh: 4_000_000n };

async function issued() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const [first = 0n, second = 0n] = await issueNamed(c, "first", "second");
  const successor = await c.passports.passportId("successor");
  const issueFrom = (predecessors: bigint[], status: number = BatteryStatus.Repurposed) =>
    c.passports.issueSuccessor(SUCCESSOR, status, predecessors);
  return { ...c, first, second, successor, issueFrom };
}

describe("BatteryPassport: issueSuccessor", () => {
  it("issues a passport that points back to its predecessors, and they to it", async () => {
    const { passports, maker, first, second, successor, issueFrom } = await fresh(issued);
    await expect(issueFrom([first, second]))
      .to.emit(passports, "PassportIssued")
      .withArgs(successor, maker, "successor")
      .and.to.emit(passports, "BatteryStatusChanged")
      .withArgs(successor, BigInt(BatteryStatus.Repurposed))
      .and.to.emit(passports, "PassportSucceeded")
      .withArgs(first, successor)
      .and.to.emit(passports, "PassportSucceeded")
      .withArgs(second, successor);
    expect(await passports.predecessorsOf(successor)).to.deep.equal([first, second]);
    for (const predecessor of [first, second]) {
      expect((await passports.passportOf(predecessor)).successor).to.equal(successor);
    }
    const issuedNow = await passports.passportOf(successor);
    expect([issuedNow.maker, issuedNow.status, issuedNow.successor]).to.deep.equal([maker.address, 1n, 0n]);
    expect(issuedNow.facts.ratedCapacityMicroAh).to.equal(4_000_000n);
    expect(await passports.ownerOf(successor)).to.equal(maker.address);
  });

  for (const [name, status] of Object.entries(BatteryStatus)) {
    const begins = ["Repurposed", "Reused", "Remanufactured"].includes(name);
    it(`${begins ? "begins" : "refuses to begin"} a successor's life as ${name}`, async () => {
      const { passports, first, successor, issueFrom } = await fresh(issued);
      if (begins) {
        await issueFrom([first], status);
        expect((await passports.passportOf(successor)).status).to.equal(BigInt(status));
      } else {
        await expect(issueFrom([first], status))
          .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidSuccessorStatus")
          .withArgs(successor, BigInt(status));
      }
    });
  }

  it("lets waste become a battery again, under another passport only", async () => {
    const { passports, first, issueFrom } = await fresh(issued);
    await passports.setStatus(first, BatteryStatus.Waste);
    await issueFrom([first], BatteryStatus.Remanufactured);
    expect((await passports.passportOf(first)).status).to.equal(BigInt(BatteryStatus.Waste));
  });

  it("has successors of its own", async () => {
    const c = await fresh(issued);
    await c.issueFrom([c.first]);
    const last = await succeed(c, [c.successor, c.second], "last");
    expect(await c.passports.predecessorsOf(last)).to.deep.equal([c.successor, c.second]);
  });

  it("withdraws what was offered", async () => {
    const { passports, grid, first, second, issueFrom } = await fresh(issued);
    await passports.offerCustody(first, grid);
    await expect(issueFrom([first, second]))
      .to.emit(passports, "CustodyOfferWithdrawn")
      .withArgs(first);
    expect(await passports.custodyOfferOf(first)).to.equal(ZeroAddress);
    await expect(passports.connect(grid).acceptCustody(first)).to.be.revertedWithCustomError(
      passports,
      "BatteryPassportNotOffered",
    );
  });

  describe("refuses", () => {
    it("an account that is no member, bad facts, and an identifier that is taken", async () => {
      const { passports, stranger, first } = await fresh(issued);
      await expect(passports.connect(stranger).issueSuccessor(SUCCESSOR, 1, [first]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotMember")
        .withArgs(stranger);
      await expect(passports.issueSuccessor({ ...SUCCESSOR, ratedCapacityMicroAh: 0n }, 1, [first]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidFacts")
        .withArgs("successor");
      await expect(passports.issueSuccessor(FACTS, 1, [first]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportAlreadyIssued")
        .withArgs(PASSPORT);
    });

    it("no predecessors, the same twice, itself, and more than 64", async () => {
      const { passports, first, second, successor, issueFrom } = await fresh(issued);
      const tooMany = Array.from({ length: 65 }, (_, index) => BigInt(index + 1));
      for (const predecessors of [[], [first, second, first], [first, successor], tooMany]) {
        await expect(issueFrom(predecessors))
          .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidPredecessors")
          .withArgs(successor);
      }
    });

    it("a predecessor that does not exist, or that another keeps", async () => {
      const { passports, maker, grid, first, second, issueFrom } = await fresh(issued);
      await expect(issueFrom([first, 1n]))
        .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
        .withArgs(1n);
      await passports.offerCustody(second, grid);
      await passports.connect(grid).acceptCustody(second);
      await expect(issueFrom([first, second]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
        .withArgs(second, maker);
    });

    it("a predecessor that has a successor", async () => {
      const { passports, first, second, successor, issueFrom } = await fresh(issued);
      await issueFrom([first]);
      const third = { ...SUCCESSOR, batteryPassportIdentifier: "third" };
      await expect(passports.issueSuccessor(third, 1, [second, first]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportSucceeded")
        .withArgs(first, successor);
    });

    it("a module, and a pack that has modules", async () => {
      const { passports, first, second, successor, issueFrom } = await fresh(issued);
      await passports.addModules(first, [second]);
      await expect(issueFrom([second]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInPack")
        .withArgs(second, first);
      await expect(issueFrom([first]))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidPredecessors")
        .withArgs(successor);
      await passports.removeModules(first, [second]);
      await issueFrom([first, second]);
    });
  });
});

describe("BatteryPassport: a passport that has a successor", () => {
  it("takes nothing more: no status, module, device, offer or successor", async () => {
    const { passports, grid, first, second, successor, issueFrom } = await fresh(issued);
    await issueFrom([first]);
    const calls = [
      () => passports.setStatus(first, BatteryStatus.Waste),
      () => passports.addModules(first, [second]),
      () => passports.removeModules(first, [second]),
      () => passports.offerCustody(first, grid),
      () => passports.offerCustody(first, ZeroAddress),
    ];
    for (const call of calls) {
      await expect(call())
        .to.be.revertedWithCustomError(passports, "BatteryPassportSucceeded")
        .withArgs(first, successor);
    }
  });
});
