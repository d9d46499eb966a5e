import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { decide } from "../../contracts/ConsortiumGovernor/voting.js";
import { chain } from "../../support/chain/chain.js";
import { type Founded, foundConsortium } from "../../support/chain/founded.js";
import { openTerminalOn } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const NODE = "newco-node-1";

describe("wattproof consortium renew-node", function () {
  this.timeout(600_000);
  let c: Founded;
  let terminal: Awaited<ReturnType<typeof openTerminalOn<Founded>>>;
  const { done, refused } = jsonCommands(() => terminal, "consortium");
  const shell = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run(...args);
    expect(code, stdout + stderr).to.equal(0);
  };
  const renew = (...args: string[]) => ["renew-node", NODE, "--of", "newco", "--account", "newco.json", ...args];
  const certificate = (file: string) =>
    new X509Certificate(readFileSync(terminal.path(`newco/nodes/${NODE}/tls/${file}`)));
  const hashOf = (file: string) => `0x${certificate(file).fingerprint256.replaceAll(":", "").toLowerCase()}`;
  const waiting = () => terminal.path(`newco/nodes/${NODE}/tls/node.next.crt`);

  before(async () => {
    c = await foundConsortium();
    terminal = await openTerminalOn(c);
    terminal.write("hosts.json", '["10.0.9.1:30303"]');
    const part = ["--org", "newco", "--nodes", "1", "--chain-id", "31337", "--hosts", "hosts.json"];
    await shell("network", "keygen", ...part, "--out", "newco");
    await shell("account", "create", "newco.json", "--import-file", "newco/organisations/newco/account.key");
    const { organisation, nodes } = JSON.parse(readFileSync(terminal.path("newco/newco.founding.json"), "utf8"));
    await chain.networkHelpers.setBalance(organisation.account, 10n ** 20n);
    await chain.networkHelpers.mine(20);
    const [{ id, name, host, port, certificateHash, validator, proof }] = nodes;
    const admission = { id, name, endpoint: `${host}:${port}`, organisation: organisation.account, certificateHash };
    await decide(c, [
      { to: c.membership, data: c.membership.interface.encodeFunctionData("admit", [organisation.account, "newco"]) },
      { to: c.nodes, data: c.nodes.interface.encodeFunctionData("admit", [{ ...admission, validator }, proof]) },
    ]);
  });
  after(() => terminal?.close());

  it("refuses an address that others cannot reach, and changes nothing", async () => {
    const before = hashOf("node.crt");
    for (const host of ["127.0.0.1:30303", "10.0.9.2", "10.0.9.2:0", "example.org:30303"]) {
      expect((await refused(...renew("--host", host))).code).to.equal("HostsInvalid");
    }
    expect(hashOf("node.crt")).to.equal(before);
    expect(existsSync(waiting())).to.equal(false);
  });

  it("refuses the node of another organisation, and a folder without its keys", async () => {
    expect((await refused("renew-node", "node 1", "--of", "newco", "--account", "newco.json")).code).to.equal(
      "OwnFolderInvalid",
    );
    expect((await refused("renew-node", NODE, "--of", "nowhere", "--account", "newco.json")).code).to.equal(
      "OwnFolderInvalid",
    );
    expect((await refused("renew-node", "nobody", "--of", "newco", "--account", "newco.json")).code).to.equal(
      "NodeNameUnknown",
    );
  });

  it("leaves the certificate waiting if the registry refuses it, and takes the same one when asked again", async () => {
    const before = hashOf("node.crt");
    const from = ["--from", c.members[0]!.address.toLowerCase()];
    const error = await refused("renew-node", NODE, "--of", "newco", "--valid-years", "3", ...from);
    expect(error.code).to.equal("NodeRegistryNotOrganisation");
    expect(hashOf("node.crt")).to.equal(before);
    const next = hashOf("node.next.crt");

    const { certificateHash, endpoint, validUntil } = await done(...renew());
    expect({ certificateHash, endpoint }).to.deep.equal({ certificateHash: next, endpoint: "10.0.9.1:30303" });
    expect(hashOf("node.crt")).to.equal(next);
    expect(existsSync(waiting())).to.equal(false);
    expect(new Date(validUntil).getTime()).to.equal(certificate("node.crt").validToDate.getTime());
    const { nodes } = await done("nodes");
    expect(nodes.at(-1)).to.deep.include({ name: NODE, caHash: next.slice(2).toUpperCase(), validator: true });
  });

  it("goes on where it was stopped after its transaction", async () => {
    await done(...renew());
    const registered = readFileSync(terminal.path(`newco/nodes/${NODE}/tls/node.crt`), "utf8");
    writeFileSync(waiting(), registered);
    const { transaction, certificateHash } = await done(...renew());
    expect(transaction).to.equal(null);
    expect(certificateHash).to.equal(hashOf("node.crt"));
  });

  it("moves a node, past a certificate for its old address that waits still, and says what to change", async () => {
    writeFileSync(waiting(), "cut short");
    const args = ["consortium", ...renew("--host", "10.0.9.2:30304"), "--directory", terminal.directory];
    const { code, stdout, stderr } = await terminal.run(...args);
    expect(code, stderr).to.equal(0);
    expect(stdout).to.include(`In nodes/${NODE}/config.toml set p2p-host = "10.0.9.2" and p2p-port = 30304`);
    expect(certificate("node.crt").subjectAltName).to.include("IP Address:10.0.9.2").and.include("@10.0.9.2:30304");
    const { nodes } = await done("nodes");
    expect(nodes.at(-1)).to.deep.include({ endpoint: "10.0.9.2:30304" });
  });

  it("never prints a key", () => {
    const keys = ["organisations/newco/account.key", "organisations/newco/agency.key", `nodes/${NODE}/key`];
    for (const path of keys) {
      const secret = readFileSync(terminal.path(`newco/${path}`), "utf8").trim();
      expect(terminal.printed.join("\n")).to.not.include(secret.split("\n").at(1) ?? secret);
    }
  });
});
