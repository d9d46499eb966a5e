import { quoted, WattproofError } from "../../protocol/index.js";

/** A node that does not answer. */
export class NodeSilent extends WattproofError {
  /** @param why Continues "… does not answer: ". */
  constructor(node: string, url: string, why: string, cause?: unknown) {
    super({
      code: "NodeSilent",
      message: `${node} does not answer at ${url}: ${why}.`,
      next: "Look whether it runs (wattproof network status), and what its log says (wattproof network logs).",
      facts: { node, url, why },
      cause,
    });
  }
}

/** An answer that no node of Besu gives. */
export class NodeAnswerStrange extends WattproofError {
  /** @param why Continues "… is none of Besu's: ". */
  constructor(node: string, method: string, why: string, cause?: unknown) {
    super({
      code: "NodeAnswerStrange",
      message: `What ${node} answers to ${method} is no answer of Besu: ${why}.`,
      next: "Check what listens on the node's JSON-RPC port, and which release of Besu it is.",
      facts: { node, method, why },
      cause,
    });
  }
}

/** A question that a node understood and does not answer. */
export class NodeRefuses extends WattproofError {
  /** @param said The node's own words. */
  constructor(node: string, method: string, errorCode: number, said: string) {
    super({
      code: "NodeRefuses",
      message: `${node} refuses ${method}: ${quoted(said)} (${errorCode}).`,
      next: "Mend what the node says.",
      facts: { node, method, errorCode, said: quoted(said) },
    });
  }
}

/** A question of an API that a node does not offer. */
export class NodeApiDisabled extends WattproofError {
  constructor(node: string, method: string) {
    const api = (method.split("_")[0] ?? method).toUpperCase();
    super({
      code: "NodeApiDisabled",
      message: `${node} does not offer ${method}.`,
      next: `Put ${api} into rpc-http-api of the node's config.toml; QBFT and IBFT are there on a chain of their own consensus alone.`,
      facts: { node, method, api },
    });
  }
}
