import { expect } from "chai";
import { describe, it } from "mocha";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { fresh, nextBlockAt } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import {
  DAY_S,
  type GrantParty,
  type GrantTerms,
  library,
  STATE,
  signGrant,
  signRevocation,
} from "../../support/chain/grants.js";

type Library = Awaited<ReturnType<typeof library>>;

/** What a stranger relays: the terms, signed by a party with a nonce. */
async function relayed(l: Library, wish: GrantTerms, by: GrantParty, nonce = 0n, deadlineS = l.startS + 600) {
  return [wish, deadlineS, await signGrant(l, wish, { nonce, deadlineS }, by)] as const;
}

describe("DataGrants: by signature", () => {
  it("grants what the owner signed, relayed by anyone, once", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, terms, isGranted } = l;
    const signed = await relayed(l, terms(), owner);
    await dataGrants.giveBySignature(...signed);
    expect((await dataGrants.grantOf(1)).grantor).to.equal(owner.address);
    expect(await isGranted(terms())).to.equal(true);
    expect(await dataGrants.nonces(owner)).to.equal(1n);
    await dataGrants.connect(owner).revoke(1);
    await expect(dataGrants.giveBySignature(...signed))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidSignature")
      .withArgs(owner);
    expect(await isGranted(terms())).to.equal(false);
  });

  it("refuses other terms, another signer, a later nonce, and the former owner's signature", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, next, stranger, terms, sell } = l;
    const refused = async ([, deadlineS, signature]: Awaited<ReturnType<typeof relayed>>, wish = terms(), by = owner) =>
      expect(dataGrants.giveBySignature(wish, deadlineS, signature))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidSignature")
        .withArgs(by);
    const signed = await relayed(l, terms(), owner);
    await refused(signed, terms({ untilS: l.startS + 2 * DAY_S }));
    await refused(signed, terms({ reader: stranger.address }));
    await refused([signed[0], signed[1] + 1, signed[2]]);
    await refused(await relayed(l, terms(), stranger));
    await refused(await relayed(l, terms(), owner, 1n));
    await sell(owner, next);
    await refused(signed, terms(), next);
  });

  it("refuses a signature that comes too late, and one about what nobody owns", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, terms, startS } = l;
    const signed = await relayed(l, terms(), owner);
    await nextBlockAt(startS + 601);
    await expect(dataGrants.giveBySignature(...signed))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsSignatureExpired")
      .withArgs(startS + 600);
    const wish = terms({ subject: { kind: 1, id: bytes32Of("no battery") } });
    await expect(dataGrants.giveBySignature(...(await relayed(l, wish, owner))))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsNotOwner")
      .withArgs(wish.subject.id, `0x${"00".repeat(20)}`);
    const soon = await relayed(l, terms(), owner, 0n, startS + 700);
    await nextBlockAt(startS + 700);
    await dataGrants.giveBySignature(...soon);
  });

  it("asks a contract wallet that owns the device", async () => {
    const l = await fresh(library);
    const { dataGrants, administrator, owner, next, terms, sell, isGranted } = l;
    const wallet = await new ContractWallet__factory(administrator).deploy(next.address);
    await sell(owner, { address: await wallet.getAddress() });
    await dataGrants.giveBySignature(...(await relayed(l, terms(), next)));
    expect(await isGranted(terms())).to.equal(true);
    await wallet.lock();
    await expect(dataGrants.giveBySignature(...(await relayed(l, terms(), next, 1n))))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidSignature")
      .withArgs(wallet);
  });

  it("voids what was signed and nobody relayed", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, terms } = l;
    const signed = await relayed(l, terms(), owner);
    await expect(dataGrants.connect(owner).voidSigned()).to.emit(dataGrants, "SignedGrantVoided").withArgs(owner, 0);
    await expect(dataGrants.giveBySignature(...signed))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidSignature")
      .withArgs(owner);
    await dataGrants.giveBySignature(...(await relayed(l, terms(), owner, 1n)));
  });

  it("revokes by the signature of the grantor or the present owner, relayed by anyone", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, next, reader, meter, startS, give, sell } = l;
    await give();
    await give();
    const deadlineS = startS + 600;
    const revoked = async (number: bigint, by: GrantParty) =>
      dataGrants.revokeBySignature(number, by.address, deadlineS, await signRevocation(l, { number, deadlineS }, by));
    await sell(owner, next);
    await expect(await revoked(1n, owner))
      .to.emit(dataGrants, "GrantRevoked")
      .withArgs(1, meter.id, reader, owner);
    await revoked(2n, next);
    expect([await dataGrants.stateOf(1), await dataGrants.stateOf(2)]).to.deep.equal([STATE.revoked, STATE.revoked]);
  });

  it("refuses a revocation that is forged, of another grant, too late, or by somebody else", async () => {
    const l = await fresh(library);
    const { dataGrants, owner, reader, startS, give } = l;
    await give();
    const deadlineS = startS + 600;
    const sign = (number: bigint, by: GrantParty) => signRevocation(l, { number, deadlineS }, by);
    for (const signature of [await sign(1n, reader), await sign(2n, owner), "0x"]) {
      await expect(dataGrants.revokeBySignature(1, owner, deadlineS, signature))
        .to.be.revertedWithCustomError(dataGrants, "DataGrantsInvalidSignature")
        .withArgs(owner);
    }
    await expect(dataGrants.revokeBySignature(1, reader, deadlineS, await sign(1n, reader)))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsNotRevoker")
      .withArgs(1, reader);
    await nextBlockAt(deadlineS + 1);
    await expect(dataGrants.revokeBySignature(1, owner, deadlineS, await sign(1n, owner)))
      .to.be.revertedWithCustomError(dataGrants, "DataGrantsSignatureExpired")
      .withArgs(deadlineS);
    expect(await dataGrants.stateOf(1)).to.equal(STATE.inForce);
  });
});
