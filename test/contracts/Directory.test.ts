import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { describe, it } from "mocha";
import { fresh, nextBlockAt, nowS } from "../support/chain/chain.js";
import { deployConsortium } from "../support/chain/consortium.js";

const NAME = encodeBytes32String("SomethingNew");

describe("Directory", () => {
  describe("set", () => {
    describe("given an account without the role", () => {
      it("refuses", async () => {
        const { directory, token, stranger } = await fresh(deployConsortium);
        await expect(directory.connect(stranger).set(NAME, token))
          .to.be.revertedWithCustomError(directory, "AccessManagedUnauthorized")
          .withArgs(stranger);
      });
    });

    describe("given a target without code", () => {
      it("refuses", async () => {
        const { directory, stranger } = await fresh(deployConsortium);
        await expect(directory.set(NAME, stranger))
          .to.be.revertedWithCustomError(directory, "DirectoryNotAContract")
          .withArgs(NAME, stranger);
      });
    });

    describe("given a contract", () => {
      it("stands behind the name from the block on, as version 1", async () => {
        const { directory, token } = await fresh(deployConsortium);
        await expect(directory.set(NAME, token)).to.emit(directory, "NameSet").withArgs(NAME, token, 1n);
        expect(await directory.addressOf(NAME)).to.equal(await token.getAddress());
      });

      it("lists the name once", async () => {
        const { directory, token, anchor } = await fresh(deployConsortium);
        const before = await directory.names();
        await directory.set(NAME, token);
        await directory.set(NAME, anchor);
        expect(await directory.names()).to.deep.equal([...before, NAME]);
      });
    });

    describe("given a name that was set before", () => {
      it("moves the name and keeps what stood there, with its times", async () => {
        const { directory, token, anchor } = await fresh(deployConsortium);
        const startS = (await nowS()) + 100;
        await nextBlockAt(startS);
        await directory.set(NAME, token);
        await nextBlockAt(startS + 50);
        await expect(directory.set(NAME, anchor)).to.emit(directory, "NameSet").withArgs(NAME, anchor, 2n);
        expect(await directory.addressOf(NAME)).to.equal(await anchor.getAddress());
        const history = await directory.history(NAME);
        expect(history.map(({ target, sinceS }) => [target, sinceS])).to.deep.equal([
          [await token.getAddress(), BigInt(startS)],
          [await anchor.getAddress(), BigInt(startS + 50)],
        ]);
      });
    });
  });

  describe("addressOf", () => {
    it("refuses a name that was never set", async () => {
      const { directory } = await fresh(deployConsortium);
      await expect(directory.addressOf(NAME))
        .to.be.revertedWithCustomError(directory, "DirectoryUnknownName")
        .withArgs(NAME);
      expect(await directory.history(NAME)).to.deep.equal([]);
    });
  });
});
