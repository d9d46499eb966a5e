import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { ROOT } from "./support/wattproof.js";

/** A command line that says where it stands, what runs, and a word from another file; with `--verbose` it throws. */
const COMMAND_LINE = `
import { word } from "./word.js";
export async function main(args: readonly string[]): Promise<number> {
  const { stack } = new Error();
  console.log(import.meta.url.split("/").slice(-2).join("/"));
  console.log(stack?.includes("commandLine") ? "bundle" : "sources");
  console.log(word);
  if (args.includes("--verbose")) console.error(new Error("shown").stack);
  return 3;
}
`;

describe("the bundled command line", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "wattproof-bundle-"));
    for (const name of ["bin", "scripts/bundle", "package.json", "tsconfig.json"]) {
      cpSync(join(ROOT, name), join(root, name), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    writeFileSync(join(root, "scripts", "wattproof.ts"), COMMAND_LINE);
    writeFileSync(join(root, "scripts", "word.ts"), 'export const word: string = "first";\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: "utf8" });
  const make = () => {
    const { status, stdout, stderr } = node(join(root, "scripts", "bundle", "makeBundle.js"));
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    return stdout;
  };
  const start = (...args: string[]) => node(join(root, "bin", "wattproof.js"), ...args);
  const lines = ({ stdout }: { readonly stdout: string }) => stdout.trimEnd().split("\n");

  it("runs in place of its sources, with the same answers and exit code", () => {
    const before = start();
    expect(before.status, before.stderr).to.equal(3);
    expect(lines(before)).to.deep.equal(["scripts/wattproof.ts", "sources", "first"]);
    expect(make()).to.match(/^Bundled the command line/);
    const after = start();
    expect(after.status, after.stderr).to.equal(3);
    expect(lines(after)).to.deep.equal(["scripts/wattproof.ts", "bundle", "first"]);
  });

  it("is passed over as soon as a source changes, and made anew", () => {
    make();
    appendFileSync(join(root, "scripts", "word.ts"), "// Changed.\n");
    expect(lines(start())[1]).to.equal("sources");
    writeFileSync(join(root, "scripts", "word.ts"), 'export const word: string = "other";\n');
    expect(lines(start()).slice(1)).to.deep.equal(["sources", "other"]);
    expect(make()).not.to.equal("");
    expect(lines(start()).slice(1)).to.deep.equal(["bundle", "other"]);
  });

  it("is passed over when packages were installed since, or its making broke off", () => {
    make();
    rmSync(join(root, "node_modules"));
    cpSync(join(ROOT, "node_modules", "tsx"), join(root, "node_modules", "tsx"), { recursive: true });
    for (const name of ["esbuild", "@esbuild"]) {
      symlinkSync(join(ROOT, "node_modules", name), join(root, "node_modules", name));
    }
    expect(lines(start())[1]).to.equal("sources");
    make();
    expect(lines(start())[1]).to.equal("bundle");
    rmSync(join(root, "dist", "commandLine", "stamps.json"));
    expect(lines(start())[1]).to.equal("sources");
  });

  it("is left as it is while it is current", () => {
    make();
    const made = () => statSync(join(root, "dist", "commandLine", "wattproof.js")).mtimeMs;
    const atMs = made();
    expect(make()).to.equal("");
    expect(made()).to.equal(atMs);
  });

  it("names lines of the sources in the stack traces of --verbose", () => {
    make();
    expect(start("--verbose").stderr).to.match(/shown\n\s+at main \(.*scripts\/wattproof\.ts:8:/);
  });
});
