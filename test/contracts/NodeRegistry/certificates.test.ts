import { expect } from "chai";
import { ZeroAddress, ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { TestNode } from "../../support/chain/nodes.js";
import { addressesOf, fiveValidators, fourValidators, openRegistry, SPACING, validatorsOf } from "./registry.js";

const certificateOf = ({ name }: TestNode) => bytes32Of(`certificate of ${name}`);

/** Five validators of which the first one's certificate is revoked. */
async function revoked() {
  const c = await fresh(fiveValidators);
  const [node, ...left] = c.validators as [TestNode, ...TestNode[]];
  await c.registry.revokeCertificate(certificateOf(node));
  await c.wait();
  return { ...c, node, left };
}

describe("NodeRegistry: certificates", () => {
  describe("revokeCertificate", () => {
    it("is the administrator's alone", async () => {
      const { registry, maker } = await fresh(openRegistry);
      await expect(registry.connect(maker).revokeCertificate(bytes32Of("any")))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(maker);
    });

    it("takes the node that has it from the validators, and leaves it registered", async () => {
      const { registry, validators } = await fresh(fiveValidators);
      const [node, ...left] = validators as [TestNode, ...TestNode[]];
      const atS = (await nowS()) + 10;
      await nextBlockAt(atS);
      await expect(registry.revokeCertificate(certificateOf(node)))
        .to.emit(registry, "CertificateRevoked")
        .withArgs(certificateOf(node), node.address);
      expect(await registry.revokedSinceS(certificateOf(node))).to.equal(BigInt(atS));
      expect(await validatorsOf(registry)).to.deep.equal(addressesOf(left));
      expect((await registry.nodeOf(node.address)).validator).to.equal(true);
    });

    it("takes certificates that no node has", async () => {
      const { registry } = await fresh(openRegistry);
      await expect(registry.revokeCertificate(bytes32Of("lost")))
        .to.emit(registry, "CertificateRevoked")
        .withArgs(bytes32Of("lost"), ZeroAddress);
    });

    it("refuses none, and one that is revoked", async () => {
      const { registry, node } = await fresh(revoked);
      await expect(registry.revokeCertificate(ZeroHash)).to.be.revertedWithCustomError(
        registry,
        "NodeRegistryCertificateMissing",
      );
      await expect(registry.revokeCertificate(certificateOf(node)))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateRevoked")
        .withArgs(certificateOf(node));
    });

    it("never leaves three validators where there were four", async () => {
      const { registry, validators } = await fresh(fourValidators);
      await expect(registry.revokeCertificate(certificateOf(validators[0]!)))
        .to.be.revertedWithCustomError(registry, "NodeRegistryLastSafeValidator")
        .withArgs(validators[0]!.address, 4n);
    });
  });

  describe("reinstateCertificate", () => {
    it("is the administrator's alone", async () => {
      const { registry, node, maker } = await fresh(revoked);
      await expect(registry.connect(maker).reinstateCertificate(certificateOf(node)))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(maker);
    });

    it("makes the node a validator again", async () => {
      const { registry, node, validators } = await fresh(revoked);
      await expect(registry.reinstateCertificate(certificateOf(node)))
        .to.emit(registry, "CertificateReinstated")
        .withArgs(certificateOf(node), node.address)
        .and.to.emit(registry, "ValidatorsChanged")
        .withArgs(node.address, true, 5n);
      expect(await registry.revokedSinceS(certificateOf(node))).to.equal(0n);
      expect(await validatorsOf(registry)).to.deep.equal(addressesOf(validators));
    });

    it("leaves an observer an observer, and takes certificates that no node has", async () => {
      const c = await fresh(openRegistry);
      const observer = new TestNode("observer");
      await c.admit(observer, { validator: false });
      for (const hash of [certificateOf(observer), bytes32Of("lost")]) {
        await c.registry.revokeCertificate(hash);
        await c.registry.reinstateCertificate(hash);
      }
      expect(await validatorsOf(c.registry)).to.deep.equal([]);
    });

    it("refuses a certificate that is not revoked", async () => {
      const { registry, left } = await fresh(revoked);
      await expect(registry.reinstateCertificate(certificateOf(left[0]!)))
        .to.be.revertedWithCustomError(registry, "NodeRegistryNotRevoked")
        .withArgs(certificateOf(left[0]!));
    });

    it("changes the validators once in so many blocks", async () => {
      const { registry, validators } = await fresh(fiveValidators);
      await registry.revokeCertificate(certificateOf(validators[0]!));
      const last = await registry.lastChangeBlock();
      await expect(registry.reinstateCertificate(certificateOf(validators[0]!)))
        .to.be.revertedWithCustomError(registry, "NodeRegistryChangedRecently")
        .withArgs(last + BigInt(SPACING));
    });
  });

  describe("revokeNode", () => {
    it("revokes what the node shows then, whatever it showed when it was proposed", async () => {
      const { registry, validators, maker } = await fresh(fiveValidators);
      const [node] = validators as [TestNode];
      const proof = await node.signRenewal(bytes32Of("new"), 1n);
      await registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("new"), proof);
      await expect(registry.revokeNode(node.address))
        .to.emit(registry, "CertificateRevoked")
        .withArgs(bytes32Of("new"), node.address);
      expect(await registry.isValidator(node.address)).to.equal(false);
      expect(await registry.revokedSinceS(certificateOf(node))).to.equal(0n);
      const again = await node.signRenewal(bytes32Of("newer"), 2n);
      await expect(registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("newer"), again))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateRevoked")
        .withArgs(bytes32Of("new"));
      await expect(registry.revokeNode(node.address))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateRevoked")
        .withArgs(bytes32Of("new"));
    });

    it("is the administrator's alone, and about registered nodes", async () => {
      const { registry, maker, stranger, validators } = await fresh(fiveValidators);
      await expect(registry.connect(maker).revokeNode(validators[0]!.address))
        .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
        .withArgs(maker);
      await expect(registry.revokeNode(stranger))
        .to.be.revertedWithCustomError(registry, "NodeRegistryUnknownNode")
        .withArgs(stranger);
    });
  });

  describe("a node whose certificate is revoked", () => {
    it("is removed like any other, which changes no validators", async () => {
      const { registry, node } = await fresh(revoked);
      const last = await registry.lastChangeBlock();
      await registry.remove(node.address);
      expect(await registry.lastChangeBlock()).to.equal(last);
      await registry.reinstateCertificate(certificateOf(node));
      expect(await registry.isValidator(node.address)).to.equal(false);
    });

    it("gets no other certificate by renewing it", async () => {
      const { registry, node, maker } = await fresh(revoked);
      const proof = await node.signRenewal(bytes32Of("new"), 1n);
      await expect(registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("new"), proof))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateRevoked")
        .withArgs(certificateOf(node));
    });
  });

  describe("renew", () => {
    it("gives the node its next certificate by its organisation's word and its own", async () => {
      const { registry, validators, maker } = await fresh(fiveValidators);
      const [node, other] = validators as [TestNode, TestNode];
      const proof = await node.signRenewal(bytes32Of("new"), 1n);
      await expect(registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("new"), proof))
        .to.emit(registry, "NodeRenewed")
        .withArgs(node.address, node.endpoint, certificateOf(node), bytes32Of("new"));
      expect((await registry.nodeOf(node.address)).certificateHash).to.equal(bytes32Of("new"));
      await registry.revokeCertificate(certificateOf(node));
      expect(await registry.isValidator(node.address)).to.equal(true);
      const taken = await other.signRenewal(bytes32Of("new"), 1n);
      await expect(registry.connect(maker).renew(other.address, other.endpoint, bytes32Of("new"), taken))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateTaken")
        .withArgs(bytes32Of("new"), node.address);
    });

    it("tells where the node has moved, with the certificate that it has", async () => {
      const { registry, validators, maker } = await fresh(fiveValidators);
      const node = validators[0]!;
      const moved = "10.0.0.9:30309";
      const proof = await node.signRenewal(certificateOf(node), 1n, moved);
      await registry.connect(maker).renew(node.address, moved, certificateOf(node), proof);
      expect((await registry.nodeOf(node.address)).endpoint).to.equal(moved);
      expect((await registry.nodeOf(node.address)).certificateHash).to.equal(certificateOf(node));
      const nowhere = await node.signRenewal(certificateOf(node), 2n, "");
      await expect(registry.connect(maker).renew(node.address, "", certificateOf(node), nowhere))
        .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidEndpoint")
        .withArgs("");
      await expect(registry.connect(maker).renew(node.address, moved, certificateOf(node), proof))
        .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidProof")
        .withArgs(node.address);
    });

    it("is nobody else's, and not that of an organisation that was expelled", async () => {
      const { registry, validators, maker, grid, membership, administrator } = await fresh(fiveValidators);
      const node = validators[0]!;
      const proof = await node.signRenewal(bytes32Of("new"), 1n);
      await expect(registry.connect(grid).renew(node.address, node.endpoint, bytes32Of("new"), proof))
        .to.be.revertedWithCustomError(registry, "NodeRegistryNotOrganisation")
        .withArgs(node.address, grid);
      await membership.connect(administrator).expel(maker);
      await expect(registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("new"), proof))
        .to.be.revertedWithCustomError(registry, "NodeRegistryNotOrganisation")
        .withArgs(node.address, maker);
    });

    it("refuses a proof of another node, of another certificate, or one that counted", async () => {
      const { registry, validators, maker } = await fresh(fiveValidators);
      const [node, other] = validators as [TestNode, TestNode];
      const renew = (proof: string) =>
        registry.connect(maker).renew(node.address, node.endpoint, bytes32Of("new"), proof);
      for (const proof of [
        await other.signRenewal(bytes32Of("new"), 1n),
        await node.signRenewal(bytes32Of("newer"), 1n),
        await node.signRenewal(bytes32Of("new"), 0n),
      ]) {
        await expect(renew(proof))
          .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidProof")
          .withArgs(node.address);
      }
    });

    it("refuses a revoked certificate, none, and a node that is not registered", async () => {
      const { registry, node, left, maker, stranger } = await fresh(revoked);
      const good = left[0]!;
      const renew = (address: string, hash: string) =>
        registry.connect(maker).renew(address, good.endpoint, hash, "0x");
      await expect(renew(good.address, certificateOf(node)))
        .to.be.revertedWithCustomError(registry, "NodeRegistryCertificateRevoked")
        .withArgs(certificateOf(node));
      await expect(renew(good.address, ZeroHash)).to.be.revertedWithCustomError(
        registry,
        "NodeRegistryCertificateMissing",
      );
      await expect(renew(stranger.address, bytes32Of("new")))
        .to.be.revertedWithCustomError(registry, "NodeRegistryUnknownNode")
        .withArgs(stranger);
    });
  });
});
