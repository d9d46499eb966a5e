import { readFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { decide } from "../../contracts/ConsortiumGovernor/voting.js";
import { chain, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { openTerminalOn } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const upper = (text: string) => bytes32Of(`certificate of ${text}`).slice(2).toUpperCase();

describe("wattproof consortium: members and nodes", function () {
  this.timeout(600_000);
  let c: Founded;
  let terminal: Awaited<ReturnType<typeof openTerminalOn<Founded>>>;
  const { run, done, refused } = jsonCommands(() => terminal, "consortium");
  const read = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("consortium", ...args, "--directory", terminal.directory);
    expect(code, stdout).to.equal(0);
    return stdout;
  };
  const by = () => ["--from", lower(c.members[3]!.address)];
  /** Lets the members carry out a change of the validators, and the blocks go by that lie between two. */
  const change = async (method: "remove" | "revokeCertificate", argument: string) => {
    const data = c.nodes.interface.encodeFunctionData(method as "remove", [argument]);
    await decide(c, [{ to: c.nodes, data }], `${method} ${argument}`);
    await chain.networkHelpers.mine(10);
  };

  before(async () => {
    c = await foundConsortium();
    terminal = await openTerminalOn(c);
  });
  after(() => terminal?.close());

  it("names the members, their votes and the nodes that each runs", async () => {
    const { members } = await done("members");
    expect(members).to.have.length(7);
    const wxr = lower(c.members[0]!.address);
    expect(members.at(-1)).to.deep.equal({ account: wxr, name: "wxr", votes: 1, nodes: 4, validators: 4 });
    expect(await read("members")).to.include(`"wxr"  ${wxr}  1 vote, 4 nodes, 4 of them validating\n`);
  });

  it("lists the nodes in the form of the consortium's node lists", async () => {
    const { nodes } = await done("nodes");
    expect(nodes).to.have.length(7);
    const [first] = c.validators;
    const { blocknumber } = nodes[0];
    expect(nodes[0]).to.deep.equal({
      id: first!.id.slice(2),
      name: "node 1",
      agency: "wxr",
      caHash: upper("node 1"),
      Idx: 0,
      blocknumber,
      endpoint: first!.endpoint,
      address: lower(first!.address),
      organisation: lower(c.members[0]!.address),
      validator: true,
      revokedSinceS: null,
    });
    const text = await read("nodes");
    const expected = [
      "-----node 0-----",
      `id=${first!.id.slice(2)}`,
      "name=node 1",
      "agency=wxr",
      `caHash=${upper("node 1")}`,
      "Idx=0",
      `blocknumber=${blocknumber}`,
      `endpoint=${first!.endpoint}`,
      "role=validator",
      "certificate=valid",
      "-----node 1-----",
    ];
    expect(text.split("\n").slice(0, 11)).to.deep.equal(expected);
  });

  it("warns of what the removal of a validator means, with the arithmetic", async () => {
    const { result, stderr } = await run("propose", "remove-node", "node 7", ...by());
    expect(result.kind).to.equal("remove-node");
    expect(result.warnings.map(({ code }: { code: string }) => code)).to.deep.equal([
      "ValidatorsInVain",
      "OrganisationCanHalt",
      "OrganisationCanRewrite",
    ]);
    expect(stderr).to.include("6 validators tolerate 1 faulty").and.include('"wxr" holds 4 of 6 validators');
    expect((await refused("propose", "remove-node", "node 99", ...by())).code).to.equal("NodeNameUnknown");
    const unknown = await refused("propose", "remove-node", `0x${"12".repeat(20)}`, ...by());
    expect(unknown.code).to.equal("NodeRegistryUnknownNode");
  });

  it("takes a certificate by its node, or by its hash as tools print it", async () => {
    const byNode = await done("propose", "revoke-certificate", "node 6", ...by());
    const colons = upper("node 6").replace(/..(?=.)/g, "$&:");
    const byHash = await done("propose", "revoke-certificate", colons, ...by());
    // By its node it is whatever the node shows when that is carried out.
    expect(byNode.says).to.match(/^Revoke the certificate that the node "node 6" \(0x[0-9a-f]{40}\) shows then, now /);
    expect(byNode.says).to.include(`${upper("node 6")}, a validator`);
    expect(byHash.says).to.include(`Revoke the certificate ${upper("node 6")}, which the node "node 6"`);
    for (const { kind, warnings } of [byNode, byHash]) {
      expect([kind, warnings[0].code]).to.deep.equal(["revoke-certificate", "ValidatorsInVain"]);
    }
    const nothing = await refused("propose", "reinstate-certificate", "node 6", ...by());
    expect(nothing.code).to.equal("NodeRegistryNotRevoked");
  });

  it("admits a node by the file that network keygen wrote, once its organisation is a member", async () => {
    const keygen = ["network", "keygen", "--org", "newco", "--nodes", "1", "--out", "newco", "--chain-id", "31337"];
    const { code, stderr } = await terminal.run(...keygen);
    expect(code, stderr).to.equal(0);
    const file = "newco/newco.founding.json";
    const founding = JSON.parse(readFileSync(terminal.path(file), "utf8"));
    const admit = ["propose", "admit-node", file, "--node", "newco-node-1", ...by()];
    expect((await refused(...admit)).code).to.equal("NodeOrganisationUnfit");

    const data = c.membership.interface.encodeFunctionData("admit", [founding.organisation.account, "newco"]);
    await decide(c, [{ to: c.membership, data }], "newco");
    expect((await refused(...admit, "--observer")).code).to.equal("NodeRoleDiffers");
    const absent = await refused("propose", "admit-node", file, "--node", "newco-node-2", ...by());
    expect(absent.code).to.equal("NodeNotInFounding");
    terminal.write("forged.json", JSON.stringify({ ...founding, chainId: "1" }));
    const forged = await refused("propose", "admit-node", "forged.json", "--node", "newco-node-1", ...by());
    expect(forged.code).to.equal("NodeProofInvalid");

    const proposed = await done(...admit);
    expect(proposed).to.include({ kind: "admit-node", share: "majority" });
    expect(proposed.says).to.include('Admit the node "newco-node-1"').and.include("as a validator");
    expect(proposed.warnings.map(({ code: each }: { code: string }) => each)).to.deep.equal([
      "ValidatorsInVain",
      "OrganisationCanHalt",
    ]);
  });

  it("notes a validator whose certificate is revoked, and refuses to lose the last that is safe", async () => {
    await change("revokeCertificate", bytes32Of("certificate of node 7"));
    const atS = await nowS();
    const text = await read("nodes");
    expect(text).to.include(
      "role=observer, a validator again once its certificate is reinstated\ncertificate=revoked since 20",
    );
    const { nodes } = await done("nodes");
    expect(nodes[6].revokedSinceS).to.be.a("number").and.be.at.most(atS);
    for (const node of [5, 4]) await change("remove", c.validators[node]!.address);
    const error = await refused("propose", "remove-node", "node 1", ...by());
    expect(error.code).to.equal("NodeRegistryLastSafeValidator");
    expect(error.message).to.include("validators 4");
    expect((await refused("propose", "revoke-certificate", "node 1", ...by())).code).to.equal(
      "NodeRegistryLastSafeValidator",
    );
    const reinstated = await done("propose", "reinstate-certificate", "node 7", ...by());
    expect(reinstated.warnings[0].code).to.equal("ValidatorsInVain");
  });
});
