import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { describe, it } from "mocha";
import { writeFolder } from "../../../network/folder/writeFolder.js";
import { skipBecause } from "../../../scripts/checks/tests/skipBecause.js";
import { codeOf, withFolder } from "../support/foundings.js";

const FILES = [
  { path: "open.txt", text: "a" },
  { path: "secrets/deep/key", text: "b", isSecret: true },
  { path: "secrets/deep/note.txt", text: "c" },
] as const;
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("a folder that is written", () => {
  it("has secrets that nobody else can read, in folders that nobody else can enter", () => {
    withFolder((folder) => {
      const out = join(folder, "a", "out");
      writeFolder(out, FILES, ["secrets/data"]);
      expect(readFileSync(join(out, "secrets/deep/note.txt"), "utf8")).to.equal("c");
      expect(modeOf(join(out, "secrets/deep/key"))).to.equal("600");
      expect(modeOf(join(out, "secrets/deep"))).to.equal("700");
      expect(modeOf(join(out, "secrets/data"))).to.equal("700");
      expect(Number.parseInt(modeOf(join(out, "open.txt")), 8) & 0o400).to.equal(0o400);
      expect(readdirSync(join(folder, "a"))).to.deep.equal(["out"]);
    });
  });

  it("takes the place of an empty one", () => {
    withFolder((folder) => {
      mkdirSync(join(folder, "out"));
      writeFolder(join(folder, "out"), FILES);
      expect(existsSync(join(folder, "out", "open.txt"))).to.equal(true);
    });
  });

  it("is refused where there is something, which stays as it was", () => {
    withFolder((folder) => {
      const taken = join(folder, "taken");
      mkdirSync(taken);
      writeFileSync(join(taken, ".hidden"), "mine");
      const file = join(folder, "file");
      writeFileSync(file, "mine");
      for (const out of [taken, file, join(file, "below"), process.cwd()]) {
        expect(
          codeOf(() => writeFolder(out, FILES)),
          out,
        ).to.equal("OutFolderUnfit");
      }
      expect(readdirSync(taken)).to.deep.equal([".hidden"]);
      expect(readFileSync(file, "utf8")).to.equal("mine");
      expect(readdirSync(folder).sort()).to.deep.equal(["file", "taken"]);
    });
  });

  it("is there whole or not at all: what breaks on the way leaves nothing", () => {
    withFolder((folder) => {
      const twice = [...FILES, { path: "open.txt", text: "again" }];
      expect(codeOf(() => writeFolder(join(folder, "out"), twice))).to.equal("OutFolderUnfit");
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });

  it("is refused by name where nobody may write", function () {
    if (process.getuid?.() === 0) skipBecause(this, "root may write everywhere; run it as another user");
    withFolder((folder) => {
      chmodSync(folder, 0o500);
      expect(codeOf(() => writeFolder(join(folder, "out"), FILES))).to.equal("OutFolderUnfit");
      chmodSync(folder, 0o700);
    });
  });
});
