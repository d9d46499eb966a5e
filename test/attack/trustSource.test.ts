import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { serializeEvidence, serializeRoots } from "../../protocol/index.js";
import { useWorld } from "../oracle/support/world.js";
import { testDevice } from "../protocol/support/devices.js";
import { mixedHistory } from "../protocol/support/history.js";
import { makeWorld } from "../protocol/support/world.js";
import { wattproof } from "../scripts/support/wattproof.js";

const device = testDevice("p256", "battery");
const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, testDevice("secp256k1", "stranger"));

describe("battery verify and whom it trusts", function () {
  this.timeout(60_000);
  const world = useWorld(before);
  /** The folder that the evidence came in, and the verifier's own. */
  let [folder, home] = ["", ""];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-unpacked-"));
    home = mkdtempSync(join(tmpdir(), "wattproof-home-"));
    writeFileSync(join(folder, "b.evidence.json"), serializeEvidence(bundle));
  });
  after(() => {
    for (const each of [folder, home]) rmSync(each, { recursive: true });
  });

  const verify = async (file: string, args: readonly string[], itsHome = home) => {
    const { stdout, stderr } = await wattproof(["battery", "verify", file, ...args], {
      cwd: folder,
      env: { HOME: itsHome },
    });
    return stdout + stderr;
  };

  it("says against which chain and Directory the evidence holds, and who named them", async () => {
    writeFileSync(join(folder, "roots.json"), serializeRoots(roots));
    const text = await verify("b.evidence.json", ["--roots", "roots.json"]);
    expect(text).to.include("the evidence holds");
    for (const fact of [`chain ${roots.chainId}`, roots.genesisHash, roots.directory, "roots.json"]) {
      expect(text).to.include(fact);
    }
  });

  it("asks a node for no batch that no record is in", async () => {
    const unused = Array.from({ length: 300 }, (_, index) => ({
      stream: `0x${"ab".repeat(32)}` as const,
      sequence: BigInt(index + 1),
      root: `0x${index.toString(16).padStart(64, "0")}` as const,
      count: 1,
    }));
    const flood = { ...bundle, batches: [...bundle.batches, ...unused] };
    writeFileSync(join(folder, "flood.evidence.json"), serializeEvidence(flood));
    let calls = 0;
    const proxy = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      calls += body.split('"eth_call"').length - 1;
      const headers = { "content-type": "application/json" };
      const answer = await fetch(world().rpcUrl, { method: "POST", headers, body });
      response.writeHead(200, headers).end(await answer.text());
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const text = await verify("flood.evidence.json", ["--rpc", url, "--directory", world().contracts.directory]);
    proxy.close();
    expect(text).to.match(/^error (ChainMismatch|DirectoryMismatch): /);
    expect(calls).to.be.greaterThan(0).and.lessThan(50);
  });

  it("takes the Directory from the user's address book, never from the folder that the evidence came in", async () => {
    const bait = `0x${"ba".repeat(20)}`;
    const genesis = await world().provider.getBlock(0);
    const chains = [{ chainId: "31337", genesisHash: genesis?.hash, contracts: { Directory: bait } }];
    for (const path of [".wattproof", join("deploy", "deployments", "chain-31337")]) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    writeFileSync(
      join(folder, ".wattproof", "addresses.json"),
      JSON.stringify({ schema: "wattproof-addresses/1", chains }),
    );
    writeFileSync(
      join(folder, "deploy", "deployments", "chain-31337", "deployed_addresses.json"),
      JSON.stringify({ "Wattproof#Directory": bait }),
    );
    const args = ["--rpc", world().rpcUrl];
    expect(await verify("b.evidence.json", args))
      .to.match(/^error /)
      .and.not.include(bait);
    // The very same book counts where it is the user's own; a home that is no absolute path is nobody's.
    expect(await verify("b.evidence.json", args, folder)).to.include(`No contract stands at ${bait}`);
    expect(await verify("b.evidence.json", args, ".")).to.match(/^error HomeUnknown: /);
  });

  it("loads no code from the folder that the evidence came in", async () => {
    const paths = { "*": ["./replaced.ts"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { baseUrl: ".", paths } }));
    writeFileSync(join(folder, "replaced.ts"), 'console.log("replaced");\n');
    const { code, stdout, stderr } = await wattproof(["--version"], { cwd: folder });
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout).to.match(/^\d+\.\d+\.\d+\n$/);
  });
});
