import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { Command } from "commander";
import { describe, it } from "mocha";
import { addConsortium } from "../../../scripts/commands/consortium/addConsortium.js";
import { ROOT } from "../support/wattproof.js";

const page = (name: string) => readFileSync(join(ROOT, "docs", name), "utf8");

describe("wattproof consortium: its commands", () => {
  const consortium = new Command("consortium");
  addConsortium(consortium, { finish: () => undefined });
  const propose = consortium.commands.find((each) => each.name() === "propose");
  const kinds = (propose?.commands ?? []).map((each) => each.name());

  it("are all on the page of commands", () => {
    const names = consortium.commands.map((each) => each.name());
    expect(names).to.have.members([
      "propose",
      "vote",
      "execute",
      "show",
      "proposals",
      "members",
      "nodes",
      "renew-node",
      "confirm-registry",
      "verify",
    ]);
    for (const name of names) expect(page("cli.md"), name).to.match(new RegExp(`^\\| \`consortium ${name}[ \`]`, "m"));
  });

  it("propose what both pages say, and nothing else", () => {
    const [row = ""] = page("cli.md")
      .split("\n")
      .filter((line) => line.startsWith("| `consortium propose"));
    const listed = [...row.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(listed).to.have.members(kinds);
    const table = page("governance.md").split("## States")[0] ?? "";
    for (const kind of kinds) expect(table, kind).to.include(`\`${kind}\``);
  });
});
