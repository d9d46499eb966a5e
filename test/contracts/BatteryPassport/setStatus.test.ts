import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { issueNamed } from "./cycles.js";
import { BatteryStatus } from "./statuses.js";

const NAMES = Object.keys(BatteryStatus) as (keyof typeof BatteryStatus)[];

/** Passports of every status. */
async function ofEveryStatus() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const [Original = 0n, Waste = 0n, ...used] = await issueNamed(c, "original", "waste", "a", "b", "c");
  await c.passports.setStatus(Waste, BatteryStatus.Waste);
  const successorOf = async (status: number) => {
    const batteryPassportIdentifier = `successor ${status}`;
    await c.passports.issueSuccessor({ ...FACTS, batteryPassportIdentifier }, status, [used[status - 1]!]);
    return c.passports.passportId(batteryPassportIdentifier);
  };
  const Repurposed = await successorOf(BatteryStatus.Repurposed);
  const Reused = await successorOf(BatteryStatus.Reused);
  const Remanufactured = await successorOf(BatteryStatus.Remanufactured);
  return { ...c, ids: { Original, Repurposed, Reused, Remanufactured, Waste } };
}

async function pack() {
  const c = await deployConsortium();
  await c.passports.issue(FACTS);
  const [first = 0n, second = 0n] = await issueNamed(c, "first", "second");
  await c.passports.setStatus(first, BatteryStatus.Reused);
  await c.passports.addModules(PASSPORT, [first, second]);
  const statuses = async () =>
    Promise.all([PASSPORT, first, second].map(async (id) => Number((await c.passports.passportOf(id)).status)));
  return { ...c, first, second, statuses };
}

describe("BatteryPassport: setStatus", () => {
  for (const from of NAMES) {
    for (const to of NAMES) {
      const leads = from !== "Waste" && from !== to && (to === "Reused" || to === "Waste");
      it(`${leads ? "leads" : "does not lead"} from ${from} to ${to}`, async () => {
        const { passports, ids } = await fresh(ofEveryStatus);
        const passport = ids[from];
        const change = passports.setStatus(passport, BatteryStatus[to]);
        if (leads) {
          await expect(change).to.emit(passports, "BatteryStatusChanged").withArgs(passport, BigInt(BatteryStatus[to]));
          expect((await passports.passportOf(passport)).status).to.equal(BigInt(BatteryStatus[to]));
        } else {
          await expect(change)
            .to.be.revertedWithCustomError(passports, "BatteryPassportInvalidTransition")
            .withArgs(passport, BigInt(BatteryStatus[from]), BigInt(BatteryStatus[to]));
        }
      });
    }
  }

  it("refuses a passport that does not exist, and anybody but its keeper", async () => {
    const { passports, grid, ids } = await fresh(ofEveryStatus);
    await expect(passports.setStatus(1n, BatteryStatus.Waste))
      .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
      .withArgs(1n);
    await expect(passports.connect(grid).setStatus(ids.Original, BatteryStatus.Waste))
      .to.be.revertedWithCustomError(passports, "BatteryPassportNotKeeper")
      .withArgs(ids.Original, grid);
  });

  it("withdraws what was offered: nobody accepts waste for a battery", async () => {
    const { passports, grid, ids } = await fresh(ofEveryStatus);
    await passports.offerCustody(ids.Original, grid);
    await expect(passports.setStatus(ids.Original, BatteryStatus.Waste))
      .to.emit(passports, "CustodyOfferWithdrawn")
      .withArgs(ids.Original);
    expect(await passports.custodyOfferOf(ids.Original)).to.equal(ZeroAddress);
  });

  it("says nothing of an offer that was not made", async () => {
    const { passports, ids } = await fresh(ofEveryStatus);
    await expect(passports.setStatus(ids.Original, BatteryStatus.Waste)).not.to.emit(
      passports,
      "CustodyOfferWithdrawn",
    );
  });

  describe("of a pack", () => {
    it("refuses a module: the pack decides", async () => {
      const { passports, first } = await fresh(pack);
      await expect(passports.setStatus(first, BatteryStatus.Waste))
        .to.be.revertedWithCustomError(passports, "BatteryPassportInPack")
        .withArgs(first, PASSPORT);
    });

    it("takes the modules along, except those which are there already", async () => {
      const { passports, first, second, statuses } = await fresh(pack);
      const { Reused, Waste } = BatteryStatus;
      const reuse = await passports.setStatus(PASSPORT, Reused);
      expect((await reuse.wait())?.logs).to.have.length(2);
      expect(await statuses()).to.deep.equal([Reused, Reused, Reused]);
      await expect(passports.setStatus(PASSPORT, Waste))
        .to.emit(passports, "BatteryStatusChanged")
        .withArgs(first, BigInt(Waste))
        .and.to.emit(passports, "BatteryStatusChanged")
        .withArgs(second, BigInt(Waste));
      expect(await statuses()).to.deep.equal([Waste, Waste, Waste]);
    });

    it("leaves a module that was taken out as it is", async () => {
      const { passports, second, statuses } = await fresh(pack);
      await passports.removeModules(PASSPORT, [second]);
      await passports.setStatus(PASSPORT, BatteryStatus.Waste);
      expect(await statuses()).to.deep.equal([BatteryStatus.Waste, BatteryStatus.Waste, BatteryStatus.Original]);
    });
  });
});
