import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Besides what is named, a bucket that holds ten full Ethernet frames, and a queue of two seconds. */
const BUCKET = ["burst", "15kb", "latency", "2s"];
/** Of RFC 2544, for tests of network devices: nobody's own. */
const [HERE, THERE, MASK] = ["198.18.77.1", "198.18.77.2", "30"];

const PREFIX = "wattproof-test-";

/**
 * A network namespace of Linux, as another machine would be, at the end of a line that can be made slow: `tc` with a token
 * bucket in both directions (tc-tbf(8)).
 */
export class SlowLine {
  /** Addresses of this machine and of the other end. */
  readonly here = HERE;
  readonly there = THERE;
  readonly #name = `${PREFIX}${process.pid}`;
  #isOpen = false;
  readonly #ends = [`wph${process.pid}`, `wpt${process.pid}`] as const;

  /** Throws what the tools say where they are missing or not allowed; nothing is left then. */
  open(): void {
    const [near, far] = this.#ends;
    removeLeftOver();
    ip("netns", "add", this.#name);
    this.#isOpen = true;
    try {
      ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", this.#name);
      ip("address", "add", `${HERE}/${MASK}`, "dev", near);
      ip("link", "set", near, "up");
      this.#there("ip", "address", "add", `${THERE}/${MASK}`, "dev", far);
      this.#there("ip", "link", "set", far, "up");
      this.#there("ip", "link", "set", "lo", "up");
      this.slow(1000);
      this.free();
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Writes a program that runs Node.js at the other end, with the arguments that it gets. Returns its path. */
  nodeThere(folder: string): string {
    const path = join(folder, "node-there");
    writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${this.#name} '${process.execPath}' "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** @param mbit Millions of bits a second, each way. */
  slow(mbit: number): void {
    const [near, far] = this.#ends;
    const bucket = ["root", "tbf", "rate", `${mbit}mbit`, ...BUCKET];
    run("tc", "qdisc", "replace", "dev", near, ...bucket);
    this.#there("tc", "qdisc", "replace", "dev", far, ...bucket);
  }

  /** As fast as it can be again. */
  free(): void {
    const [near, far] = this.#ends;
    run("tc", "qdisc", "delete", "dev", near, "root");
    this.#there("tc", "qdisc", "delete", "dev", far, "root");
  }

  /** Removes all of it. A namespace takes its end of the line with it, and that the other. */
  close(): void {
    if (this.#isOpen) ip("netns", "delete", this.#name);
    this.#isOpen = false;
  }

  #there(...command: readonly [string, ...string[]]): void {
    ip("netns", "exec", this.#name, ...command);
  }
}

/** Of test runs that were killed. */
function removeLeftOver(): void {
  const names = ip("netns", "list").split(/\s+/);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    if (!existsSync(join("/proc", name.slice(PREFIX.length)))) ip("netns", "delete", name);
  }
}

const ip = (...args: readonly string[]) => run("ip", ...args);

function run(program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
