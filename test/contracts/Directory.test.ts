import { expect } from "chai";
import { encodeBytes32String, ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { fresh, nextBlockAt, nowS } from "../support/chain/chain.js";
import { deployConsortium } from "../support/chain/consortium.js";

const NAME = encodeBytes32String("SomethingNew");
const ANCHOR = encodeBytes32String("RecordAnchor");

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

  describe("retire", () => {
    it("is for accounts with the role alone", async () => {
      const { directory, stranger } = await fresh(deployConsortium);
      await expect(directory.connect(stranger).retire(ANCHOR))
        .to.be.revertedWithCustomError(directory, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });

    it("refuses a name that was never set", async () => {
      const { directory } = await fresh(deployConsortium);
      await expect(directory.retire(NAME))
        .to.be.revertedWithCustomError(directory, "DirectoryUnknownName")
        .withArgs(NAME);
    });

    it("takes the contract from its name, and keeps in its history when that was", async () => {
      const { directory, anchor } = await fresh(deployConsortium);
      const atS = (await nowS()) + 100;
      await nextBlockAt(atS);
      await expect(directory.retire(ANCHOR)).to.emit(directory, "NameRetired").withArgs(ANCHOR, anchor, 2n);
      await expect(directory.addressOf(ANCHOR))
        .to.be.revertedWithCustomError(directory, "DirectoryRetired")
        .withArgs(ANCHOR);
      const [first, last] = await directory.history(ANCHOR);
      expect(first?.target).to.equal(await anchor.getAddress());
      expect([last?.target, last?.sinceS]).to.deep.equal([ZeroAddress, BigInt(atS)]);
    });

    it("refuses a name that is retired, until something stands behind it again", async () => {
      const { directory, anchor } = await fresh(deployConsortium);
      await directory.retire(ANCHOR);
      await expect(directory.retire(ANCHOR))
        .to.be.revertedWithCustomError(directory, "DirectoryRetired")
        .withArgs(ANCHOR);
      await expect(directory.set(ANCHOR, anchor)).to.emit(directory, "NameSet").withArgs(ANCHOR, anchor, 3n);
      expect(await directory.addressOf(ANCHOR)).to.equal(await anchor.getAddress());
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
