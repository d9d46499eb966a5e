import { quoted, quotedUpTo, WattproofError } from "../../protocol/index.js";
import type { GenesisDifference } from "../genesis/compareGenesis.js";

/** Of what a node said when it ended: paths in it are long, and the reason stands behind them. */
const LONGEST_WORDS = 400;

/** No Besu that could be run. */
export class BesuMissing extends WattproofError {
  /** @param named What `BESU_BIN` says, if it does. */
  constructor(named: string | undefined) {
    super({
      code: "BesuMissing",
      message:
        named === undefined
          ? "There is no besu on the PATH, and BESU_BIN names none."
          : `BESU_BIN names ${quoted(named)}, which is no program.`,
      next: "Install Besu (https://besu.hyperledger.org) with the Java that it needs and set BESU_BIN to its bin/besu, or install Docker and use --docker.",
      facts: named === undefined ? {} : { named: quoted(named) },
    });
  }
}

/** A port that a node needs and does not get. */
export interface TakenPort {
  readonly node: string;
  readonly service: string;
  readonly port: number;
  /** Who or what keeps it from being used. */
  readonly by: string;
}

/** Ports on which nodes are to listen are not free; nothing was started. */
export class PortsTaken extends WattproofError {
  constructor(taken: readonly TakenPort[]) {
    const each = taken.map(({ node, service, port, by }) => `${node}'s ${service} port ${port} (${by})`);
    super({
      code: "PortsTaken",
      message: `These ports cannot be listened on: ${each.join(", ")}.`,
      next: "Stop what listens there (ss -ltnp shows it), or change the node's config.toml and static-nodes.json.",
      facts: {
        ports: taken.map(({ port }) => port).join(", "),
        nodes: [...new Set(taken.map((t) => t.node))].join(", "),
      },
    });
  }
}

/** Nodes that are to be started run already; nothing was started. */
export class NodesRunning extends WattproofError {
  constructor(running: readonly string[], others: readonly string[]) {
    super({
      code: "NodesRunning",
      message: `${running.join(", ")} ${running.length === 1 ? "runs" : "run"} already.`,
      next:
        others.length > 0
          ? `Name those that do not: ${others.join(" ")}.`
          : "Look at them with wattproof network status, or stop them first with wattproof network down.",
      facts: { running: running.join(", "), others: others.join(", ") },
    });
  }
}

/** A node's data are of another chain than its genesis file. */
export class ChainDataDiffers extends WattproofError {
  /** @param differences None if only Besu knows what the data began with. */
  constructor(node: string, data: string, differences: readonly GenesisDifference[]) {
    const named = differences.map(({ path }) => path);
    super({
      code: "ChainDataDiffers",
      message: `The data of ${node} began with another genesis than its genesis file${named.length > 0 ? `: they differ in ${named.join(", ")}` : ""}.`,
      next: `Bring back the genesis file that all founders have, or move ${quoted(data)} aside; the node then fetches the chain again.`,
      facts: { node, data, fields: named.join(", ") },
    });
  }
}

/** A node's process could not be started. */
export class NodeNotStarted extends WattproofError {
  constructor(node: string, besu: string, cause: unknown) {
    super({
      code: "NodeNotStarted",
      message: `${quoted(besu)} could not be started for ${node}: ${(cause as NodeJS.ErrnoException).code ?? (cause as Error).message}.`,
      next: "Check that the program and the folder run can be used by this user; nodes started before this one run on.",
      facts: { node, besu },
      cause,
    });
  }
}

/** A node's process ended while it was waited for. */
export class NodeEnded extends WattproofError {
  /** @param said What it said last that tells why. */
  constructor(node: string, said: string) {
    super({
      code: "NodeEnded",
      message: `${node} ended while it started; it said last: ${quotedUpTo(LONGEST_WORDS, said)}.`,
      next: `See wattproof network logs for ${node}; the other nodes run on. Start it again by its name once that is mended.`,
      facts: { node, said: quotedUpTo(LONGEST_WORDS, said) },
    });
  }
}

/** Another node answers where one of the network's should. */
export class NodeIsOther extends WattproofError {
  constructor(node: string, url: string, id: string) {
    super({
      code: "NodeIsOther",
      message: `What answers at ${url} is not ${node} but a node with the id ${id}.`,
      next: "Stop the other node, or give one of them other ports.",
      facts: { node, url, id },
    });
  }
}

/** Nodes run and do not answer. */
export class NodesSilent extends WattproofError {
  constructor(nodes: readonly string[], timeoutS: number) {
    super({
      code: "NodesSilent",
      message: `${nodes.join(", ")} did not answer within ${timeoutS} s.`,
      next: "They go on starting: look again with wattproof network status, and at wattproof network logs.",
      facts: { nodes: nodes.join(", "), timeoutS },
    });
  }
}

/** All nodes answer, there is a quorum of them, and no block comes. */
export class BlocksMissing extends WattproofError {
  constructor(height: bigint, moved: number, nodes: number, timeoutS: number) {
    super({
      code: "BlocksMissing",
      message: `All ${nodes} nodes answer, but only ${moved} of them had a new block within ${timeoutS} s; the lowest stands at block ${height}.`,
      next: "Wait a little more if the chain stood for long: validators then agree in longer and longer rounds. Otherwise see wattproof network status.",
      facts: { height, moved, nodes, timeoutS },
    });
  }
}

/** Nothing was started from a folder. */
export class NothingRuns extends WattproofError {
  constructor(folder: string) {
    super({
      code: "NothingRuns",
      message: `No node was started from ${quoted(folder)} that could be stopped.`,
      next: "Start them with wattproof network up; what systemd started, systemctl stops.",
      facts: { folder },
    });
  }
}

/** The id of a node's process belongs to another process by now; nothing was stopped. */
export class ProcessNotOurs extends WattproofError {
  constructor(folder: string, node: string, pid: number) {
    super({
      code: "ProcessNotOurs",
      message: `Process ${pid}, remembered for ${node}, is another one by now: the node ended, or the machine started anew.`,
      next: `Remove ${quoted(`${folder}/run/${node}.pid`)} and repeat the command; nothing was stopped.`,
      facts: { node, pid },
    });
  }
}

/** What should be a node's process id is none. */
export class PidFileInvalid extends WattproofError {
  constructor(path: string, node: string, cause?: unknown) {
    super({
      code: "PidFileInvalid",
      message: `${quoted(path)} holds no process id of ${node}.`,
      next: "See with ps whether the node runs, end it by hand if it does, and remove the file.",
      facts: { path, node },
      cause,
    });
  }
}

/** Nodes that were asked to end and did not. */
export class NodesUnstoppable extends WattproofError {
  constructor(nodes: readonly { readonly name: string; readonly pid: number }[], timeoutS: number) {
    const each = nodes.map(({ name, pid }) => `${name} (process ${pid})`).join(", ");
    super({
      code: "NodesUnstoppable",
      message: `${each} did not end within ${timeoutS} s.`,
      next: "Wait and repeat the command; kill -9 with the process id is the last resort, and the database mends itself after it.",
      facts: { nodes: each, timeoutS },
    });
  }
}

/** Docker is not there, or does not do what it was told. */
export class DockerFailed extends WattproofError {
  /** @param what The command line. @param said Its last words. */
  constructor(what: string, said: string, cause?: unknown) {
    super({
      code: "DockerFailed",
      message: `${what} failed: ${quoted(said)}.`,
      next: "Mend what Docker says (its engine has to run, and Compose 2 to be there), or use --native with a besu of your own.",
      facts: { command: what, said: quoted(said) },
      cause,
    });
  }
}
