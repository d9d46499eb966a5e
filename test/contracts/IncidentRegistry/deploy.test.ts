import { expect } from "chai";
import { describe, it } from "mocha";
import { IncidentRegistry__factory } from "../../../typechain-types/index.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { QUARANTINE_S, REPORT_WINDOW_S } from "../../support/chain/incidents.js";

const TEN_YEARS_S = 3650n * 86_400n;

describe("IncidentRegistry: deployment", () => {
  it("knows its periods, its members, its devices and where records are anchored", async () => {
    const { incidents, membership, devices, anchor } = await fresh(deployConsortium);
    expect(await incidents.REPORT_WINDOW_S()).to.equal(BigInt(REPORT_WINDOW_S));
    expect(await incidents.QUARANTINE_S()).to.equal(BigInt(QUARANTINE_S));
    expect(await incidents.MEMBERSHIP()).to.equal(membership);
    expect(await incidents.DEVICES()).to.equal(devices);
    expect(await incidents.ANCHOR()).to.equal(anchor);
  });

  it("refuses no period, and one of more than ten years, as milliseconds would be", async () => {
    const { incidents, membership, devices, anchor, administrator } = await fresh(deployConsortium);
    const factory = new IncidentRegistry__factory(administrator);
    for (const [windowS, quarantineS] of [
      [0n, 1n],
      [1n, 0n],
      [TEN_YEARS_S + 1n, 1n],
      [1n, TEN_YEARS_S + 1n],
    ] as const) {
      await expect(factory.deploy(membership, devices, anchor, windowS, quarantineS))
        .to.be.revertedWithCustomError(incidents, "IncidentRegistryInvalidPeriods")
        .withArgs(windowS, quarantineS);
    }
    await factory.deploy(membership, devices, anchor, TEN_YEARS_S, TEN_YEARS_S);
  });

  it("makes a quorum of max(2, ⌈(members − 1) / 2⌉)", async () => {
    const c = await fresh(deployConsortium);
    const quorums = [await c.incidents.quorum()];
    for (const [index, account] of c.people.slice(0, 7).entries()) {
      await c.membership.admit(account, `Member ${index}`);
      quorums.push(await c.incidents.quorum());
    }
    // Of 2 to 9 members.
    expect(quorums).to.deep.equal([2n, 2n, 2n, 2n, 3n, 3n, 4n, 4n]);
  });
});
