import { readFileSync, statSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { after, before, describe, it } from "mocha";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof contribution", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let ada: string;
  let ben: string;
  let eve: string;
  const commands = jsonCommands(() => terminal, "contribution");
  const { done, refused } = commands;
  const draft = (name: string) => JSON.parse(readFileSync(terminal.path(name), "utf8"));

  before(async () => {
    terminal = await openTerminal();
    [ada, ben, eve] = terminal.consortium.people.map(({ address }) => lower(address)) as [string, string, string];
    terminal.write("idea.txt", "capacity sharing");
  });
  after(() => terminal?.close());

  it("commits, has the others sign, registers as of the commitment, and shows it", async () => {
    const shares = ["--author", `${ada}=600`, "--author", `${ben}=400`];
    const committed = await done("commit", "idea.txt", ...shares, "--out", "idea.json", "--from", ada);
    const content = keccak256(toUtf8Bytes("capacity sharing"));
    expect(committed).to.include({ content, file: "idea.json" });
    expect(statSync(terminal.path("idea.json")).mode & 0o777).to.equal(0o600);
    const { salt } = draft("idea.json");
    const { contributions } = terminal.consortium;
    const committedAtS = Number(await contributions.committedAtS(committed.commitment));
    expect(await contributions.commitmentOf(committed.contribution, salt)).to.equal(committed.commitment);
    expect(terminal.printed.join("\n")).to.not.include(salt);

    await terminal.wait();
    const unsigned = await refused("register", "idea.json", "--from", ada);
    expect(unsigned.code).to.equal("ContributionUnsigned");
    expect(unsigned.message).to.include(ben);
    expect((await refused("sign", "idea.json", "--from", eve)).code).to.equal("ContributionNotAuthor");
    expect((await refused("register", "idea.json", "--from", eve)).code).to.equal("ContributionNotAuthor");
    const signed = await done("sign", "idea.json", "--from", ben);
    expect(signed.signedBy).to.deep.equal([ben]);
    expect(await done("register", "idea.json", "--from", ada)).to.include({
      contribution: committed.contribution,
      countsFromS: committedAtS,
    });

    const shown = await done("show", "--content", "idea.txt");
    expect(shown).to.include({
      contribution: committed.contribution,
      content,
      countsFromS: committedAtS,
      isFirst: true,
    });
    expect(shown.registeredAtS).to.be.greaterThan(committedAtS);
    expect(shown.authors).to.have.deep.members([
      { account: ada, sharePerMille: 600 },
      { account: ben, sharePerMille: 400 },
    ]);
    expect(shown.children).to.deep.equal([]);
    const again = await refused("register", "idea.json", "--from", ada);
    expect(again.code).to.equal("ContributionsAlreadyRegistered");
  });

  it("opens the commitment of what a co-author registered without it", async () => {
    const shares = ["--author", `${ada}=600`, "--author", `${ben}=400`];
    const { commitment } = await done("commit", bytes32Of("joint"), ...shares, "--out", "joint.json", "--from", ada);
    expect((await refused("open", "joint.json", "--from", ada)).code).to.equal("ContributionsUnknown");
    await done("sign", "joint.json", "--from", ada);
    await terminal.wait();
    const { contribution, signatures } = draft("joint.json");
    const { contributions, people } = terminal.consortium;
    const byAda = signatures[0].signature;
    // In the order of the authors; the sender's own is not looked at.
    await contributions.connect(people[1]!).register(contribution, [byAda, byAda]);
    const committedAtS = Number(await contributions.committedAtS(commitment));
    expect(await done("open", "joint.json", "--from", eve)).to.include({ countsFromS: committedAtS });
    expect(await done("show", "--content", bytes32Of("joint"))).to.include({ countsFromS: committedAtS });
    expect((await refused("open", "joint.json", "--from", ada)).code).to.equal("ContributionsNotEarlier");
  });

  it("builds on others, by one author alone", async () => {
    const { contribution: parent } = await done("show", "--content", "idea.txt");
    const hash = bytes32Of("an improvement");
    const child = await done("commit", hash, "--on", parent, "--out", "child.json", "--from", eve);
    expect(child).to.deep.include({
      content: hash,
      parents: [parent],
      authors: [{ account: eve, sharePerMille: 1000 }],
    });
    await done("register", "child.json", "--from", eve);
    expect((await done("show", parent)).children).to.deep.equal([child.contribution]);
    const { stdout } = await terminal.run(
      "contribution",
      "show",
      child.contribution,
      "--directory",
      terminal.directory,
    );
    expect(stdout).to.include(`builds on   ${parent}`).and.to.include(`${eve}, 1000 of 1000`);
  });

  it("refuses shares that are not the whole, an author twice, and writing over a file", async () => {
    const commit = (...more: string[]) => refused("commit", "idea.txt", "--out", "more.json", "--from", ada, ...more);
    expect((await commit("--author", `${ada}=999`)).code).to.equal("UsageInvalid");
    expect((await commit("--author", `${ada}=500`, "--author", `${ada}=500`)).code).to.equal("UsageInvalid");
    expect((await commit("--author", ada)).code).to.equal("UsageInvalid");
    expect((await refused("commit", "nothing.txt", "--out", "more.json", "--from", ada)).code).to.equal(
      "FileUnreadable",
    );
    const twice = await refused("commit", "idea.txt", "--out", "idea.json", "--from", ada);
    expect(twice.code).to.equal("SecretFileExists");
  });

  it("refuses files that are damaged, of another chain, or with another salt", async () => {
    await done("commit", bytes32Of("third"), "--out", "third.json", "--from", ada);
    const good = draft("third.json");
    const registered = async (change: object) => {
      writeFileSync(terminal.path("bad.json"), JSON.stringify({ ...good, ...change }));
      return (await refused("register", "bad.json", "--from", ada)).code;
    };
    expect(await registered({ chainId: "1" })).to.equal("ContributionForeign");
    expect(await registered({ contract: ada })).to.equal("ContributionForeign");
    expect(await registered({ more: 1 })).to.equal("ContributionUnreadable");
    expect(await registered({ contribution: { ...good.contribution, authors: [] } })).to.equal("ContributionNotAuthor");
    expect(await registered({ schema: "wattproof-contribution/2" })).to.equal("SchemaUnsupported");
    expect(await registered({ salt: bytes32Of("another salt") })).to.equal("ContributionsNotCommitted");
  });

  it("says what nobody registered", async () => {
    expect((await refused("show", bytes32Of("nothing"))).code).to.equal("ContributionMissing");
    expect((await refused("show", "--content", bytes32Of("nothing"))).code).to.equal("ContributionMissing");
    expect((await refused("show")).code).to.equal("UsageInvalid");
  });
});
