import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../../support/chain/chain.js";
import { library, STATE } from "../../support/chain/grants.js";

describe("DataGrants: revoke", () => {
  it("refuses from then on, for ever", async () => {
    const { dataGrants, owner, reader, meter, terms, give, isGranted, sell, next } = await fresh(library);
    await give();
    await expect(dataGrants.connect(owner).revoke(1))
      .to.emit(dataGrants, "GrantRevoked")
      .withArgs(1, meter.id, reader, owner);
    const refused = async () => {
      expect(await isGranted(terms())).to.equal(false);
      expect(await isGranted(terms(), 1n)).to.equal(false);
      expect(await dataGrants.stateOf(1)).to.equal(STATE.revoked);
    };
    await refused();
    await sell(owner, next);
    await refused();
    await sell(next, owner);
    await refused();
    await advanceTo(terms().untilS);
    await refused();
  });

  it("leaves other grants alone", async () => {
    const { dataGrants, owner, other, terms, give, isGranted } = await fresh(library);
    await give();
    await give(terms({ reader: other.address }));
    await give();
    await dataGrants.connect(owner).revoke(1);
    expect(await isGranted(terms({ reader: other.address }))).to.equal(true);
    expect(await isGranted(terms(), 3n)).to.equal(true);
    expect(await isGranted(terms())).to.equal(true);
  });

  it("refuses a grant of a former owner at once, and of one who is the owner again only if nobody revoked it", async () => {
    const { dataGrants, owner, next, terms, give, isGranted, sell } = await fresh(library);
    await give();
    await give();
    await sell(owner, next);
    expect(await isGranted(terms())).to.equal(false);
    expect(await isGranted(terms(), 1n)).to.equal(false);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.lapsed);
    await dataGrants.connect(next).revoke(1);
    await sell(next, owner);
    expect(await isGranted(terms(), 1n)).to.equal(false);
    expect(await isGranted(terms(), 2n)).to.equal(true);
  });

  it("lets who granted revoke after the sale, too", async () => {
    const { dataGrants, owner, next, give, sell } = await fresh(library);
    await give();
    await sell(owner, next);
    await dataGrants.connect(owner).revoke(1);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.revoked);
  });

  it("is nobody else's: not the reader's, the organisation's or a former owner's", async () => {
    const { dataGrants, owner, next, reader, grid, give, terms, sell } = await fresh(library);
    await sell(owner, next);
    await give(terms(), next);
    for (const account of [owner, reader, grid]) {
      await expect(dataGrants.connect(account).revoke(1))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsNotRevoker")
        .withArgs(1, account);
    }
  });

  it("refuses a grant that there is not, and one that is revoked", async () => {
    const { dataGrants, owner, give } = await fresh(library);
    await expect(dataGrants.connect(owner).revoke(1))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsUnknown")
      .withArgs(1);
    await give();
    await dataGrants.connect(owner).revoke(1);
    await expect(dataGrants.connect(owner).revoke(1))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsAlreadyRevoked")
      .withArgs(1);
  });
});
