import { expect } from "chai";
import { describe, it } from "mocha";
import { fresh } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { TestNode } from "../../support/chain/nodes.js";
import { addressesOf, fiveValidators, fourValidators, openRegistry, validatorsOf, withValidators } from "./registry.js";

function threeValidators() {
  return withValidators(3);
}

describe("NodeRegistry.remove", () => {
  it("is the administrator's alone", async () => {
    const { registry, maker, validators } = await fresh(fiveValidators);
    await expect(registry.connect(maker).remove(validators[0]!.address))
      .to.be.revertedWithCustomError(registry, "AccessManagedUnauthorized")
      .withArgs(maker);
  });

  it("refuses a node that it does not know", async () => {
    const { registry, stranger } = await fresh(openRegistry);
    for (const call of [() => registry.remove(stranger), () => registry.nodeOf(stranger)]) {
      await expect(call()).to.be.revertedWithCustomError(registry, "NodeRegistryUnknownNode").withArgs(stranger);
    }
  });

  it("takes a validator out of the set, and frees its name and its certificate", async () => {
    const c = await fresh(fiveValidators);
    const { registry, validators } = c;
    const [gone, ...left] = validators as [TestNode, ...TestNode[]];
    await expect(registry.remove(gone.address))
      .to.emit(registry, "NodeRemoved")
      .withArgs(gone.address)
      .and.to.emit(registry, "ValidatorsChanged")
      .withArgs(gone.address, false, 4n);
    expect(await validatorsOf(registry)).to.deep.equal(addressesOf(left));
    expect(await registry.nodeCount()).to.equal(4n);
    const heir = new TestNode("heir");
    await c.admit(heir, { name: gone.name, certificateHash: bytes32Of(`certificate of ${gone.name}`) });
    expect((await registry.nodeOf(heir.address)).index).to.equal(5n);
  });

  it("takes an observer away whenever it is asked to", async () => {
    const c = await fresh(fourValidators);
    const observer = new TestNode("observer");
    await c.admit(observer, { validator: false });
    const before = await c.registry.lastChangeBlock();
    await c.registry.remove(observer.address);
    expect(await c.registry.lastChangeBlock()).to.equal(before);
  });

  it("never leaves three validators where there were four", async () => {
    const { registry, validators } = await fresh(fourValidators);
    await expect(registry.remove(validators[0]!.address))
      .to.be.revertedWithCustomError(registry, "NodeRegistryLastSafeValidator")
      .withArgs(validators[0]!.address, 4n);
  });

  it("lets a chain that never had four shrink to one, and no further", async () => {
    const c = await fresh(threeValidators);
    const { registry, validators } = c;
    for (const { address } of validators.slice(1)) {
      await c.wait();
      await registry.remove(address);
    }
    await c.wait();
    await expect(registry.remove(validators[0]!.address))
      .to.be.revertedWithCustomError(registry, "NodeRegistryLastSafeValidator")
      .withArgs(validators[0]!.address, 1n);
  });

  it("changes the set once in so many blocks", async () => {
    const c = await fresh(withSix);
    await c.registry.remove(c.validators[0]!.address);
    await expect(c.registry.remove(c.validators[1]!.address)).to.be.revertedWithCustomError(
      c.registry,
      "NodeRegistryChangedRecently",
    );
    await c.wait();
    await c.registry.remove(c.validators[1]!.address);
  });
});

function withSix() {
  return withValidators(6);
}
