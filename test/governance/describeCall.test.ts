import { expect } from "chai";
import { type BaseContract, encodeBytes32String } from "ethers";
import { describe, it } from "mocha";
import { type Book, describeCall, readBook } from "../../governance/index.js";
import type { Hex } from "../../protocol/index.js";
import { decide } from "../contracts/ConsortiumGovernor/voting.js";
import { fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { foundConsortium } from "../support/chain/founded.js";
import { TestNode } from "../support/chain/nodes.js";
import { consortiumOf } from "./consortiumOf.js";

async function opened() {
  const c = await fresh(foundConsortium);
  const consortium = await consortiumOf(c);
  return { c, consortium, book: await readBook(consortium) };
}

async function called(book: Book, to: BaseContract, data: string, valueWei = 0n) {
  return describeCall(book, { target: lower(await to.getAddress()), valueWei, data: data as Hex });
}

/** What is said of a call of `to`. */
function saying(book: Book) {
  return async (to: BaseContract, method: string, ...args: unknown[]) =>
    (await called(book, to, to.interface.encodeFunctionData(method, args).toLowerCase())).says;
}

const HASH = (text: string) => bytes32Of(text).slice(2).toUpperCase();

describe("governance: a call in words", () => {
  it("says of members whom it admits and expels, and whose name is taken", async () => {
    const { c, book } = await opened();
    const says = saying(book);
    const [wxr, , , maker] = c.members.map(({ address }) => lower(address));
    const stranger = lower(c.stranger.address);
    expect(await says(c.membership, "admit", stranger, "New\n\u202e")).to.equal(
      `Admit ${stranger} to the consortium as "New\\n\\u{202e}"`,
    );
    expect(await says(c.membership, "admit", stranger, "wxr")).to.equal(
      `Admit ${stranger} to the consortium as "wxr", a name that the member ${wxr} has already`,
    );
    expect(await says(c.membership, "expel", maker)).to.equal(`Expel "Battery Maker" (${maker}) from the consortium`);
    const unicom = lower(c.members[1]!.address);
    expect(await says(c.membership, "expel", unicom)).to.equal(
      `Expel "unicom" (${unicom}) from the consortium, whose nodes stay until they are removed: "node 5", "node 6"`,
    );
  });

  it("says of nodes and certificates whose they are", async () => {
    const { c, book } = await opened();
    const says = saying(book);
    const wxr = lower(c.members[0]!.address);
    const newcomer = new TestNode("newcomer");
    const [first] = c.validators as [TestNode];
    expect(await says(c.nodes, "admit", newcomer.admission(c.members[0]!), "0x")).to.equal(
      `Admit the node "newcomer" (${lower(newcomer.address)}) of "wxr" (${wxr}) at "${newcomer.endpoint}" as a validator, with the certificate ${HASH("certificate of newcomer")}`,
    );
    expect(await says(c.nodes, "admit", newcomer.admission(c.members[0]!, { validator: false, id: "0x12" }), "0x"))
      .to.include("(no address, since its id has not 64 bytes)")
      .and.include("as an observer");
    expect(await says(c.nodes, "remove", first.address)).to.equal(
      `Remove the node "node 1" (${lower(first.address)}), a validator of "wxr" (${wxr})`,
    );
    expect(await says(c.nodes, "remove", newcomer.address)).to.equal(
      `Remove the node ${lower(newcomer.address)}, which is not registered`,
    );
    expect(await says(c.nodes, "revokeCertificate", bytes32Of("certificate of node 1"))).to.equal(
      `Revoke the certificate ${HASH("certificate of node 1")}, which the node "node 1" (${lower(first.address)}) shows, a validator`,
    );
    expect(await says(c.nodes, "reinstateCertificate", bytes32Of("nobody's"))).to.equal(
      `Reinstate the certificate ${HASH("nobody's")}, which no registered node shows`,
    );
  });

  it("says of names where they lead, and where they led", async () => {
    const { c, book } = await opened();
    const says = saying(book);
    const lots = await c.directory.addressOf(encodeBytes32String("Lots"));
    const stranger = lower(c.stranger.address);
    expect(await says(c.directory, "set", encodeBytes32String("Lots"), stranger)).to.equal(
      `Let the name "Lots" lead to ${stranger} instead of ${lower(lots)}`,
    );
    expect(await says(c.directory, "set", encodeBytes32String("New"), c.anchor)).to.equal(
      `Let the name "New" lead to RecordAnchor (${lower(c.anchor)}), a name that leads nowhere now`,
    );
    expect(await says(c.directory, "retire", encodeBytes32String("Lots"))).to.equal(
      `Take "Lots" out of use, which is ${lower(lots)} now: nobody's client uses it from then on`,
    );
  });

  it("says of roles, the token, issuing bodies and rules what changes", async () => {
    const { c, book } = await opened();
    const says = saying(book);
    const stranger = lower(c.stranger.address);
    const timelock = lower(await c.timelock.getAddress());
    const wxr = `"wxr" (${lower(c.members[0]!.address)})`;
    const anchor = lower(c.anchor);
    for (const [said, expected] of [
      [says(c.authority, "grantRole", 1, c.members[0]!.address, 0), `Grant ${wxr} the role oracle`],
      [
        says(c.authority, "grantRole", 9, stranger, 60),
        `Grant ${stranger} the role number 9, acting with 60 seconds of notice`,
      ],
      [
        says(c.authority, "revokeRole", 0, timelock),
        `Revoke the role administrator of TimelockController (${timelock})`,
      ],
      [says(c.token, "pause"), "Pause the token: nobody transfers or mints it; redeeming goes on"],
      [says(c.token, "unpause"), "End the token's pause"],
      [
        says(c.token, "setMintLimit", 1_500_000n),
        "Let single treasurers mint up to 1.50 NOK within the token's window",
      ],
      [
        says(c.token, "setTreasurers", [stranger], [], 2),
        `Of those who sign in the token's quorums, add ${stranger}, and have 2 sign`,
      ],
      [says(c.certificates, "setIssuingBody", c.members[0]!.address, true), `Appoint ${wxr} an issuing body`],
      [says(c.certificates, "setIssuingBody", c.members[0]!.address, false), `Dismiss ${wxr} as an issuing body`],
      [
        says(c.governor, "classify", c.anchor, "0x12345678", 11),
        `Count calls of 0x12345678 on RecordAnchor (${anchor}) as administer`,
      ],
      [says(c.timelock, "updateDelay", 3600), 'Call TimelockController.updateDelay(newDelay: "3600")'],
    ] as const) {
      expect(await said).to.equal(expected);
    }
  });

  it("shows what a call passes on, however deep, and beyond a bound its bytes", async () => {
    const { c, book } = await opened();
    const { authority, membership, governor } = c;
    const expel = membership.interface.encodeFunctionData("expel", [c.members[3]!.address]);
    const execute = authority.interface.encodeFunctionData("execute", [membership.target, expel]);
    const both = authority.interface.encodeFunctionData("multicall", [[execute, execute]]);
    const relayed = governor.interface.encodeFunctionData("relay", [authority.target, 7, both]);
    const described = await called(book, governor, relayed);
    expect(described.says).to.include("Have the governor call AccessManager");
    const [multi] = described.calls;
    expect(multi).to.include({ says: "Have the AccessManager do 2 things at once, sending it 7 wei", valueWei: 7n });
    expect(multi?.calls.map(({ calls }) => calls[0]?.says)).to.deep.equal(
      [0, 1].map(() => `Expel "Battery Maker" (${lower(c.members[3]!.address)}) from the consortium`),
    );
    const deeper = authority.interface.encodeFunctionData("multicall", [[both]]);
    const deepest = await called(
      book,
      governor,
      governor.interface.encodeFunctionData("relay", [authority.target, 0, deeper]),
    );
    const [inner, ...others] = deepest.calls[0]?.calls[0]?.calls[0]?.calls ?? [];
    expect(others).to.have.length(0);
    expect(inner).to.include({ contract: "Membership", function: null, args: null, data: expel });
    expect(inner?.selector).to.equal(expel.slice(0, 10));
    expect(inner?.says)
      .to.include(`Call Membership with the selector ${expel.slice(0, 10)}, 36 bytes ${expel}`)
      .and.include("it lies deeper in calls than is decoded");
  });

  it("bounds its sentences, and says how much it leaves out", async () => {
    const { c, book } = await opened();
    const says = saying(book);
    const added = Array.from({ length: 250 }, (_, at) => `0x${(at + 1).toString(16).padStart(40, "0")}`);
    const many = await says(c.token, "setTreasurers", added, [], 1);
    expect(many).to.include(added[19]!).and.include(" and 230 more (--json has all), and have 1 sign");
    expect(many).to.not.include(added[20]!);
    const long = await says(c.token, "setTreasurers", [`0x${"12".repeat(5_000)}`], [], 1);
    expect(long).to.include("characters more)").and.have.length.below(400);
  });

  it("guesses nothing: what is not exactly a call of a known contract stays bytes", async () => {
    const { c, book } = await opened();
    const admit = c.membership.interface.encodeFunctionData("admit", [c.stranger.address, "Newcomer"]);
    const dirty = `${admit.slice(0, 10)}${"f".repeat(24)}${admit.slice(34)}`;
    for (const [what, data] of [
      ["bytes behind it", `${admit}00`],
      ["bits beside an address", dirty],
      ["an argument missing", admit.slice(0, 74)],
      ["an unknown function", "0x12345678"],
    ] as const) {
      const { says, args, selector } = await called(book, c.membership, data.toLowerCase());
      expect(args, what).to.equal(null);
      expect(says, what)
        .to.include(`Call Membership with the selector ${selector}`)
        .and.include("nobody here can decode it");
    }
    const short = await called(book, c.membership, "0x1234");
    expect(short).to.include({
      selector: null,
      says: "Call Membership with 2 bytes 0x1234: nobody here can decode it",
    });
    const elsewhere = await describeCall(book, {
      target: lower(c.stranger.address),
      valueWei: 5n,
      data: admit.toLowerCase() as Hex,
    });
    expect(elsewhere).to.include({ contract: null, function: null });
    expect(elsewhere.says)
      .to.include(`Call ${lower(c.stranger.address)} with the selector`)
      .and.include(", sending it 5 wei");
    const invalid = `${admit.slice(0, -64)}ff${admit.slice(-62)}`;
    expect((await called(book, c.membership, invalid.toLowerCase())).args).to.equal(null);
  });

  it("tells a contract that is out of use from the one that is in use", async () => {
    const { c } = await opened();
    const name = encodeBytes32String("EnergyToken");
    const data = c.directory.interface.encodeFunctionData("set", [name, c.anchor]);
    await decide(c, [{ to: c.directory, data }]);
    const book = await readBook(await consortiumOf(c));
    const { says } = await called(book, c.token, c.token.interface.encodeFunctionData("pause"));
    expect(says).to.equal(
      `Pause the token: nobody transfers or mints it; redeeming goes on, at an earlier EnergyToken (${lower(await c.token.getAddress())}), which is out of use`,
    );
  });

  it("calls who was a member by the name that it had", async () => {
    const { c } = await opened();
    const expelled = lower(c.members[6]!.address);
    const data = c.membership.interface.encodeFunctionData("expel", [expelled]);
    await decide(c, [{ to: c.membership, data }]);
    const book = await readBook(await consortiumOf(c));
    expect(await saying(book)(c.membership, "expel", expelled)).to.equal(
      `Expel "Recycler" (${expelled}, no member now) from the consortium`,
    );
  });
});
