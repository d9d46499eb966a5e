import { expect } from "chai";
import type { HookContext, SolidityHooks } from "hardhat/types/hooks";
import { describe, it } from "mocha";
import config from "../../../hardhat.config.js";

type Hook = SolidityHooks["getCompilationJobErrors"];

describe("what the compiler tells of", () => {
  it("is all errors, and warnings of our own contracts alone", async () => {
    const plugin = config.plugins?.find(({ id }) => id === "quiet-packages");
    const factory = (await plugin?.hookHandlers?.solidity?.())?.default;
    const hooks = await factory?.();
    const hook = hooks?.getCompilationJobErrors as Hook;
    const message = (severity: "error" | "warning" | "info", source: string) => ({
      ...{ type: "Any", component: "general", message: "", severity },
      formattedMessage: `Warning: something about npm/ and project/.\n${source}`,
    });
    const ours = [
      message(
        "warning",
        "  --> project/contracts/Directory.sol:1:1:\n  --> npm/solady@0.1.26/src/utils/LibSort.sol:2:2:",
      ),
      message("error", " --> npm/solady@0.1.26/src/utils/LibSort.sol:2:2:"),
      message("warning", ""),
    ];
    const theirs = [
      message("warning", "   --> npm/@openzeppelin/contracts@5.7.0/utils/Strings.sol:3:3:"),
      message("info", "  --> npm/solady@0.1.26/src/utils/LibSort.sol:2:2:"),
    ];
    const output = { errors: [...theirs, ...ours], sources: {} };
    const told = await hook({} as HookContext, {} as never, output, async (_context, _job, { errors = [] }) => errors);
    expect(told).to.deep.equal(ours);
    expect(output.errors).to.have.length(5);
  });
});
