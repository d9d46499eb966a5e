import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof role", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let administrator: string;
  let treasurer: string;
  let somebody: string;

  const { run, done, refused } = jsonCommands(() => terminal, "role");
  const holdersOf = async (name: string) => {
    const { roles } = await done("list");
    return roles.find(({ role }: { role: string }) => role === name).holders;
  };

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    administrator = lower(consortium.administrator.address);
    treasurer = lower(consortium.treasurer.address);
    somebody = lower(consortium.people[3]!.address);
  });
  after(() => terminal?.close());

  it("lists who holds what, contracts by their names", async () => {
    const { roles, block } = await done("list");
    expect(block).to.be.a("number");
    expect(roles.map(({ role }: { role: string }) => role)).to.deep.equal([
      ...["administrator", "oracle", "treasurer", "registrar", "incidents", "issuer", "carrier"],
    ]);
    const holders = roles.map(({ holders: all }: { holders: { account: string }[] }) =>
      all.map((each) => each.account),
    );
    const { oracle, registrar, incidents, certifier, monitor } = terminal.consortium;
    const contracts = await Promise.all(
      [incidents, certifier, monitor].map(async (contract) => lower(await contract.getAddress())),
    );
    expect(holders).to.deep.equal([
      [administrator],
      [lower(oracle.address)],
      [treasurer],
      [lower(registrar.address)],
      [contracts[0]],
      [contracts[1]],
      [contracts[2]],
    ]);
    expect(roles[5].holders[0]).to.include({ contract: "ProductionCertifier", delayS: 0 });
    expect(roles[5].holders[0].sinceBlock).to.be.a("number").and.be.lessThan(block);
    const { stdout } = await terminal.run("role", "list", "--directory", terminal.directory);
    expect(stdout)
      .to.include("registrar: admits members (not to be mixed up with device registrar)\n  0x")
      .and.include("(IncidentRegistry) since 20");
  });

  it("grants and revokes, each once", async () => {
    const granted = await done("grant", "registrar", somebody, "--from", administrator);
    expect(granted).to.include({ role: "registrar", account: somebody, granted: true });
    expect((await holdersOf("registrar"))[1]).to.include({ account: somebody, sinceBlock: granted.block });
    const { stdout, code } = await terminal.run(
      ...["member", "admit", lower(terminal.consortium.stranger.address), "--name", "New"],
      ...["--from", somebody, "--directory", terminal.directory],
    );
    expect(code, stdout).to.equal(0);

    const again = await refused("grant", "registrar", somebody, "--from", administrator);
    expect(again.code).to.equal("RoleUnchanged");
    expect(again.message).to.include("holds the role already: registrar");
    const revoked = await done("revoke", "registrar", somebody, "--from", administrator);
    expect(revoked).to.include({ role: "registrar", account: somebody, granted: false });
    expect(await holdersOf("registrar")).to.have.length(1);
    const gone = await refused("revoke", "registrar", somebody, "--from", administrator);
    expect(gone.message).to.include("does not hold the role: registrar");
  });

  it("says what a treasurer's role leaves alone, and for whom a contract's role is made", async () => {
    const asTreasurer = await run("grant", "treasurer", somebody, "--from", administrator);
    expect(asTreasurer.stderr).to.include("quorums is another list");
    expect(await terminal.consortium.token.getSignerCount()).to.equal(2n);
    const asIssuer = await run("grant", "issuer", somebody, "--from", administrator);
    expect(asIssuer.code).to.equal(0);
    expect(asIssuer.stderr).to.include("made for ProductionCertifier alone");
    expect(await holdersOf("issuer")).to.have.length(2);
  });

  it("refuses who does not administer the roles, or not at once", async () => {
    for (const action of ["grant", "revoke"]) {
      const error = await refused(action, "oracle", somebody, "--from", treasurer);
      expect(error.code).to.equal("RoleAdministratorMissing");
      expect(error.message).to.include(`${treasurer} does not administer`);
    }
    const { authority, registrar } = terminal.consortium;
    await authority.grantRole(0n, registrar, 172_800);
    const delayed = await refused("grant", "oracle", somebody, "--from", lower(registrar.address));
    expect(delayed.code).to.equal("RoleAdministratorMissing");
    expect(delayed.message).to.include("only with 2 days of notice");
    expect(delayed.facts).to.include({ delayS: "172800" });
  });

  it("takes the roles that there are, by name", async () => {
    for (const name of ["administrator", "ORACLE", "auditor"]) {
      const error = await refused("grant", name, somebody, "--from", administrator);
      expect(error.code).to.equal("UsageInvalid");
      expect(error.message).to.include("oracle, treasurer, registrar, incidents, issuer, carrier");
    }
  });
});
