import { expect } from "chai";
import { ZeroAddress } from "ethers";
import { describe, it } from "mocha";
import { advanceTo, chain, fresh, nextBlockAt, nowS } from "../support/chain/chain.js";
import { deployConsortium } from "../support/chain/consortium.js";

const DELEGATION = {
  Delegation: [
    { name: "delegatee", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "expiry", type: "uint256" },
  ],
};

describe("Membership", () => {
  describe("admit", () => {
    it("refuses an account that is not the registrar", async () => {
      const { membership, stranger } = await fresh(deployConsortium);
      await expect(membership.connect(stranger).admit(stranger, "Me"))
        .to.be.revertedWithCustomError(membership, "AccessManagedUnauthorized")
        .withArgs(stranger);
    });

    it("refuses a member", async () => {
      const { membership, maker } = await fresh(deployConsortium);
      await expect(membership.admit(maker, "Again"))
        .to.be.revertedWithCustomError(membership, "MembershipAlreadyMember")
        .withArgs(maker);
    });

    for (const [what, name] of [
      ["an empty name", ""],
      ["a name of 65 bytes", "x".repeat(65)],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { membership, stranger } = await fresh(deployConsortium);
        await expect(membership.admit(stranger, name))
          .to.be.revertedWithCustomError(membership, "MembershipInvalidName")
          .withArgs(name);
      });
    }

    it("refuses the zero address", async () => {
      const { membership } = await fresh(deployConsortium);
      await expect(membership.admit(ZeroAddress, "Nobody"))
        .to.be.revertedWithCustomError(membership, "ERC721InvalidReceiver")
        .withArgs(ZeroAddress);
    });

    describe("given a new organisation", () => {
      it("admits it under its name with the token of its address", async () => {
        const { membership, stranger } = await fresh(deployConsortium);
        const name = "x".repeat(64);
        await expect(membership.admit(stranger, name))
          .to.emit(membership, "MemberAdmitted")
          .withArgs(stranger, BigInt(stranger.address), name);
        expect(await membership.isMember(stranger)).to.equal(true);
        expect(await membership.nameOf(stranger)).to.equal(name);
        expect(await membership.memberCount()).to.equal(3n);
        expect(await membership.ownerOf(BigInt(stranger.address))).to.equal(stranger.address);
      });

      it("counts its one vote from the next second, without it doing anything", async () => {
        const { membership, stranger } = await fresh(deployConsortium);
        const admittedS = (await nowS()) + 10;
        await nextBlockAt(admittedS);
        await membership.admit(stranger, "Newcomer");
        await advanceTo(admittedS + 2);
        expect(await membership.getVotes(stranger)).to.equal(1n);
        expect(await membership.delegates(stranger)).to.equal(stranger.address);
        expect(await membership.getPastVotes(stranger, admittedS)).to.equal(1n);
        expect(await membership.getPastVotes(stranger, admittedS - 1)).to.equal(0n);
        expect(await membership.getPastTotalSupply(admittedS)).to.equal(3n);
      });
    });
  });

  describe("expel", () => {
    it("is the administrator's alone, not the registrar's", async () => {
      const { membership, registrar, grid, administrator } = await fresh(deployConsortium);
      await expect(membership.connect(registrar).expel(grid))
        .to.be.revertedWithCustomError(membership, "AccessManagedUnauthorized")
        .withArgs(registrar);
      await membership.connect(administrator).expel(grid);
    });

    it("refuses an account that is no member", async () => {
      const { membership, administrator, stranger } = await fresh(deployConsortium);
      await expect(membership.connect(administrator).expel(stranger))
        .to.be.revertedWithCustomError(membership, "MembershipNotMember")
        .withArgs(stranger);
    });

    it("burns the vote", async () => {
      const { membership, administrator, grid } = await fresh(deployConsortium);
      await expect(membership.connect(administrator).expel(grid))
        .to.emit(membership, "MemberExpelled")
        .withArgs(grid, BigInt(grid.address));
      expect(await membership.isMember(grid)).to.equal(false);
      expect(await membership.getVotes(grid)).to.equal(0n);
      expect(await membership.memberCount()).to.equal(1n);
    });

    it("never expels the last member", async () => {
      const { membership, administrator, grid, maker } = await fresh(deployConsortium);
      await membership.connect(administrator).expel(grid);
      await expect(membership.connect(administrator).expel(maker))
        .to.be.revertedWithCustomError(membership, "MembershipLastMember")
        .withArgs(maker);
    });

    it("takes the member from the list", async () => {
      const { membership, administrator, grid, maker } = await fresh(deployConsortium);
      expect(await membership.members(0, 200)).to.deep.equal([maker.address, grid.address]);
      expect(await membership.members(1, 200)).to.deep.equal([grid.address]);
      expect(await membership.members(0, 1)).to.deep.equal([maker.address]);
      await membership.connect(administrator).expel(maker);
      expect(await membership.members(0, 200)).to.deep.equal([grid.address]);
    });

    describe("given it is admitted again", () => {
      it("has exactly one vote", async () => {
        const { membership, administrator, grid } = await fresh(deployConsortium);
        await membership.connect(administrator).expel(grid);
        await membership.connect(grid).delegate(grid);
        await membership.admit(grid, "Grid Operator II");
        expect(await membership.getVotes(grid)).to.equal(1n);
        expect(await membership.balanceOf(grid)).to.equal(1n);
        expect(await membership.memberCount()).to.equal(2n);
        expect(await membership.nameOf(grid)).to.equal("Grid Operator II");
      });

      it("has one vote even if it went and came within a second", async () => {
        const { membership, administrator, grid } = await fresh(deployConsortium);
        const atS = (await nowS()) + 10;
        await nextBlockAt(atS);
        await membership.connect(administrator).expel(grid);
        await nextBlockAt(atS);
        await membership.admit(grid, "Grid Operator");
        await advanceTo(atS + 1);
        expect(await membership.getPastVotes(grid, atS)).to.equal(1n);
        expect(await membership.getPastTotalSupply(atS)).to.equal(2n);
      });
    });
  });

  describe("one organisation, one vote", () => {
    it("cannot transfer its token, not even by approval", async () => {
      const { membership, maker, stranger } = await fresh(deployConsortium);
      const token = BigInt(maker.address);
      await expect(membership.connect(maker).transferFrom(maker, stranger, token))
        .to.be.revertedWithCustomError(membership, "MembershipSoulbound")
        .withArgs(token);
      await membership.connect(maker).approve(stranger, token);
      await expect(
        membership.connect(stranger)["safeTransferFrom(address,address,uint256)"](maker, stranger, token),
      ).to.be.revertedWithCustomError(membership, "MembershipSoulbound");
    });

    it("cannot delegate away, neither directly nor by signature", async () => {
      const { membership, maker, grid, stranger } = await fresh(deployConsortium);
      await expect(membership.connect(maker).delegate(grid))
        .to.be.revertedWithCustomError(membership, "MembershipNotDelegable")
        .withArgs(maker);
      await expect(membership.connect(maker).delegate(ZeroAddress)).to.be.revertedWithCustomError(
        membership,
        "MembershipNotDelegable",
      );
      const domain = {
        name: "Wattproof Membership",
        version: "1",
        chainId: 31337n,
        verifyingContract: await membership.getAddress(),
      };
      const expiry = (await nowS()) + 1000;
      const signature = chain.ethers.Signature.from(
        await maker.signTypedData(domain, DELEGATION, { delegatee: grid.address, nonce: 0n, expiry }),
      );
      await expect(membership.connect(stranger).delegateBySig(grid, 0n, expiry, signature.v, signature.r, signature.s))
        .to.be.revertedWithCustomError(membership, "MembershipNotDelegable")
        .withArgs(maker);
    });

    it("gains nothing from delegating before it joins", async () => {
      const { membership, stranger, grid } = await fresh(deployConsortium);
      await expect(membership.connect(stranger).delegate(grid)).to.be.revertedWithCustomError(
        membership,
        "MembershipNotDelegable",
      );
      await membership.connect(stranger).delegate(stranger);
      expect(await membership.getVotes(stranger)).to.equal(0n);
      await membership.admit(stranger, "Newcomer");
      await membership.connect(stranger).delegate(stranger);
      expect(await membership.getVotes(stranger)).to.equal(1n);
    });
  });

  it("counts by time", async () => {
    const { membership } = await fresh(deployConsortium);
    expect(await membership.CLOCK_MODE()).to.equal("mode=timestamp");
    expect(await membership.clock()).to.equal(BigInt(await nowS()));
  });
});
