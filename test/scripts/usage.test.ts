import { expect } from "chai";
import { describe, it } from "mocha";
import { STACK_TRACE, wattproof } from "./support/wattproof.js";

const COMMANDS = [["demo"], ["deploy"], ["battery", "verify"], ["ingest", "check"]];

describe("wattproof: help and usage", () => {
  for (const command of COMMANDS) {
    it(`${command.join(" ")} --help explains the command with an example, --json and --verbose`, async () => {
      const { code, stdout, stderr } = await wattproof([...command, "--help"]);
      expect(code).to.equal(0);
      expect(stderr).to.equal("");
      expect(stdout).to.match(new RegExp(`Example:\\n {2}\\$ npx wattproof ${command.join(" ")}`));
      expect(stdout).to.include("--json").and.include("--verbose");
    });
  }

  it("prints the version", async () => {
    const { code, stdout } = await wattproof(["--version"]);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: "0.1.0\n" });
  });

  const WRONG: { args: string[]; says: RegExp }[] = [
    { args: [], says: /does not say what to do/ },
    { args: ["battery"], says: /does not say what to do/ },
    { args: ["frobnicate"], says: /Unknown command 'frobnicate'/ },
    { args: ["demo", "--frobnicate"], says: /Unknown option '--frobnicate'/ },
    { args: ["demo", "more"], says: /Too many arguments/ },
    { args: ["demo", "--limit", "0"], says: /whole number of at least 1/ },
    { args: ["demo", "--limit", "1.5"], says: /whole number of at least 1/ },
    { args: ["demo", "--price", "1.2345"], says: /at most three decimals/ },
    { args: ["demo", "--price", "0.000"], says: /more than 0/ },
    { args: ["demo", "--price", "-1"], says: /more than 0/ },
    { args: ["demo", "--price", "1e3"], says: /more than 0/ },
    { args: ["demo", "--port", "65536"], says: /0 to 65535/ },
    {
      args: ["deploy", "--network", "mainnet"],
      says: /localhost, besu, an address such as .* or the folder of a network/,
    },
    { args: ["battery", "verify"], says: /Missing required argument 'file'/ },
    { args: ["battery", "verify", "x", "--roots", "y", "--directory", `0x${"1".repeat(40)}`], says: /cannot be used/ },
    { args: ["battery", "verify", "x", "--directory", "0x12"], says: /40 hex digits/ },
    { args: ["demo", "deals", "--max", "abc"], says: /'--max <b>' argument 'abc' is invalid.*at most three decimals/ },
    { args: ["demo", "deals", "--min", "1.0005"], says: /'--min <a>' argument '1\.0005' is invalid/ },
    { args: ["ingest", "check"], says: /Missing required argument 'file'/ },
  ];
  for (const { args, says } of WRONG) {
    it(`exits with 2 and one sentence for: ${["wattproof", ...args].join(" ")}`, async () => {
      const { code, stdout, stderr } = await wattproof(args);
      expect(code).to.equal(2);
      expect(stdout).to.equal("");
      expect(stderr).to.match(says);
      expect(stderr).to.match(/^error UsageInvalid: .+\nnext: Run `wattproof.* --help` to see what it takes\.$/m);
      expect(stderr).not.to.match(STACK_TRACE);
    });
  }

  it("puts errors into the one JSON document on stdout with --json", async () => {
    const { code, stdout, stderr } = await wattproof(["demo", "--price", "free", "--json"]);
    expect(code).to.equal(2);
    expect(stderr).to.equal("");
    const { error } = JSON.parse(stdout);
    expect(error.code).to.equal("UsageInvalid");
    expect(error.message).to.include("free");
    expect(error.next).to.include("wattproof demo --help");
  });

  it("shows stack traces only with --verbose", async () => {
    const verbose = await wattproof(["ingest", "check", "no-such-file.csv", "--verbose"]);
    expect(verbose.code).to.equal(1);
    expect(verbose.stderr).to.match(STACK_TRACE);
    const quiet = await wattproof(["ingest", "check", "no-such-file.csv"]);
    expect(quiet.code).to.equal(1);
    expect(quiet.stderr).to.include("error FileUnreadable:").and.not.match(STACK_TRACE);
  });

  it("advertises no command of lots that there is not", async () => {
    const { code, stdout } = await wattproof(["lot", "--help"]);
    expect(code).to.equal(0);
    const [, advertised = ""] = /: lot ([a-z, -]+?),\s…/.exec(stdout.replaceAll(/\s+/g, " ")) ?? [];
    const names = advertised.split(", ");
    expect(names).to.include("create");
    for (const name of names) expect(stdout).to.match(new RegExp(`^ {2}${name} \\[options\\]`, "m"));
  });

  it("names a demo file that is missing before it starts anything", async () => {
    const { code, stderr } = await wattproof(["demo", "--battery", "no-such-battery.csv"]);
    expect(code).to.equal(1);
    expect(stderr).to.match(/^error FileUnreadable: The file "no-such-battery\.csv" does not exist\./);
  });
});
