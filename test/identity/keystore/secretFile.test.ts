import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { createSecretFile, replaceSecretFile } from "../../../identity/index.js";
import { codeOf } from "../support/refusal.js";

describe("files with secrets", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-secret-"));
    path = join(folder, "key.json");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("are readable by their owner alone, and alone in their directory", () => {
    createSecretFile(path, "first");
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    replaceSecretFile(path, "second");
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readFileSync(path, "utf8")).to.equal("second");
    expect(readdirSync(folder)).to.deep.equal(["key.json"]);
  });

  it("are never written over, nor written through a link", async () => {
    createSecretFile(path, "first");
    expect(await codeOf(() => createSecretFile(path, "second"))).to.equal("SecretFileExists");
    expect(readFileSync(path, "utf8")).to.equal("first");
    const link = join(folder, "link.json");
    symlinkSync(join(folder, "elsewhere"), link);
    expect(await codeOf(() => createSecretFile(link, "second"))).to.equal("SecretFileExists");
    expect(readdirSync(folder).sort()).to.deep.equal(["key.json", "link.json"]);
  });

  it("say that their directory is not there", async () => {
    expect(await codeOf(() => createSecretFile(join(folder, "no", "key.json"), ""))).to.equal("SecretFileUnwritable");
    expect(await codeOf(() => replaceSecretFile(folder, ""))).to.equal("SecretFileUnwritable");
    expect(readdirSync(folder)).to.deep.equal([]);
  });
});
