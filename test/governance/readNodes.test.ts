import { expect } from "chai";
import { describe, it } from "mocha";
import { readContracts, readMembers, readNodes } from "../../governance/index.js";
import { decide } from "../contracts/ConsortiumGovernor/voting.js";
import { chain, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { foundConsortium } from "../support/chain/founded.js";
import { consortiumOf } from "./consortiumOf.js";

describe("governance: who is who", () => {
  it("names the members with their votes, by name", async () => {
    const c = await fresh(foundConsortium);
    const members = await readMembers(await consortiumOf(c));
    const names = ["Battery Maker", "Fleet", "Grid Operator", "Recycler", "unicom", "wxbc", "wxr"];
    expect(members.map(({ name }) => name)).to.deep.equal(names);
    expect(members.map(({ votes }) => votes)).to.deep.equal(names.map(() => 1));
    expect(members.at(-1)?.account).to.equal(lower(c.members[0]!.address));
  });

  it("lists the nodes by their admission, with keys and certificates", async () => {
    const c = await fresh(foundConsortium);
    const nodes = await readNodes(await consortiumOf(c));
    expect(nodes.map(({ index }) => index)).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    const [first] = c.validators;
    expect(nodes[0]).to.deep.include({
      address: lower(first!.address),
      id: first!.id,
      name: "node 1",
      certificateHash: bytes32Of("certificate of node 1"),
      organisation: lower(c.members[0]!.address),
      validator: true,
      admittedAsValidator: true,
      revokedSinceS: null,
    });
  });

  it("keeps the order when nodes leave, and tells whose certificate is revoked since when", async () => {
    const c = await fresh(foundConsortium);
    const remove = c.nodes.interface.encodeFunctionData("remove", [c.validators[1]!.address]);
    await decide(c, [{ to: c.nodes, data: remove }], "Remove");
    await chain.networkHelpers.mine(32);
    const revoke = c.nodes.interface.encodeFunctionData("revokeCertificate", [bytes32Of("certificate of node 7")]);
    await decide(c, [{ to: c.nodes, data: revoke }], "Revoke");
    const consortium = await consortiumOf(c);
    const nodes = await readNodes(consortium);
    expect(nodes.map(({ index }) => index)).to.deep.equal([0, 2, 3, 4, 5, 6]);
    expect(nodes.at(-1)).to.include({ validator: false, admittedAsValidator: true, revokedSinceS: consortium.nowS });
    expect(nodes.filter(({ validator }) => validator)).to.have.length(5);
  });

  it("knows every contract of the Directory, and the Directory itself", async () => {
    const c = await fresh(foundConsortium);
    const consortium = await consortiumOf(c);
    const contracts = await readContracts(consortium);
    expect(contracts.get(consortium.directory)).to.deep.equal({ name: "Directory", isCurrent: true });
    expect(contracts.get(lower(await c.nodes.getAddress()))).to.deep.equal({ name: "NodeRegistry", isCurrent: true });
    expect(contracts.size).to.equal((await c.directory.names()).length + 1);
  });
});
