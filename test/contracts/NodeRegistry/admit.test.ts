import { expect } from "chai";
import { ZeroHash } from "ethers";
import { describe, it } from "mocha";
import { NodeRegistry__factory } from "../../../typechain-types/index.js";
import { chain, fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { type Admission, TestNode } from "../../support/chain/nodes.js";
import { addressesOf, fourValidators, openRegistry, SPACING, validatorsOf } from "./registry.js";

const NODE = new TestNode("node");

/** A registry with one node, an observer. */
async function observed() {
  const c = await fresh(openRegistry);
  await c.admit(NODE, { validator: false });
  return c;
}

describe("NodeRegistry.admit", () => {
  it("is the administrator's alone", async () => {
    const { registry, maker } = await fresh(openRegistry);
    const admission = NODE.admission(maker);
    await expect(registry.connect(maker).admit(admission, await NODE.sign(admission)))
      .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
      .withArgs(maker);
  });

  describe("given a node that signed for itself", () => {
    it("registers it with its key, its organisation, its certificate, its index and its block", async () => {
      const c = await fresh(openRegistry);
      const { registry, maker } = c;
      await expect(c.admit(NODE))
        .to.emit(registry, "NodeAdmitted")
        .withArgs(NODE.address, maker, 0n, NODE.id, "node", NODE.endpoint)
        .and.to.emit(registry, "ValidatorsChanged")
        .withArgs(NODE.address, true, 1n);
      const node = await registry.nodeOf(NODE.address);
      expect(node.id).to.equal(NODE.id);
      expect(node.name).to.equal("node");
      expect(node.endpoint).to.equal(NODE.endpoint);
      expect(node.organisation).to.equal(maker.address);
      expect(node.certificateHash).to.equal(bytes32Of("certificate of node"));
      expect(node.index).to.equal(0n);
      expect(node.blockNumber).to.equal(BigInt(await chain.ethers.provider.getBlockNumber()));
      expect(await registry.isValidator(NODE.address)).to.equal(true);
      expect(await registry.nodeCount()).to.equal(1n);
    });

    it("keeps an observer apart from the validators", async () => {
      const { registry } = await fresh(observed);
      expect(await registry.nodeCount()).to.equal(1n);
      expect(await registry.isValidator(NODE.address)).to.equal(false);
      expect(await validatorsOf(registry)).to.deep.equal([]);
    });

    it("lists nodes by pages", async () => {
      const { registry, validators } = await fresh(fourValidators);
      const page = await registry.nodes(1, 2);
      expect(page.map(({ id }) => id)).to.deep.equal([validators[1]!.id, validators[2]!.id]);
      expect((await registry.nodes(3, 200)).length).to.equal(1);
      expect((await registry.nodes(4, 200)).length).to.equal(0);
      expect(await validatorsOf(registry)).to.deep.equal(addressesOf(validators));
    });
  });

  const refused: [what: string, change: Partial<Admission>, error: string, ...args: unknown[]][] = [
    ["an id of 63 bytes", { id: `0x${"11".repeat(63)}` }, "NodeRegistryInvalidId", `0x${"11".repeat(63)}`],
    ["an id of 65 bytes", { id: `0x04${"11".repeat(64)}` }, "NodeRegistryInvalidId", `0x04${"11".repeat(64)}`],
    ["an empty name", { name: "" }, "NodeRegistryInvalidName", ""],
    ["a name of 65 bytes", { name: "x".repeat(65) }, "NodeRegistryInvalidName", "x".repeat(65)],
    ["no endpoint", { endpoint: "" }, "NodeRegistryInvalidEndpoint", ""],
    ["another node's name", { name: "node" }, "NodeRegistryNameTaken", "node", NODE.address],
    ["no certificate", { certificateHash: ZeroHash as `0x${string}` }, "NodeRegistryCertificateMissing"],
    [
      "another node's certificate",
      { certificateHash: bytes32Of("certificate of node") },
      "NodeRegistryCertificateTaken",
      bytes32Of("certificate of node"),
      NODE.address,
    ],
  ];
  for (const [what, change, error, ...args] of refused) {
    it(`refuses ${what}`, async () => {
      const c = await fresh(observed);
      await expect(c.admit(new TestNode("other"), change))
        .to.be.revertedWithCustomError(c.registry, error)
        .withArgs(...args);
    });
  }

  for (const endpoint of [
    "10.0.0.1",
    "10.0.0.1:",
    "10.0.0.1:0",
    "10.0.0.1:030303",
    "10.0.0.1:65536",
    "10.0.0.256:30303",
    "10.0.00.1:30303",
    "10.0.0:30303",
    "10.0.0.0.1:30303",
    "10.0.0.1:30303 ",
    "10.0.0.1.30303",
    "::1:30303",
    "node.example.org:30303",
    "1".repeat(300),
  ]) {
    it(`refuses the endpoint ${endpoint.slice(0, 24)}`, async () => {
      const c = await fresh(observed);
      await expect(c.admit(new TestNode("other"), { endpoint }))
        .to.be.revertedWithCustomError(c.registry, "NodeRegistryInvalidEndpoint")
        .withArgs(endpoint);
    });
  }

  it("refuses a node of an organisation that is no member", async () => {
    const c = await fresh(openRegistry);
    await expect(c.admit(NODE, { organisation: c.stranger.address }))
      .to.be.revertedWithCustomError(c.registry, "NodeRegistryNotMember")
      .withArgs(c.stranger);
  });

  it("refuses a node that is registered", async () => {
    const c = await fresh(observed);
    await expect(c.admit(NODE, { name: "again", certificateHash: bytes32Of("again") }, 1n))
      .to.be.revertedWithCustomError(c.registry, "NodeRegistryAlreadyRegistered")
      .withArgs(NODE.address);
  });

  it("refuses a revoked certificate", async () => {
    const c = await fresh(openRegistry);
    await c.registry.revokeCertificate(bytes32Of("certificate of node"));
    await expect(c.admit(NODE))
      .to.be.revertedWithCustomError(c.registry, "NodeRegistryCertificateRevoked")
      .withArgs(bytes32Of("certificate of node"));
  });

  describe("the node's proof", () => {
    const forged: [what: string, sign: (admission: Admission) => Promise<string>][] = [
      ["another key's", (admission) => new TestNode("mallory").sign(admission)],
      ["over another organisation", (a) => NODE.sign({ ...a, organisation: new TestNode("mallory").address })],
      ["over another certificate", (a) => NODE.sign({ ...a, certificateHash: bytes32Of("mallory's") })],
      ["over another name", (a) => NODE.sign({ ...a, name: "mallory" })],
      ["over another endpoint", (a) => NODE.sign({ ...a, endpoint: "10.6.6.6:30303" })],
      ["over an observer", (a) => NODE.sign({ ...a, validator: false })],
      ["with another nonce", (a) => NODE.sign(a, 1n)],
      ["empty", async () => "0x"],
      ["cut short", async (a) => (await NODE.sign(a)).slice(0, -2)],
    ];
    for (const [what, sign] of forged) {
      it(`is refused if it is ${what}`, async () => {
        const { registry, maker } = await fresh(openRegistry);
        const admission = NODE.admission(maker);
        await chain.networkHelpers.mine(SPACING);
        await expect(registry.admit(admission, await sign(admission)))
          .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidProof")
          .withArgs(NODE.address);
      });
    }

    it("counts once: a node that was removed signs again before it is back", async () => {
      const c = await fresh(observed);
      await c.registry.remove(NODE.address);
      await expect(c.admit(NODE)).to.be.revertedWithCustomError(c.registry, "NodeRegistryInvalidProof");
      await c.admit(NODE, {}, 1n);
      expect((await c.registry.nodeOf(NODE.address)).index).to.equal(1n);
    });
  });

  describe("given that the validators changed a moment ago", () => {
    it("refuses a validator until so many blocks have passed, an observer never", async () => {
      const c = await fresh(fourValidators);
      const { registry, maker } = c;
      await c.admit(NODE);
      const last = await registry.lastChangeBlock();
      const [next, observer] = [new TestNode("next"), new TestNode("observer")];
      const watching = observer.admission(maker, { validator: false });
      await registry.admit(watching, await observer.sign(watching));
      const admission = next.admission(maker);
      const proof = await next.sign(admission);
      await expect(registry.admit(admission, proof))
        .to.be.revertedWithCustomError(registry, "NodeRegistryChangedRecently")
        .withArgs(last + BigInt(SPACING));
      await registry.admit(admission, proof);
      expect(await registry.lastChangeBlock()).to.equal(last + BigInt(SPACING));
    });
  });

  describe("at the founding", () => {
    it("refuses a node without its proof", async () => {
      const { authority, membership, administrator, maker, registry } = await fresh(openRegistry);
      const factory = new NodeRegistry__factory(administrator);
      await expect(factory.deploy(authority, membership, SPACING, [NODE.admission(maker)], []))
        .to.be.revertedWithCustomError(registry, "NodeRegistryProofsMissing")
        .withArgs(1n, 0n);
      await expect(factory.deploy(authority, membership, SPACING, [NODE.admission(maker)], ["0x"]))
        .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidProof")
        .withArgs(NODE.address);
    });

    it("refuses a spacing of more than 86,400 blocks", async () => {
      const { authority, membership, administrator, registry } = await fresh(openRegistry);
      await expect(new NodeRegistry__factory(administrator).deploy(authority, membership, 86_401, [], []))
        .to.be.revertedWithCustomError(registry, "NodeRegistryInvalidSpacing")
        .withArgs(86_401n);
    });
  });
});
