import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { BIN, ROOT, STACK_TRACE } from "./support/wattproof.js";

describe("wattproof demo and Ctrl-C", () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill("SIGKILL"));

  const start = (...args: string[]) => {
    const started = spawn(process.execPath, [BIN, "demo", ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    const stderr: string[] = [];
    started.stderr.on("data", (chunk: Buffer) => stderr.push(chunk.toString()));
    child = started;
    return { started, stderr, exit: once(started, "close") };
  };

  it("ends a demo that shows the page with 0 and without a word", async () => {
    const { started, stderr, exit } = start("--json", "--port", "0", "--limit", "2");
    const [line] = await once(createInterface({ input: started.stdout }), "line");
    expect(String(line)).to.equal("{");
    started.kill("SIGINT");
    // The terminal and npm may each deliver the same Ctrl-C.
    started.kill("SIGINT");
    expect(await exit).to.deep.equal([0, null]);
    expect(stderr.join("")).to.equal("");
  });

  it("ends a replay that it breaks off with 130 and without a stack trace", async () => {
    const { started, stderr, exit } = start("--once");
    await once(started.stderr, "data");
    started.kill("SIGTERM");
    expect(await exit).to.deep.equal([130, null]);
    expect(stderr.join("")).not.to.match(STACK_TRACE).and.not.to.include("error");
  });
});
