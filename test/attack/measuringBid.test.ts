import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Hex } from "../../protocol/index.js";
import { SEED_OFFER } from "../protocol/deals/support/deals.js";
import { openTerminal, type Terminal } from "../scripts/support/deviceCommands.js";
import { jsonCommands } from "../scripts/support/jsonCommands.js";
import { lower } from "../support/chain/consortium.js";

const { price: _price, ...ASKED } = JSON.parse(SEED_OFFER);

describe("a supplier that bids next to nothing of something else for next to nothing, for a dear friend", function () {
  this.timeout(300_000);
  let terminal: Terminal;
  let [buyer, cheap, dear, shill]: string[][] = [];
  const quotation = jsonCommands(() => terminal, "quotation");

  before(async () => {
    terminal = await openTerminal();
    const { maker, membership, people } = terminal.consortium;
    const suppliers = people.slice(0, 3);
    for (const [at, account] of suppliers.entries()) await membership.admit(account, `Supplier ${at}`);
    [buyer, cheap, dear, shill] = [maker, ...suppliers].map(({ address }) => ["--from", lower(address)]);
  });
  after(() => terminal?.close());

  it("does not turn the order of those who bid what was asked for", async () => {
    const criteria = [
      { name: "price", weight: 700 },
      { name: "quantity", weight: 300 },
    ];
    const deadlines = { bidsUntil: "1h", revealsUntil: "2h", awardUntil: "3h" };
    terminal.write("request.json", JSON.stringify({ ...ASKED, criteria, invited: [], sealed: false, ...deadlines }));
    const { request } = await quotation.done("request", "request.json", ...buyer!);
    const bids = [
      [cheap!, "cheap.json", { price: "20", quantity: "200" }],
      [dear!, "dear.json", { price: "40", quantity: "201" }],
      [shill!, "shill.json", { price: "0.000001", quantity: "0.001", item: "A grain of sand", conditions: [] }],
    ] as const;
    for (const [by, out, change] of bids) {
      terminal.write("offer.json", JSON.stringify({ ...JSON.parse(SEED_OFFER), ...change }));
      await quotation.done("bid", request, "offer.json", "--out", out, ...by);
    }
    await terminal.wait(3_600);
    for (const [by, out] of bids) await quotation.done("reveal", request, out, "--openly", ...by);
    const { ranking } = await quotation.done("compare", request);
    const asked = (ranking as { supplier: Hex; deviations: string[] }[]).filter(
      ({ deviations }) => deviations.length === 0,
    );
    expect(asked.map(({ supplier }) => supplier)).to.deep.equal([cheap, dear].map((flags) => flags![1]));
  });
});
