import { quoted, WattproofError } from "../../protocol/index.js";

/** What a file's fault is, in a word or a few. */
function whyOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return (code ?? message).split("\n")[0] ?? "";
}

/** The file with samples of earlier looks does not hold them. */
export class MonitorHistoryDamaged extends WattproofError {
  /** @param aside Where it was moved. */
  constructor(path: string, aside: string, cause: unknown) {
    super({
      code: "MonitorHistoryDamaged",
      message: `${quoted(path)} holds no samples of disks and was put aside as ${quoted(aside)}: ${whyOf(cause)}.`,
      next: "Nothing has to be done: growth is counted anew, and known after an hour.",
      facts: { path, aside },
      cause,
    });
  }
}

/** Samples cannot be kept, so that growth is counted from the monitor's start on. */
export class MonitorHistoryUnusable extends WattproofError {
  /** @param verb What was tried with it: read or written. */
  constructor(path: string, verb: "read" | "written", cause: unknown) {
    super({
      code: "MonitorHistoryUnusable",
      message: `Samples of disks cannot be ${verb} at ${quoted(path)}: ${whyOf(cause)}.`,
      next: "Let who runs the monitor write into the folder run beside consortium.json; until then a restart forgets how disks grew.",
      facts: { path, why: whyOf(cause) },
      cause,
    });
  }
}

/** How full a node's disk is cannot be seen. */
export class DiskUnreadable extends WattproofError {
  constructor(node: string, path: string, cause: unknown) {
    super({
      code: "DiskUnreadable",
      message: `How much disk ${node} takes cannot be read at ${quoted(path)}: ${whyOf(cause)}.`,
      next: "Run the monitor as who owns the node's folder.",
      facts: { node, path, why: whyOf(cause) },
      cause,
    });
  }
}

/** A certificate whose end cannot be seen. */
export class CertificateUnreadable extends WattproofError {
  constructor(path: string, cause: unknown) {
    super({
      code: "CertificateUnreadable",
      message: `No certificate can be read from ${quoted(path)}: ${whyOf(cause)}.`,
      next: "Put the file back as wattproof network keygen wrote it, or the certificate that took its place.",
      facts: { path, why: whyOf(cause) },
      cause,
    });
  }
}

/** The port of the monitor's metrics cannot be listened on. */
export class MonitorPortTaken extends WattproofError {
  constructor(port: number, cause: unknown) {
    super({
      code: "MonitorPortTaken",
      message: `Metrics cannot be given out at 127.0.0.1:${port}: ${whyOf(cause)}.`,
      next: "Stop the other monitor or program there, or choose another port with --port, in prometheus/prometheus.yml as well.",
      facts: { port, why: whyOf(cause) },
      cause,
    });
  }
}
