import { expect } from "chai";
import { describe, it } from "mocha";
import { DeploymentUnwritable, withUnwritable } from "../../scripts/chain/errors.js";

const refusal = (code: string) => Object.assign(new Error(`${code}: no`), { code, path: "/opt/clone/cache" });

describe("what a file system refuses a deployment", () => {
  it("is named with its path, however deep it lies", () => {
    const error = withUnwritable(
      new Error("build failed", { cause: new Error("write", { cause: refusal("EACCES") }) }),
    );
    expect(error).to.be.instanceOf(DeploymentUnwritable);
    expect((error as DeploymentUnwritable).facts).to.deep.equal({ path: "/opt/clone/cache", reason: "EACCES" });
  });

  it("leaves every other error as it is", () => {
    const other = new Error("other", { cause: refusal("ENOENT") });
    expect(withUnwritable(other)).to.equal(other);
    expect(withUnwritable("text")).to.equal("text");
  });
});
