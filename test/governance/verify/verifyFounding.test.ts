import { expect } from "chai";
import { before, describe, it } from "mocha";
import type { Verification } from "../../../governance/index.js";
import { foundingOf } from "../../support/chain/founded.js";
import { type RecordedFounding, recordFounding, replay, verified } from "./replayedFounding.js";

const toldOf = ({ findings }: Verification) =>
  findings.map(({ code, check, message }) => `${code} ${check}: ${message}`);

describe("verifyFounding", function () {
  this.timeout(120_000);
  let recorded: RecordedFounding;
  const directory = () => recorded.contracts.directory!;

  before(async () => {
    recorded = await recordFounding(foundingOf);
  });

  it("finds nothing in a founding as it was agreed on", async () => {
    const verification = await verified(await replay(recorded), recorded.founding, directory());
    expect(toldOf(verification)).to.deep.equal([]);
    expect(verification.ok).to.equal(true);
  });
});
